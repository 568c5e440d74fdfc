// Plain @xmpp/client clients of a testbed's accounts, and what accounts do through them.
import { client, xml, type Client } from "@xmpp/client";
import { PATIENCE_MS } from "./until.ts";

export interface LoginOptions {
  /** Default: one of the server's choice. */
  readonly resource?: string;
  readonly transport?: "tcp" | "websocket";
}

export interface Clients {
  /** A configured client, not started: no plugin, reconnecting 0.2 s after a lost connection. Stopped with the testbed. */
  readonly client: (account: string, options?: LoginOptions) => Client;
  /** The same, logged in; no presence is sent yet. */
  readonly login: (account: string, options?: LoginOptions) => Promise<Client>;
  /** Makes two accounts mutual contacts, by subscription stanzas (RFC 6121 section 3). */
  readonly befriend: (a: string, b: string) => Promise<void>;
  /** Takes each out of the other's roster. */
  readonly unfriend: (a: string, b: string) => Promise<void>;
  /** Whether the service at `to` answers a ping (XEP-0199) of an account's. */
  readonly answers: (account: string, to: string) => Promise<boolean>;
  /** Stops every client made here. */
  readonly stop: () => Promise<void>;
}

/** What the clients log in with. */
export interface ClientsDeps {
  readonly service: string;
  readonly websocket: string;
  /** The bare JID of an account's name. */
  readonly jid: (account: string) => string;
  readonly password: (account: string) => string;
}

const RECONNECT_MS = 200;
const ANSWER_MS = 1_000;

export function createClients(deps: ClientsDeps): Clients {
  const made = new Set<Client>();

  const create: Clients["client"] = (account, { resource, transport = "tcp" } = {}) => {
    const [username, domain] = deps.jid(account).split("@") as [string, string];
    const password = deps.password(account);
    const xmpp = client({
      service: transport === "tcp" ? deps.service : deps.websocket,
      domain,
      ...(resource === undefined ? {} : { resource }),
      // xmpp.js computes SCRAM in plain JavaScript; on loopback PLAIN is as good and costs nothing.
      credentials: (authenticate) => authenticate({ username, password }, "PLAIN"),
    });
    xmpp.reconnect.delay = RECONNECT_MS;
    // xmpp.js gives each step of opening a stream two seconds: little on a machine that runs tests side by side.
    xmpp.timeout = PATIENCE_MS;
    // Without a listener a lost connection would end the process; clients reconnect by themselves.
    xmpp.on("error", () => undefined);
    made.add(xmpp);
    return xmpp;
  };
  const login: Clients["login"] = async (account, options) => {
    const xmpp = create(account, options);
    await xmpp.start();
    return xmpp;
  };
  const stopOne = async (xmpp: Client) => {
    made.delete(xmpp);
    xmpp.reconnect.stop();
    await xmpp.stop();
  };
  /** Two short logins, without presence. */
  const together = async (a: string, b: string, act: (a: Client, b: Client) => Promise<void>) => {
    const both = await Promise.all([login(a), login(b)]);
    try {
      await act(...both);
    } finally {
      await Promise.all(both.map(stopOne));
    }
  };

  return {
    client: create,
    login,
    befriend: (a, b) =>
      together(a, b, async (one, other) => {
        for (const [from, to, peer] of [
          [one, other, b],
          [other, one, a],
        ] as const) {
          await from.send(xml("presence", { type: "subscribe", to: deps.jid(peer) }));
          await processed(from);
          await to.send(xml("presence", { type: "subscribed", to: from.jid!.bare().toString() }));
          await processed(to);
        }
      }),
    unfriend: (a, b) =>
      together(a, b, async (one, other) => {
        await remove(one, deps.jid(b));
        await remove(other, deps.jid(a));
      }),
    answers: async (account, to) => {
      const xmpp = await login(account);
      try {
        return await ping(xmpp, to, ANSWER_MS).then(
          () => true,
          () => false,
        );
      } finally {
        await stopOne(xmpp);
      }
    },
    stop: async () => {
      await Promise.all([...made].map(stopOne));
    },
  };
}

/** Resolves when the server has worked off everything the client sent before: it takes a stream's stanzas in order. */
async function processed(xmpp: Client): Promise<void> {
  await ping(xmpp, xmpp.jid!.domain);
}

async function ping(xmpp: Client, to: string, timeoutMs?: number): Promise<void> {
  await request(xmpp, xml("iq", { type: "get", to }, xml("ping", "urn:xmpp:ping")), timeoutMs);
}

/** RFC 6121 2.5: the server cancels the subscriptions both ways. */
async function remove(xmpp: Client, contact: string): Promise<void> {
  const item = xml("item", { jid: contact, subscription: "remove" });
  await request(xmpp, xml("iq", { type: "set" }, xml("query", "jabber:iq:roster", item)));
  await processed(xmpp);
}

async function request(xmpp: Client, iq: ReturnType<typeof xml>, timeoutMs = PATIENCE_MS): Promise<void> {
  await xmpp.iqCaller.request(iq, timeoutMs);
}
