// The served scheme in memory: gone with the program, and the stamps of the next start are other ones.
import type { SchemeStore } from "../api.ts";

export function memoryStore(): SchemeStore {
  const entries = new Map<string, Uint8Array>();
  return {
    // A copy: what the caller does with it must not reach what is kept.
    get: (key) => Promise.resolve(entries.get(key)?.slice()),
    set: (key, value) => {
      entries.set(key, value.slice());
      return Promise.resolve();
    },
    delete: (key) => {
      entries.delete(key);
      return Promise.resolve();
    },
    keys: (prefix) => Promise.resolve([...entries.keys()].filter((key) => key.startsWith(prefix))),
    close: () => {
      entries.clear();
      return Promise.resolve();
    },
  };
}
