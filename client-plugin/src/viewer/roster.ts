// The person's contacts: those whose presence comes to us, subscription `to` or `both` (RFC 6121 section 2).
import { element, NS_ROSTER, stanza } from "@status-scheme/protocol/viewing";
import type { Element } from "@status-scheme/protocol";
import { accountOf, isOwnPush } from "../addresses.ts";
import type { Host } from "../host/host.ts";

export interface Roster {
  readonly contacts: ReadonlySet<string>;
  /** A contact to whom our presence goes, too (`both`). */
  readonly isMutual: (jid: string) => boolean;
  /** One to whom our presence goes (`from`, `both`). */
  readonly isSubscriber: (jid: string) => boolean;
  /** Resolves when the roster of this session was read, or could not be. */
  readonly attempted: () => Promise<unknown>;
  /** Reads the roster whole. @throws SchemeError where it cannot be had */
  readonly read: () => Promise<void>;
  /** The account is another one. */
  readonly forget: () => void;
  readonly stop: () => void;
}

/** `onChange`: someone became a contact, or is none any more, by a roster push. */
export function createRoster(host: Host, onChange: (jid: string) => void): Roster {
  const contacts = new Set<string>();
  const subscribers = new Set<string>();
  let attempt: Promise<unknown> = Promise.resolve();
  /** While the roster is asked for: what comes in one packet with the answer, behind it, is heard of before it. */
  let pushed: Element[] | undefined;
  let isStopped = false;

  const take = (item: Element): string | undefined => {
    const jid = accountOf(item.attrs.jid ?? "");
    if (jid === undefined) return undefined; // an entry that names nobody
    const { subscription } = item.attrs;
    const isContact = subscription === "to" || subscription === "both";
    contacts[isContact ? "add" : "delete"](jid);
    subscribers[subscription === "from" || subscription === "both" ? "add" : "delete"](jid);
    return jid;
  };

  const stopWatching = host.onStanza((iq) => {
    const isPush = iq.name === "iq" && iq.attrs.type === "set" && isOwnPush(iq.attrs.from, host.jid());
    for (const item of (isPush && iq.getChild("query", NS_ROSTER)?.getChildren("item")) || []) {
      pushed?.push(item);
      const jid = take(item);
      if (jid !== undefined) onChange(jid);
    }
  });
  // RFC 6121 2.1.6: a push is acknowledged; by the host, where it keeps a roster.
  host.answer("set", NS_ROSTER, "query", async (from, _payload, next) => {
    const answer = await next();
    return answer ?? (!isStopped && isOwnPush(from, host.jid()) ? true : undefined);
  });

  const forget = () => {
    contacts.clear();
    subscribers.clear();
  };
  return {
    contacts,
    forget,
    isMutual: (jid) => contacts.has(jid) && subscribers.has(jid),
    isSubscriber: (jid) => subscribers.has(jid),
    attempted: () => attempt,
    async read() {
      const later: Element[] = (pushed = []);
      const iq = stanza("iq", { type: "get" }, element(NS_ROSTER, "query"));
      const asked = host.ask(iq).finally(() => (pushed = undefined));
      attempt = asked.catch(() => undefined);
      const reply = await asked;
      forget();
      const items = reply.getChild("query", NS_ROSTER)?.getChildren("item") ?? [];
      for (const item of [...items, ...later]) take(item);
    },
    stop() {
      isStopped = true;
      stopWatching();
    },
  };
}
