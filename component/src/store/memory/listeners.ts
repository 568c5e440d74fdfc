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
      [...state().unnotified]
        .sort(([one], [other]) => one - other)
        .slice(0, limit)
        .map(([seq, owner]) => ({ owner, stamp: state().owners.get(owner)!.stored!.stamp, seq })),
    renotify: async (since, limit) => {
      const recent = [...state().owners]
        .filter(([, { seen, stored }]) => seen >= since && stored && Date.parse(stored.stamp) >= since)
        .sort(([one, { seen }], [other, record]) => record.seen - seen || (one < other ? 1 : -1));
      for (const [owner, { stored }] of recent.slice(0, limit)) state().unnotified.set(stored!.seq, owner);
    },
    notified: async (upTo) => {
      for (const seq of state().unnotified.keys()) if (seq <= upTo) state().unnotified.delete(seq);
    },
  };
}
