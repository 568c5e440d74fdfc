// The owner's own lists on their server, as far as access takes them: who is subscribed to their presence (RFC 6121
// section 2, subscription `from` or `both`), and whom they block (XEP-0191), kept in step by the server's pushes.
import { element, NS_BLOCKING, NS_ROSTER, SchemeError, stanza } from "@status-scheme/protocol";
import type { Contact, Element } from "@status-scheme/protocol";
import { accountOf, isOwnPush } from "../addresses.ts";
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

  /** Changes that were pushed while a list is asked for: what comes in one packet with the answer is heard of before it. */
  const meanwhile = new Set<(() => void)[]>();
  const read = async (xmlns: string, name: string, take: (items: readonly Element[]) => void): Promise<void> => {
    const changes: (() => void)[] = [];
    meanwhile.add(changes);
    try {
      const reply = await host.ask(stanza("iq", { type: "get" }, element(xmlns, name)));
      take(reply.getChild(name, xmlns)?.getChildren("item") ?? []);
      for (const change of changes) change();
    } finally {
      meanwhile.delete(changes);
    }
  };
  const takeContact = (item: Element) => {
    const jid = accountOf(item.attrs.jid ?? "");
    const { subscription } = item.attrs;
    if (jid === undefined) return;
    subscribers?.delete(jid);
    if (subscription !== "from" && subscription !== "both") return;
    subscribers?.set(jid, { jid, groups: item.getChildren("group").map((group) => group.getText()) });
  };
  const takeBlocks = (items: readonly Element[], isBlocked: boolean) => {
    // A resource that is blocked counts as its person: rather too much than too little.
    for (const jid of items.map(({ attrs }) => accountOf(attrs.jid ?? ""))) {
      if (jid !== undefined) blocks?.[isBlocked ? "add" : "delete"](jid);
    }
  };

  const changeOf = (push: Element): (() => void) | undefined => {
    const [roster, block, unblock] = [
      push.getChild("query", NS_ROSTER),
      push.getChild("block", NS_BLOCKING),
      push.getChild("unblock", NS_BLOCKING),
    ].map((list) => list?.getChildren("item"));
    if (roster) return () => roster.forEach(takeContact);
    if (block) return () => takeBlocks(block, true);
    // XEP-0191 3.4: naming nobody, it unblocks everybody.
    return unblock && (() => (unblock.length === 0 ? blocks?.clear() : takeBlocks(unblock, false)));
  };
  const stopWatching = host.onStanza((iq) => {
    if (iq.name !== "iq" || iq.attrs.type !== "set" || !isOwnPush(iq.attrs.from, host.jid())) return;
    const change = changeOf(iq);
    if (!change) return;
    for (const changes of meanwhile) changes.push(change);
    change();
    onChange();
  });
  // XEP-0191 3.3: a push is acknowledged; by the host, where it keeps a list. (So are roster pushes, by the viewer.)
  for (const name of ["block", "unblock"]) {
    host.answer("set", NS_BLOCKING, name, async (from, _payload, next) => {
      return (await next()) ?? (isOwnPush(from, host.jid()) ? true : undefined);
    });
  }

  const readSubscribers = () =>
    read(NS_ROSTER, "query", (items) => {
      subscribers = new Map();
      items.forEach(takeContact);
    });
  return {
    subscribers: () => subscribers,
    blocked: () => {
      if (!blocks) return undefined;
      const isCovered = (jid: string) => blocks!.has(jid.slice(jid.indexOf("@") + 1));
      return new Set([...blocks, ...[...(subscribers?.keys() ?? [])].filter(isCovered)]);
    },
    readSubscribers,
    groups: async () => {
      if (!subscribers) await readSubscribers();
      return [...new Set([...subscribers!.values()].flatMap(({ groups }) => groups))].sort();
    },
    readBlocked: async () => {
      try {
        await read(NS_BLOCKING, "blocklist", (items) => {
          blocks = new Set();
          takeBlocks(items, true);
        });
      } catch (error) {
        if (!(error instanceof SchemeError) || error.code === "try-later") throw error;
        blocks = undefined;
      }
    },
    forget: () => (subscribers = blocks = undefined),
    stop: stopWatching,
  };
}
