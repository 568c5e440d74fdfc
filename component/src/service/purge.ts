// Forgetting an owner, so that whoever registers the address next inherits nothing (ARCHITECTURE, "Stamps and the cleared
// scheme"). A deleted account looks like one without contacts: somebody, or some time without a sign of life, must say so.
import type { Order } from "../store/moderation.ts";
import type { Store } from "../store/store.ts";
import type { Contacts } from "./contacts.ts";
import type { Listeners } from "./listeners.ts";

export interface PurgeDeps {
  readonly store: Pick<Store, "purge" | "unseenSince">;
  readonly contacts: Pick<Contacts, "change">;
  readonly listeners: Pick<Listeners, "forget">;
  /** One change of an owner at a time. */
  readonly inTurn: <T>(owner: string, change: () => Promise<T>) => Promise<T>;
}

export interface Purge {
  /** True if there was anything to forget. Its media, no longer referenced, are swept later. */
  readonly owner: (owner: string, order?: Order) => Promise<boolean>;
  /** Forgets owners not seen since (ms since the epoch), until it is told to stop; how many. */
  readonly unseenSince: (time: number, stopping?: AbortSignal) => Promise<number>;
}

const BATCH = 200;

export function createPurge({ store, contacts, listeners, inTurn }: PurgeDeps): Purge {
  const purge = async (owner: string, order?: Order): Promise<boolean> => {
    const wasThere = await contacts.change(owner, () => store.purge(owner, order));
    listeners.forget(owner);
    return wasThere;
  };

  const purgeUnseen = async (owner: string, time: number): Promise<boolean> => {
    // Longest unseen first: still among the first, unless seen again since, perhaps by a publish that was just answered.
    const unseen = await store.unseenSince(time, BATCH);
    return unseen.includes(owner) && (await purge(owner));
  };

  return {
    owner: (owner, order) => inTurn(owner, () => purge(owner, order)),
    unseenSince: async (time, stopping) => {
      for (let purged = 0; ;) {
        const before = purged;
        for (const owner of await store.unseenSince(time, BATCH)) {
          if (stopping?.aborted) return purged;
          if (await inTurn(owner, () => purgeUnseen(owner, time))) purged += 1;
        }
        if (purged === before) return purged;
      }
    },
  };
}
