// The owner's own lists on their server, as far as access takes them: who is subscribed to their presence (RFC 6121
// section 2, subscription `from` or `both`), and whom they block (XEP-0191), kept in step by the server's pushes.
import { bareJid, element, NS_BLOCKING, NS_ROSTER, SchemeError, stanza } from "@status-scheme/protocol";
import type { Contact, Element } from "@status-scheme/protocol";
import type { Host } from "../host/host.ts";

export interface ContactLists {
  /** Subscribers by bare JID; undefined until read. */
  readonly subscribers: () => ReadonlyMap<string, Contact> | undefined;
  /**
   * Bare JIDs that are blocked, those of subscribers that a blocked domain covers among them; undefined until read, and
   * where the server has no blocking.
   */
  readonly blocked: () => ReadonlySet<string> | undefined;
  /** @throws SchemeError */
  readonly readSubscribers: () => Promise<void>;
  /** @throws SchemeError */
  readonly readBlocked: () => Promise<void>;
  /** Groups of subscribers, sorted; reads them, where they are not. @throws SchemeError */
  readonly groups: () => Promise<readonly string[]>;
  readonly forget: () => void;
  readonly stop: () => void;
}

export function createContactLists(host: Host, onChange: () => void): ContactLists {
  let subscribers: Map<string, Contact> | undefined;
  let blocks: Set<string> | undefined;

  const read = async (xmlns: string, name: string): Promise<Element[]> => {
    const reply = await host.ask(stanza("iq", { type: "get" }, element(xmlns, name)));
    return reply.getChild(name, xmlns)?.getChildren("item") ?? [];
  };
  const takeContact = (item: Element) => {
    const jid = bareJidOf(item);
    const { subscription } = item.attrs;
    if (jid === undefined) return;
    subscribers?.delete(jid);
    if (subscription !== "from" && subscription !== "both") return;
    subscribers?.set(jid, { jid, groups: item.getChildren("group").map((group) => group.getText()) });
  };
  const takeBlocks = (items: readonly Element[], isBlocked: boolean) => {
    for (const jid of items.map(bareJidOf)) {
      if (jid !== undefined && isBlocked) blocks?.add(jid);
      else if (jid !== undefined) blocks?.delete(jid);
    }
  };

  const stopWatching = host.onStanza((iq) => {
    if (iq.name !== "iq" || iq.attrs.type !== "set" || !isOwn(iq.attrs.from, host.jid())) return;
    const roster = iq.getChild("query", NS_ROSTER);
    const block = iq.getChild("block", NS_BLOCKING);
    const unblock = iq.getChild("unblock", NS_BLOCKING);
    if (roster) roster.getChildren("item").forEach(takeContact);
    else if (block) takeBlocks(block.getChildren("item"), true);
    // XEP-0191 3.4: naming nobody, it unblocks everybody.
    else if (unblock && unblock.getChildren("item").length === 0) blocks?.clear();
    else if (unblock) takeBlocks(unblock.getChildren("item"), false);
    else return;
    onChange();
  });
  // XEP-0191 3.3: a push is acknowledged; by the host, where it keeps a list. (So are roster pushes, by the viewer.)
  for (const name of ["block", "unblock"]) {
    host.answer("set", NS_BLOCKING, name, async (from, _payload, next) => {
      return (await next()) ?? (isOwn(from, host.jid()) ? true : undefined);
    });
  }

  const readSubscribers = async () => {
    const items = await read(NS_ROSTER, "query");
    subscribers = new Map();
    items.forEach(takeContact);
  };
  return {
    subscribers: () => subscribers,
    blocked: () => {
      if (!blocks) return undefined;
      const domains = new Set([...blocks].filter((jid) => !jid.includes("@")));
      const covered = [...(subscribers?.keys() ?? [])].filter((jid) => domains.has(jid.slice(jid.indexOf("@") + 1)));
      return new Set([...blocks, ...covered]);
    },
    readSubscribers,
    groups: async () => {
      if (!subscribers) await readSubscribers();
      return [...new Set([...subscribers!.values()].flatMap(({ groups }) => groups))].sort();
    },
    readBlocked: async () => {
      try {
        const items = await read(NS_BLOCKING, "blocklist");
        blocks = new Set();
        takeBlocks(items, true);
      } catch (error) {
        if (!(error instanceof SchemeError) || error.code === "try-later") throw error;
        blocks = undefined;
      }
    },
    forget: () => (subscribers = blocks = undefined),
    stop: stopWatching,
  };
}

function bareJidOf(item: Element): string | undefined {
  try {
    // A resource that is blocked counts as its person: rather too much than too little.
    return bareJid(item.attrs.jid ?? "");
  } catch {
    return undefined;
  }
}

/** RFC 6121 2.1.6, XEP-0191 3.3: the pushes come from the own account. */
function isOwn(from: string | undefined, own: string | undefined): boolean {
  return from === undefined || (own !== undefined && from === bareJid(own));
}
