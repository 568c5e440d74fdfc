// A cache must never be in the way: where the one given fails, the plugin says so once and goes on beside it, in memory.
// It is tried again at the next use, until it has failed too often in a row.
import type { Cache } from "../api.ts";
import { memoryCache } from "./memory.ts";

const MAX_FAILURES = 3;

export function resilientCache(given: Cache, onFailure: (error: unknown) => void): Cache {
  /** What the one given did not take: newer than what it has. */
  const beside = memoryCache();
  let failures = 0;
  let isTold = false;
  /** Undefined where it failed, or is not tried any more. */
  const attempt = async <T>(use: () => Promise<T>): Promise<T | undefined> => {
    const before = failures;
    if (before >= MAX_FAILURES) return undefined;
    try {
      const found = await use();
      failures = 0;
      return found;
    } catch (error) {
      // Uses at the same time fail together: that is once.
      if (failures === before) failures++;
      if (!isTold) onFailure(error);
      isTold = true;
      return undefined;
    }
  };
  return {
    get: async (key) => (await beside.get(key)) ?? attempt(() => given.get(key)),
    async set(key, value) {
      const isKept = await attempt(() => given.set(key, value).then(() => true));
      await (isKept ? beside.delete(key) : beside.set(key, value));
    },
    async delete(key) {
      await beside.delete(key);
      await attempt(() => given.delete(key));
    },
    keys: async (prefix) => [
      ...new Set([...(await beside.keys(prefix)), ...((await attempt(() => given.keys(prefix))) ?? [])]),
    ],
    close: () => given.close().catch(() => undefined),
  };
}
