// What the command line looks like.

export const HELP = `status-scheme-conformance: which requirements of the draft a service or a client holds

  status-scheme-conformance --service SERVICE --jid OWNER [--peer CONTACT] [--stranger JID]
      a service, seen from outside; the owner's scheme and access are put back at the end
  status-scheme-conformance --client FULLJID --peer CONTACT [--stranger JID]
                            [--component SERVICE --component-server xmpp://host:port] [--jid ACCOUNT]
      a client that is logged in, or logs in once the kit says so
  status-scheme-conformance --list
      every requirement, and by which of the two it is tried

Whom it takes
  --jid JID            the owner whose scheme is published; with --client, the client's own account, for
                       what only another of its devices sees
  --peer JID           a contact, both ways
  --stranger JID       nobody's contact; best of another domain
  --component JID      with --client: the kit plays this service, which the client's domain lists
  Passwords and the component's secret are asked for, or taken from the environment:
  STATUS_SCHEME_PASSWORD, STATUS_SCHEME_PEER_PASSWORD, STATUS_SCHEME_STRANGER_PASSWORD,
  STATUS_SCHEME_COMPONENT_SECRET

How
  --server URL         where the XMPP server listens, xmpp://host:port, xmpps://… or wss://…;
                       by default it is found by the accounts' domains
  --component-server URL  where it listens for components, xmpp://host:port
  --http-port N        with --component: the port on 127.0.0.1 of the kit's media; default any
  --wait SECONDS       with --client: how long to wait for it to come; default 60
  --slow               also what takes minutes
  --json FILE          the outcomes as JSON as well
  --help

Exit codes: 0 nothing failed; 1 something failed; 2 wrong usage, or accounts that do not fit;
3 no connection, or not logged in; 4 what was there could not be put back; 130 interrupted.
`;
