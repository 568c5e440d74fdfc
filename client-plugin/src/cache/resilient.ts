// A cache must never be in the way: where the one given fails, the plugin says so once and goes on in memory.
import type { Cache } from "../api.ts";
import { memoryCache } from "./memory.ts";

export function resilientCache(given: Cache, onFailure: (error: unknown) => void): Cache {
  let cache = given;
  const attempt = async <T>(use: (cache: Cache) => Promise<T>): Promise<T> => {
    try {
      return await use(cache);
    } catch (error) {
      if (cache === given) {
        cache = memoryCache();
        onFailure(error);
      }
      return use(cache);
    }
  };
  return {
    get: (key) => attempt((to) => to.get(key)),
    set: (key, value) => attempt((to) => to.set(key, value)),
    delete: (key) => attempt((to) => to.delete(key)),
    keys: (prefix) => attempt((to) => to.keys(prefix)),
    async close() {
      await cache.close();
      if (cache !== given) await given.close().catch(() => undefined);
    },
  };
}
