// A cache must never be in the way: where the one given fails, the plugin says so once and goes on beside it, in memory.
// It is tried again at the next use, until it has failed too often.
import type { Cache } from "../api.ts";
import { memoryCache } from "./memory.ts";

const MAX_FAILURES = 3;

export function resilientCache(given: Cache, onFailure: (error: unknown) => void): Cache {
  /** What the one given did not take: newer than what it has. */
  const beside = memoryCache();
  let failures = 0;
  const attempt = async <T>(use: () => Promise<T>, without: () => Promise<T>): Promise<T> => {
    if (failures < MAX_FAILURES) {
      try {
        return await use();
      } catch (error) {
        if (failures++ === 0) onFailure(error);
      }
    }
    return without();
  };
  return {
    get: async (key) =>
      (await beside.get(key)) ??
      attempt(
        () => given.get(key),
        () => beside.get(key),
      ),
    set: (key, value) =>
      attempt(
        async () => {
          await given.set(key, value);
          await beside.delete(key);
        },
        () => beside.set(key, value),
      ),
    async delete(key) {
      await beside.delete(key);
      await attempt(
        () => given.delete(key),
        () => Promise.resolve(),
      );
    },
    async keys(prefix) {
      const [some, more] = await Promise.all([
        beside.keys(prefix),
        attempt(
          () => given.keys(prefix),
          () => Promise.resolve([]),
        ),
      ]);
      return [...new Set([...some, ...more])];
    },
    close: () => given.close().catch(() => undefined),
  };
}
