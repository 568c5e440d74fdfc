// The person's contacts: those whose presence comes to us, subscription `to` or `both` (RFC 6121 section 2).
import { bareJid, element, NS_ROSTER, stanza } from "@status-scheme/protocol/viewing";
import type { Element } from "@status-scheme/protocol";
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
  readonly stop: () => void;
}

/** `onChange`: someone became a contact, or is none any more, by a roster push. */
export function createRoster(host: Host, onChange: (jid: string, isContact: boolean) => void): Roster {
  const contacts = new Set<string>();
  const subscribers = new Set<string>();
  let attempt: Promise<unknown> = Promise.resolve();
  let isStopped = false;

  const take = (item: Element): { readonly jid: string; readonly isContact: boolean } | undefined => {
    try {
      const jid = bareJid(item.attrs.jid ?? "");
      const { subscription } = item.attrs;
      const isContact = subscription === "to" || subscription === "both";
      contacts[isContact ? "add" : "delete"](jid);
      subscribers[subscription === "from" || subscription === "both" ? "add" : "delete"](jid);
      return { jid, isContact };
    } catch {
      return undefined; // an entry that names nobody
    }
  };

  const stopWatching = host.onStanza((iq) => {
    const query = isPush(iq, host.jid()) ? iq.getChild("query", NS_ROSTER) : undefined;
    for (const item of query?.getChildren("item") ?? []) {
      const change = take(item);
      if (change) onChange(change.jid, change.isContact);
    }
  });
  // RFC 6121 2.1.6: a push is acknowledged; by the host, where it keeps a roster.
  host.answer("set", NS_ROSTER, "query", async (from, _payload, next) => {
    const answer = await next();
    return answer ?? (!isStopped && isOwn(from, host.jid()) ? true : undefined);
  });

  return {
    contacts,
    isMutual: (jid) => contacts.has(jid) && subscribers.has(jid),
    isSubscriber: (jid) => subscribers.has(jid),
    attempted: () => attempt,
    async read() {
      const asked = host.ask(stanza("iq", { type: "get" }, element(NS_ROSTER, "query")));
      attempt = asked.catch(() => undefined);
      const reply = await asked;
      contacts.clear();
      subscribers.clear();
      for (const item of reply.getChild("query", NS_ROSTER)?.getChildren("item") ?? []) take(item);
    },
    stop() {
      isStopped = true;
      stopWatching();
    },
  };
}

function isPush(iq: Element, own: string | undefined): boolean {
  return iq.name === "iq" && iq.attrs.type === "set" && isOwn(iq.attrs.from, own);
}

/** RFC 6121 2.1.6: a push from anyone but the own account is no push. */
function isOwn(from: string | undefined, own: string | undefined): boolean {
  if (from === undefined) return true;
  try {
    return own !== undefined && bareJid(from) === bareJid(own) && !from.includes("/");
  } catch {
    return false;
  }
}
