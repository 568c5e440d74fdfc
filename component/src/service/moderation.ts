// What operators do (draft, "Moderation"): blocking media by their hash, suspending owners, and what there is to look at.
// A block holds from the moment that it is stored; the schemes that have the medium are then changed one by one, each like
// a publish of its owner's, and what a crash leaves of that is done at the next start.
import type { BlobStore } from "../blob/blob-store.ts";
import type { Order } from "../store/moderation.ts";
import type { Store } from "../store/store.ts";
import type { Notices } from "./notices.ts";
import { hashesIn, withoutMedia } from "./without-media.ts";

/** Who orders something, and why. */
export type Ordered = Omit<Order, "now">;

export interface Moderation extends Pick<Store, "audit" | "blocks" | "suspended" | "reports"> {
  /** `isNew`: it was not blocked yet. `schemes`: how many lost it. `hash`: hex SHA-256. */
  readonly block: (hash: string, order: Ordered) => Promise<{ readonly isNew: boolean; readonly schemes: number }>;
  /** Each true where that changed something. What a block took out of schemes does not come back. */
  readonly unblock: (hash: string, order: Ordered) => Promise<boolean>;
  readonly suspend: (owner: string, order: Ordered) => Promise<boolean>;
  readonly resume: (owner: string, order: Ordered) => Promise<boolean>;
  readonly purge: (owner: string, order: Ordered) => Promise<boolean>;
  readonly closeReport: (id: number, order: Ordered) => Promise<boolean>;
  /** Takes blocked media out of the schemes that still have them; out of how many. */
  readonly clean: () => Promise<number>;
}

export interface ModerationDeps {
  readonly store: Store;
  readonly blobs: Pick<BlobStore, "remove">;
  readonly purge: (owner: string, order: Order) => Promise<boolean>;
  readonly notices: Pick<Notices, "wake" | "around">;
  /** One change of an owner at a time. */
  readonly inTurn: <T>(owner: string, change: () => Promise<T>) => Promise<T>;
  /** Waits for what a graceful stop is to wait for. */
  readonly track: <T>(work: Promise<T>) => Promise<T>;
  readonly clock: () => number;
}

const BATCH = 100;

export function createModeration(deps: ModerationDeps): Moderation {
  const { store, blobs, purge, notices, inTurn, track, clock } = deps;
  const now = (order: Ordered): Order => ({ ...order, now: clock() });

  /** True where there was something to take out. */
  const cleanOne = async (owner: string): Promise<boolean> => {
    const scheme = await store.read(owner);
    const blocked = await store.blocked(scheme ? hashesIn(scheme) : []);
    if (!scheme || blocked.size === 0) return false;
    const left = withoutMedia(scheme, (hash) => blocked.has(hash));
    await store.commit({ scheme: left, replaces: scheme.stamp, media: hashesIn(left), now: clock() });
    notices.wake();
    return true;
  };

  const clean = async (): Promise<number> => {
    for (let cleaned = 0; ;) {
      const before = cleaned;
      for (const owner of await store.showingBlocked(BATCH)) {
        if (await inTurn(owner, () => cleanOne(owner))) cleaned += 1;
      }
      if (cleaned === before) return cleaned;
    }
  };

  const block = async (hash: string, order: Order) => {
    const { isNew, hashes } = await store.blockMedium(hash, order);
    const schemes = await clean();
    // Not by the sweeper: nobody is to find them on the disk for another hour.
    for (const one of hashes) await blobs.remove(one);
    return { isNew, schemes };
  };
  const resume = async (owner: string, order: Order) =>
    notices.around(owner, await store.audience(owner), () => store.resume(owner, order));

  return {
    ...{ audit: store.audit, blocks: store.blocks, suspended: store.suspended, reports: store.reports },
    block: (hash, order) => track(block(hash, now(order))),
    unblock: (hash, order) => track(store.unblockMedium(hash, now(order))),
    suspend: (owner, order) => track(store.suspend(owner, now(order))),
    resume: (owner, order) => track(resume(owner, now(order))),
    purge: (owner, order) => track(purge(owner, now(order))),
    closeReport: (id, order) => track(store.closeReport(id, now(order))),
    clean,
  };
}
