// Viewers that want change notices: full JIDs that sent directed presence (draft, "Change Notices"). In memory for speed, in
// the store so that notices go on after a restart.
import type { Store } from "../store/store.ts";
import type { Served } from "./served.ts";
import { bareOf } from "./served.ts";
import { createBoundedMap } from "./support/bounded-map.ts";

export interface ListenersDeps {
  readonly store: Pick<Store, "addListener" | "removeListener" | "listeners" | "ownersNaming">;
  readonly served: Served;
}

export interface Listeners {
  load(): Promise<void>;
  /** True where it is new. A stranger from elsewhere, whom no owner names, is not taken in; it is remembered for a while. */
  add(fullJid: string): Promise<boolean>;
  /** Owners name these bare JIDs from now on: those of them that came as strangers are taken in. */
  admit(bareJids: Iterable<string>): Promise<void>;
  remove(fullJid: string): Promise<void>;
  /** The full JIDs of a bare one. */
  of(bareJid: string): readonly string[];
  /** Those of these bare JIDs that listen, each once. */
  among(bareJids: Iterable<string>): readonly string[];
  /** Forgets a viewer whom the store has forgotten. */
  forget(bareJid: string): void;
}

const MAX_RESOURCES = 32;
const MAX_VIEWERS = 100_000;
/** Accounts elsewhere, and clients of each, that may turn out to be a new contact's: the owner's list is read a little later. */
const MAX_STRANGERS = 10_000;
const MAX_STRANGER_RESOURCES = 4;

export function createListeners({ store, served }: ListenersDeps): Listeners {
  const resources = new Map<string, Set<string>>();
  const strangers = createBoundedMap<readonly string[]>(MAX_STRANGERS);

  const isWelcome = async (bareJid: string): Promise<boolean> => {
    if (resources.has(bareJid)) return true;
    if (resources.size >= MAX_VIEWERS) return false;
    return served(bareJid) || (await store.ownersNaming(bareJid)).length > 0;
  };

  const remember = (bareJid: string, fullJid: string) => {
    const others = (strangers.get(bareJid) ?? []).filter((known) => known !== fullJid);
    strangers.set(bareJid, [...others, fullJid].slice(-MAX_STRANGER_RESOURCES));
  };

  const remove = async (fullJid: string): Promise<void> => {
    const bareJid = bareOf(fullJid);
    const waiting = strangers.get(bareJid);
    if (waiting?.includes(fullJid)) {
      strangers.set(
        bareJid,
        waiting.filter((other) => other !== fullJid),
      );
    }
    const known = resources.get(bareJid);
    if (!known?.delete(fullJid)) return;
    if (known.size === 0) resources.delete(bareJid);
    await store.removeListener(fullJid);
  };

  const keep = (fullJid: string): Set<string> => {
    const bareJid = bareOf(fullJid);
    const known = resources.get(bareJid) ?? new Set();
    resources.set(bareJid, known.add(fullJid));
    return known;
  };

  const takeIn = async (fullJid: string): Promise<void> => {
    const known = keep(fullJid);
    // Of one account's many, those longest here are the ones that left without our hearing of it.
    const [oldest] = known;
    if (known.size > MAX_RESOURCES) await remove(oldest!);
    await store.addListener(fullJid);
  };

  return {
    load: async () => {
      for (const fullJid of await store.listeners()) keep(fullJid);
    },
    add: async (fullJid) => {
      const bareJid = bareOf(fullJid);
      if (!fullJid.includes("/") || resources.get(bareJid)?.has(fullJid)) return false;
      if (await isWelcome(bareJid)) {
        await takeIn(fullJid);
        return true;
      }
      remember(bareJid, fullJid);
      return false;
    },
    admit: async (bareJids) => {
      for (const bareJid of bareJids) {
        const waiting = strangers.get(bareJid);
        if (!waiting || resources.size >= MAX_VIEWERS) continue;
        strangers.delete(bareJid);
        for (const fullJid of waiting) await takeIn(fullJid);
      }
    },
    remove,
    of: (bareJid) => [...(resources.get(bareJid) ?? [])],
    among: (bareJids) => [...new Set(bareJids)].filter((bareJid) => resources.has(bareJid)),
    forget: (bareJid) => {
      strangers.delete(bareJid);
      resources.delete(bareJid);
    },
  };
}
