// The cache in a browser's IndexedDB. Values and what is known of them are apart, so that finding the least recently
// used reads no values. Tabs share a database; each change is one transaction, so they do not disturb each other.
import type { Cache } from "../api.ts";
import { createDatabase, keysFrom, result } from "./database.ts";

const DEFAULT_QUOTA = 67_108_864; // 64 MiB
/** Evicting frees more than it must, so that not every entry evicts. */
const KEEP = 0.9;

interface Facts {
  readonly size: number;
  /** When it was used last: ms since the epoch, and in order. */
  readonly usedAt: number;
}

/**
 * The database is opened at first use. `quota`: bytes of the values together.
 * @throws what IndexedDB throws, from the methods: private windows may have none
 */
export function indexedDbCache(options: { readonly name?: string; readonly quota?: number } = {}): Cache {
  const { name = "status-scheme", quota = DEFAULT_QUOTA } = options;
  /** Bytes of the values, as far as known here; other tabs may have written too. */
  let total: number | undefined;
  let lastUse = 0;
  const use = () => (lastUse = Math.max(Date.now(), lastUse + 0.001));

  const database = createDatabase(
    name,
    (created) => {
      created.createObjectStore("values");
      created.createObjectStore("facts").createIndex("usedAt", "usedAt");
    },
    "relaxed",
  );
  const transact = <T>(
    mode: IDBTransactionMode,
    work: (values: IDBObjectStore, facts: IDBObjectStore) => Promise<T>,
  ): Promise<T> => database.transact(mode, ["values", "facts"], (values, facts) => work(values!, facts!));

  const measure = async (facts: IDBObjectStore): Promise<number> =>
    (total = ((await result(facts.getAll())) as Facts[]).reduce((sum, { size }) => sum + size, 0));
  /** Takes out what was used longest ago, until no more than so many bytes are left. */
  const evict = async (values: IDBObjectStore, facts: IDBObjectStore, most: number): Promise<void> => {
    let left = await measure(facts);
    const oldest = facts.index("usedAt").openCursor();
    await new Promise<void>((resolve, reject) => {
      oldest.onerror = () => reject(oldest.error!);
      oldest.onsuccess = () => {
        const cursor = oldest.result;
        if (!cursor || left <= most) {
          total = left;
          resolve();
          return;
        }
        left -= (cursor.value as Facts).size;
        values.delete(cursor.primaryKey);
        cursor.delete();
        cursor.continue();
      };
    });
  };
  const put = (key: string, value: Uint8Array) =>
    transact("readwrite", async (values, facts) => {
      values.delete(key);
      facts.delete(key);
      if (value.length > quota * KEEP) return;
      values.put(value, key);
      facts.put({ size: value.length, usedAt: use() } satisfies Facts, key);
      total = total === undefined ? undefined : total + value.length;
      if (total === undefined || total > quota) {
        if ((await measure(facts)) > quota) await evict(values, facts, quota * KEEP);
      }
    });
  const remove = (key: string) =>
    transact("readwrite", (values, facts) => {
      values.delete(key);
      facts.delete(key);
      return Promise.resolve();
    });

  return {
    async get(key) {
      const read = (values: IDBObjectStore) => result<Uint8Array | undefined>(values.get(key));
      return transact("readwrite", async (values, facts) => {
        const value = await read(values);
        if (value) facts.put({ size: value.length, usedAt: use() } satisfies Facts, key);
        return value;
      }).catch((error: unknown) => {
        // There may be no room even to note that it was used.
        if (isForWantOfRoom(error)) return transact("readonly", read);
        throw error;
      });
    },
    async set(key, value) {
      const makeRoom = () =>
        transact("readwrite", async (values, facts) => evict(values, facts, (await measure(facts)) / 2));
      try {
        // The browser may have less room than the quota.
        await put(key, value).catch(async (error: unknown) => {
          if (!isForWantOfRoom(error)) throw error;
          await makeRoom();
          await put(key, value);
        });
      } catch (error) {
        if (!isForWantOfRoom(error)) throw error;
        total = undefined;
        await remove(key);
      }
    },
    delete: remove,
    async keys(prefix) {
      return (await transact("readonly", (_values, facts) => result(facts.getAllKeys(keysFrom(prefix))))) as string[];
    },
    close: database.close,
  };
}

function isForWantOfRoom(error: unknown): boolean {
  return (error as Partial<Error>).name === "QuotaExceededError";
}
