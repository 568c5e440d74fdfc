// Reading users' rosters as a privileged entity (XEP-0356 4.2; RFC 6121 2.1.3): the server answers in the user's place.
import { element, NS_ROSTER, parseJid, SchemeError, stanza } from "@status-scheme/protocol";
import type { Element } from "@status-scheme/protocol";
import type { RosterItem, RosterReader } from "../service/api.ts";
import { addressOf } from "./address.ts";
import type { Privilege } from "./privilege.ts";

export interface RostersDeps {
  readonly privilege: Privilege;
  readonly ask: (iq: Element, timeoutMs: number) => Promise<Element>;
  /** The component's own domain. */
  readonly domain: string;
  /** Rosters of this domain are wanted, and no grant is known. */
  readonly onMissing: (domain: string) => void;
  /** A grant is gone, and nobody said so. */
  readonly onLost: (domain: string) => void;
}

const TIMEOUT_MS = 10_000;
const SUBSCRIPTIONS = ["none", "to", "from", "both"] as const;

export function createRosters({ privilege, ask, domain, onMissing, onLost }: RostersDeps): RosterReader {
  return {
    granted: (host) => {
      const isGranted = privilege.granted(host);
      if (!isGranted) onMissing(host);
      return isGranted;
    },
    read: async (bareJid) => {
      const host = parseJid(bareJid).domain;
      if (!privilege.granted(host)) throw new SchemeError("try-later", { reason: "rosters are not ours to read" });
      const query = element(NS_ROSTER, "query");
      try {
        const result = await ask(stanza("iq", { type: "get", from: domain, to: bareJid }, query), TIMEOUT_MS);
        return itemsOf(result);
      } catch (error) {
        if (!(error instanceof SchemeError)) throw error;
        // No such account has no contacts: some servers say it this way, others by an empty roster.
        if (error.code === "not-found") return [];
        if (error.code === "forbidden") {
          privilege.withdraw(host);
          onLost(host);
        }
        throw new SchemeError("try-later", { reason: "the roster could not be read" }, { cause: error });
      }
    },
  };
}

function itemsOf(result: Element): readonly RosterItem[] {
  const items = result.getChild("query", NS_ROSTER)?.getChildren("item", NS_ROSTER) ?? [];
  return items.flatMap((item) => {
    const jid = addressOf(item.attrs.jid)?.bare;
    const subscription = SUBSCRIPTIONS.find((known) => known === (item.attrs.subscription ?? "none"));
    if (jid === undefined || subscription === undefined) return [];
    return [{ jid, subscription, groups: item.getChildren("group", NS_ROSTER).map((group) => group.getText()) }];
  });
}
