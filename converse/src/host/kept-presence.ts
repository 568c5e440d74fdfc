// Presence over a reload of the page: Converse takes its session up again then (XEP-0198), so that servers send nobody's
// presence again, and keeps of it what it shows, in the tab's storage. We keep there what we have seen of it. The same
// goes for a host that takes the place of another in the middle of a session.
import type { Element as Stanza } from "@status-scheme/protocol";
import { fromDom } from "./stanza.ts";

/** A session as a page left it. */
export interface KeptSession {
  /** Full JID. */
  readonly jid: string;
  /** The last undirected available presence that was sent. */
  readonly own: Stanza | undefined;
  readonly presences: readonly Stanza[];
}
export type SessionState = Pick<KeptSession, "jid" | "own">;
export interface KeptPresence {
  /** A presence stanza that came. */
  readonly note: (presence: Stanza) => void;
  /** A new session. */
  readonly forget: () => void;
  /** The page is left. */
  readonly save: (session: SessionState) => void;
  /** The host is: the next goes on. */
  readonly handOver: (session: SessionState) => void;
  /** The session that a host of this page left, once. */
  readonly takeOver: () => KeptSession | undefined;
  /** What the page before left, once. */
  readonly restore: () => KeptSession | undefined;
}
export type TabStorage = Pick<Storage, "getItem" | "setItem" | "removeItem">;

const NS_MUC_USER = "http://jabber.org/protocol/muc#user";
/** Of as many devices; a tab's storage has room for some five million characters. */
const MAX_PRESENCES = 5_000;
const MAX_CHARACTERS = 1_000_000;

/** `key`: of the account. */
export function createKeptPresence(storage: TabStorage, key: string): KeptPresence {
  const presences = new Map<string, Stanza>();
  let left: SessionState | undefined;
  return {
    note(presence) {
      const { from, type } = presence.attrs;
      if (from === undefined || presence.getChild("x", NS_MUC_USER)) return;
      if (type === undefined && presences.size < MAX_PRESENCES) presences.set(from, presence);
      else if (type === "unavailable" || type === "error") presences.delete(from);
    },
    forget: () => presences.clear(),
    handOver: (session) => void (left = session),
    takeOver() {
      const session = left && { ...left, presences: [...presences.values()] };
      left = undefined;
      return session;
    },
    save({ jid, own }) {
      const text = JSON.stringify({ jid, own: own && String(own), presences: [...presences.values()].map(String) });
      try {
        if (text.length <= MAX_CHARACTERS) storage.setItem(key, text);
      } catch {
        // Full, or not allowed: contacts show as away from their devices until their next presence.
      }
    },
    restore() {
      try {
        const text = storage.getItem(key);
        storage.removeItem(key);
        return text === null ? undefined : read(JSON.parse(text) as Saved);
      } catch {
        return undefined;
      }
    },
  };
}

interface Saved {
  readonly jid: string;
  readonly own?: string;
  readonly presences: readonly string[];
}

function read({ jid, own, presences }: Saved): KeptSession {
  return {
    jid,
    own: own === undefined ? undefined : parse(own),
    presences: presences.flatMap((text) => parse(text) ?? []),
  };
}

function parse(text: string): Stanza | undefined {
  const root = new DOMParser().parseFromString(text, "text/xml").documentElement;
  return root.tagName === "presence" ? fromDom(root) : undefined;
}
