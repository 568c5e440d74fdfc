// The memory store's blocks, suspensions and log (moderation.ts).
import type { ModerationStore, Operation, Order } from "../moderation.ts";
import type { MemoryState } from "./state.ts";

export function memoryModeration(state: () => MemoryState): ModerationStore {
  const noted = (operation: Operation, target: string, order: Order, didSo: boolean): boolean => {
    if (didSo) note(state(), operation, target, order);
    return didSo;
  };
  return {
    blockMedium: async (hash, order) => {
      const kept = state();
      const before = kept.blocks.get(hash);
      if (before) return { isNew: false, hashes: [...before.hashes] };
      const hashes = andMadeOf(kept, hash);
      kept.blocks.set(hash, { at: order.now, hashes });
      note(kept, "block-hash", hash, order);
      return { isNew: true, hashes: [...hashes] };
    },
    unblockMedium: async (hash, order) => noted("unblock-hash", hash, order, state().blocks.delete(hash)),
    blocked: async (hashes) => new Set(hashes.filter((hash) => isBlocked(state(), hash))),
    blocks: async () => [...state().blocks].map(([hash, { at }]) => ({ hash, at })),
    showingBlocked: async (limit) =>
      [...state().owners]
        .filter(([, { stored }]) => stored?.media.some((hash) => isBlocked(state(), hash)))
        .slice(0, limit)
        .map(([owner]) => owner),
    suspend: async (owner, order) => {
      const { suspended } = state();
      const isNew = !suspended.has(owner);
      suspended.add(owner);
      return noted("suspend", owner, order, isNew);
    },
    resume: async (owner, order) => noted("resume", owner, order, state().suspended.delete(owner)),
    isSuspended: async (owner) => state().suspended.has(owner),
    suspended: async () => [...state().suspended].sort(),
    audit: async ({ before = Infinity, limit }) =>
      state()
        .audit.filter(({ id }) => id < before)
        .slice(-limit)
        .reverse(),
  };
}

export function note({ audit }: MemoryState, operation: Operation, target: string, { by, reason, now }: Order): void {
  const entry = { id: audit.length + 1, at: now, by, operation, target };
  audit.push(reason === undefined ? entry : { ...entry, reason });
}

export function isBlocked({ blocks }: MemoryState, hash: string): boolean {
  return [...blocks.values()].some(({ hashes }) => hashes.has(hash));
}

/** The medium, what was made of it, and of that. */
function andMadeOf({ made }: MemoryState, hash: string): ReadonlySet<string> {
  const found = new Set([hash]);
  // A set takes in what is added while it is gone through.
  for (const of of found) for (const medium of made.get(of) ?? []) found.add(medium);
  return found;
}
