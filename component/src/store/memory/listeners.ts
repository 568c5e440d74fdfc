// The memory store's listeners and outstanding notices (store.ts, ListenerStore).
import type { ListenerStore } from "../store.ts";
import type { MemoryState } from "./state.ts";

export function memoryListeners(state: () => MemoryState): ListenerStore {
  return {
    addListener: async (fullJid) => {
      state().listeners.add(fullJid);
    },
    removeListener: async (fullJid) => {
      state().listeners.delete(fullJid);
    },
    listeners: async () => [...state().listeners],
    unnotified: async (limit) =>
      // In order of sequence: a map keeps the order of insertion, and the numbers only grow.
      [...state().unnotified]
        .slice(0, limit)
        .map(([seq, owner]) => ({ owner, stamp: state().owners.get(owner)!.stored!.stamp, seq })),
    notified: async (upTo) => {
      for (const seq of state().unnotified.keys()) if (seq <= upTo) state().unnotified.delete(seq);
    },
  };
}
