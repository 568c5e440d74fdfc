// Who gets the client's presence (draft, section 8.1): to them alone it tells what it has of this protocol.
import { bareJid } from "@status-scheme/protocol/viewing";
import type { Element } from "@status-scheme/protocol";
import { accountOf } from "../addresses.ts";

export interface AudienceUses {
  /** Own full JID; undefined while offline. */
  readonly self: () => string | undefined;
  /** Bare JIDs that the server sends undirected presence to (RFC 6121, 4.2.2), as far as that is known. */
  readonly isSubscriber: (jid: string) => boolean;
  /** The server keeps all presence from everybody. */
  readonly isInvisible: () => boolean;
}

export interface Audience {
  /** Presence that goes out now. */
  readonly note: (presence: Element) => void;
  /** Whether this JID, full or bare, gets available presence. */
  readonly includes: (jid: string) => boolean;
  /** A new session: nobody has any presence yet. */
  readonly forget: () => void;
}

const NS_MUC = "http://jabber.org/protocol/muc";
/** Rooms, services and people that are no contacts: nobody has as many. */
const MAX_DIRECTED = 10_000;

export function createAudience({ self, isSubscriber, isInvisible }: AudienceUses): Audience {
  let isAvailable = false;
  /** Full and bare JIDs, and whether they have it: what was sent to one of them beats what goes to all. */
  const directed = new Map<string, boolean>();
  return {
    note(presence) {
      const { to, type } = presence.attrs;
      if (type !== undefined && type !== "unavailable") return;
      const isThere = type === undefined;
      if (to === undefined) {
        isAvailable = isThere;
        // RFC 6121, 4.5.2: the server tells that one is gone to those, too; 4.4.2: and that one is there to all who may know.
        for (const [jid, hasIt] of directed) if (!isThere || !hasIt) directed.delete(jid);
        return;
      }
      const bare = accountOf(to) ?? to;
      // What is sent to a bare JID goes to each of its resources.
      if (to === bare) for (const jid of directed.keys()) if (jid.startsWith(`${bare}/`)) directed.delete(jid);
      if (!isThere) directed.delete(bare);
      // Whoever is in a room gets what is sent to one's own name in it.
      const audience = isThere && presence.getChild("x", NS_MUC) ? [to, bare] : [to];
      for (const jid of audience) if (!isThere || directed.size < MAX_DIRECTED) directed.set(jid, isThere);
    },
    includes(jid) {
      const bare = accountOf(jid);
      const own = self();
      if (bare === undefined || own === undefined) return false;
      const account = bareJid(own);
      // The own server handles all of it, in the account's name or its own.
      if (jid === account || jid === account.slice(account.indexOf("@") + 1)) return isAvailable;
      if (isInvisible()) return false;
      return directed.get(jid) ?? directed.get(bare) ?? (isAvailable && (bare === account || isSubscriber(bare)));
    },
    forget() {
      isAvailable = false;
      directed.clear();
    },
  };
}
