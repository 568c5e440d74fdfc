// The cache in memory: gone with the process, least recently used out first.
import type { Cache } from "../api.ts";

/** 16 MiB. */
export const DEFAULT_QUOTA = 16_777_216;

/** `quota`: bytes of keys and values together. */
export function memoryCache(options: { readonly quota?: number } = {}): Cache {
  const { quota = DEFAULT_QUOTA } = options;
  // A map keeps its entries in order of insertion: the least recently used is the first.
  const entries = new Map<string, Uint8Array>();
  let size = 0;
  const sizeOf = (key: string, value: Uint8Array) => key.length + value.length;
  const remove = (key: string) => {
    const value = entries.get(key);
    if (!value) return;
    entries.delete(key);
    size -= sizeOf(key, value);
  };

  return {
    get: (key) => {
      const value = entries.get(key);
      if (value) {
        entries.delete(key);
        entries.set(key, value);
      }
      // A copy: what the caller does with it must not reach what is kept.
      return Promise.resolve(value?.slice());
    },
    set: (key, value) => {
      remove(key);
      if (sizeOf(key, value) <= quota) {
        entries.set(key, value.slice());
        size += sizeOf(key, value);
      }
      while (size > quota) remove(entries.keys().next().value!);
      return Promise.resolve();
    },
    delete: (key) => Promise.resolve(remove(key)),
    keys: (prefix) => Promise.resolve([...entries.keys()].filter((key) => key.startsWith(prefix))),
    close: () => {
      entries.clear();
      size = 0;
      return Promise.resolve();
    },
  };
}
