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

  const evict = async (values: IDBObjectStore, facts: IDBObjectStore): Promise<void> => {
    const all = (await result(facts.getAll())) as Facts[];
    let left = all.reduce((sum, { size }) => sum + size, 0);
    total = left;
    if (left <= quota) return;
    const oldest = facts.index("usedAt").openCursor();
    await new Promise<void>((resolve, reject) => {
      oldest.onerror = () => reject(oldest.error!);
      oldest.onsuccess = () => {
        const cursor = oldest.result;
        if (!cursor || left <= quota * KEEP) {
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

  return {
    async get(key) {
      return transact("readwrite", async (values, facts) => {
        const value = await result<Uint8Array | undefined>(values.get(key));
        if (value) facts.put({ size: value.length, usedAt: use() } satisfies Facts, key);
        return value;
      });
    },
    async set(key, value) {
      await transact("readwrite", async (values, facts) => {
        values.delete(key);
        facts.delete(key);
        if (value.length > quota * KEEP) return;
        values.put(value, key);
        facts.put({ size: value.length, usedAt: use() } satisfies Facts, key);
        total = total === undefined ? undefined : total + value.length;
        if (total === undefined || total > quota) await evict(values, facts);
      });
    },
    async delete(key) {
      await transact("readwrite", (values, facts) => {
        values.delete(key);
        facts.delete(key);
        return Promise.resolve();
      });
    },
    async keys(prefix) {
      return (await transact("readonly", (_values, facts) => result(facts.getAllKeys(keysFrom(prefix))))) as string[];
    },
    close: database.close,
  };
}
