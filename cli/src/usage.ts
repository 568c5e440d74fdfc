// What the command line looks like, and mistakes in it.

/** The command line is not right: exit code 2. */
export class UsageError extends Error {}

/** The person does not want to go on: exit code 130. */
export class Interrupted extends Error {}

export const HELP = `status-scheme: what your contacts see in each of your states

  status-scheme publish FOLDER --jid JID   publish the scheme in a folder
  status-scheme check FOLDER               say everything that is wrong with a folder, without publishing
  status-scheme check CONTACT --jid JID    say whether a contact has a scheme, and its stamp
  status-scheme show [CONTACT] --jid JID   show your scheme, or a contact's
  status-scheme export FOLDER --jid JID    write your scheme as a folder
  status-scheme access [MODEL] --jid JID   show who may see your scheme, or change it:
                                           presence, roster, whitelist or open
  status-scheme clear --jid JID            take your scheme back

A folder holds scheme.yaml and the files it names:

  dnd:
    text: { en: Please do not disturb, it: Non disturbare }
    image: door.png
    desc: A closed door
  in_a_meeting:
    show: dnd
    text: In a meeting

Account
  --jid JID               your address, user@domain; or STATUS_SCHEME_JID
  --password-file FILE    a file that holds the password; otherwise it is taken from
                          STATUS_SCHEME_PASSWORD, or asked for
  --service URL           where the server listens, xmpp://host:port or xmpps://host:port;
                          by default it is found by the domain's name
  --websocket URL         the same by WebSocket, wss://host/path
  --component JID         the service, where the domain does not list it

Commands
  --replaces STAMP        publish: only if your scheme still is the one with this stamp
  --stamp STAMP           check: the stamp you have; says "current" if it still is the one
  --group NAME            access roster: a roster group that may see; may be given several times
  --allow JID             access whitelist: someone who may see; may be given several times
  --force                 export: replace a scheme folder that is there
  --json                  show, check, access: as JSON
  --help, --version

Exit codes: 0 done; 1 refused, or something is wrong with the folder; 2 wrong usage;
3 no connection, or not logged in; 130 interrupted.
`;
