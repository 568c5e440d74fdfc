// A session of an account, as bare as can be: what is sent is what a check says, and what comes is kept as it came. Nothing
// is answered but by the server's own rules and xmpp.js's (an unknown request gets `service-unavailable`).
import { fixStreamManagement, guardSocket } from "@status-scheme/guards";
import { type Element, parseJid, stanza } from "@status-scheme/protocol";
import { client } from "@xmpp/client";
import { Failure } from "../kit/check.ts";
import { pause } from "../kit/wait.ts";
import { show } from "./show.ts";

export interface Account {
  /** Bare. */
  readonly jid: string;
  readonly password: string;
}
export interface Actor {
  readonly bare: string;
  readonly full: string;
  readonly domain: string;
  /** Every stanza that came, oldest first. */
  readonly received: readonly Element[];
  readonly send: (stanza: Element) => Promise<void>;
  /** Sends an IQ with an id of its own; resolves to the reply, whatever its type. @throws Failure where none comes */
  readonly ask: (
    to: string | undefined,
    type: "get" | "set",
    payload: Element | readonly Element[],
  ) => Promise<Element>;
  /** Resolves to the first such stanza from `since` on, or undefined after `ms`. */
  readonly receives: (wanted: (stanza: Element) => boolean, since: number, ms: number) => Promise<Element | undefined>;
  /** Resolves once nothing is asked any more. */
  readonly idle: () => Promise<void>;
  readonly leave: () => Promise<void>;
}
export interface LoginOptions {
  /** xmpp:, xmpps:, ws: or wss: URL. Default: found by the domain's name. */
  readonly server?: string | undefined;
  readonly resource?: string;
  /** Once it is aborted nothing is sent any more: `send` and `ask` reject with its reason. */
  readonly signal?: AbortSignal | undefined;
}

/** The account cannot log in, or the server cannot be reached. */
export class LoginError extends Error {}

const LOGIN_MS = 30_000;
const ANSWER_MS = 20_000;
/** A service that is asked too much says when to come back (draft, section 13): so it is done. */
const MAX_RETRIES = 12;
const MAX_AFTER_SECONDS = 60;

/** Logs in; sends no presence. @throws LoginError */
export async function login(
  { jid, password }: Account,
  { server, resource, signal }: LoginOptions = {},
): Promise<Actor> {
  const { local: username, domain } = parseJid(jid);
  const xmpp = client({
    service: server ?? domain,
    domain,
    username: username!,
    password,
    ...(resource !== undefined && { resource }),
  });
  xmpp.timeout = LOGIN_MS;
  xmpp.reconnect.stop();
  fixStreamManagement(xmpp);
  guardSocket(xmpp);
  let failure: unknown;
  xmpp.on("error", (error) => (failure ??= error));
  const received: Element[] = [];
  const listeners = new Set<() => void>();
  xmpp.on("stanza", (element: Element) => {
    received.push(element);
    for (const listener of listeners) listener();
  });
  try {
    await xmpp.start();
  } catch (cause) {
    await xmpp.stop().catch(() => undefined);
    const { condition, code, message } = (failure ?? cause) as Error & { condition?: string; code?: string };
    throw new LoginError(`${jid}: ${condition ?? code ?? message}`, { cause });
  }

  const receives: Actor["receives"] = (wanted, since, ms) =>
    new Promise((resolve) => {
      let next = since;
      const end = (found: Element | undefined) => {
        listeners.delete(look);
        clearTimeout(timer);
        resolve(found);
      };
      const look = () => {
        for (; next < received.length; next += 1) if (wanted(received[next]!)) return end(received[next]);
      };
      const timer = setTimeout(() => end(undefined), ms);
      listeners.add(look);
      look();
    });

  const open = new Set<Promise<unknown>>();
  const ask: Actor["ask"] = async (to, type, payload) => {
    for (let attempt = 0; ; attempt += 1) {
      signal?.throwIfAborted();
      const reply = await askOnce(to, type, Array.isArray(payload) ? payload : [payload]);
      const after = Number(reply.getChild("error")?.getChild("retry")?.attrs.after ?? Number.NaN);
      if (!(after <= MAX_AFTER_SECONDS) || attempt === MAX_RETRIES) return reply;
      await pause(after * 1000);
    }
  };
  const askOnce = async (to: string | undefined, type: "get" | "set", payload: readonly Element[]) => {
    const id = crypto.randomUUID();
    const since = received.length;
    const iq = stanza("iq", { type, to, id }, ...payload);
    await xmpp.send(iq);
    const isReply = ({ name, attrs }: Element) =>
      name === "iq" && attrs.id === id && /^(result|error)$/.test(attrs.type!);
    const reply = await receives(isReply, since, ANSWER_MS);
    if (!reply) throw new Failure(`an answer to ${show(iq)}`, `nothing within ${ANSWER_MS / 1000} s`);
    return reply;
  };

  return {
    bare: `${username!}@${domain}`,
    full: xmpp.jid!.toString(),
    domain,
    received,
    send: async (one) => {
      signal?.throwIfAborted();
      await xmpp.send(one);
    },
    ask: (...question) => {
      const asking = ask(...question);
      const settled = asking.catch(() => undefined).finally(() => open.delete(settled));
      open.add(settled);
      return asking;
    },
    idle: async () => {
      while (open.size > 0) await Promise.all(open);
    },
    receives,
    leave: async () => {
      if (xmpp.status === "online") await xmpp.stop().catch(() => undefined);
    },
  };
}
