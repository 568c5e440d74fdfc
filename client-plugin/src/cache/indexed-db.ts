// The cache in a browser's IndexedDB. Values and what is known of them are apart, so that finding the least recently
// used reads no values. Tabs share a database; each change is one transaction, so they do not disturb each other.
import type { Cache } from "../api.ts";

const DEFAULT_QUOTA = 67_108_864; // 64 MiB
/** Evicting frees more than it must, so that not every entry evicts. */
const KEEP = 0.9;
/** A database that another tab keeps from opening must not keep the program waiting. */
const OPEN_TIMEOUT_MS = 5_000;

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
  let opening: Promise<IDBDatabase> | undefined;
  /** Bytes of the values, as far as known here; other tabs may have written too. */
  let total: number | undefined;
  let lastUse = 0;
  const use = () => (lastUse = Math.max(Date.now(), lastUse + 0.001));

  const open = (): Promise<IDBDatabase> =>
    (opening ??= new Promise((resolve, reject) => {
      const request = indexedDB.open(name, 1);
      const timer = setTimeout(() => reject(new Error("IndexedDB does not open")), OPEN_TIMEOUT_MS);
      request.onupgradeneeded = () => {
        request.result.createObjectStore("values");
        request.result.createObjectStore("facts").createIndex("usedAt", "usedAt");
      };
      request.onerror = () => {
        clearTimeout(timer);
        reject(request.error!);
      };
      request.onsuccess = () => {
        clearTimeout(timer);
        // Someone wants the database gone, or of another version: not to be in the way.
        request.result.onversionchange = () => request.result.close();
        resolve(request.result);
      };
    }));

  /** Resolves when it is kept, to what `work` found. */
  const transact = async <T>(
    mode: IDBTransactionMode,
    work: (values: IDBObjectStore, facts: IDBObjectStore) => Promise<T>,
  ): Promise<T> => {
    // A cache may lose what the last moment before a power cut wrote.
    const transaction = (await open()).transaction(["values", "facts"], mode, { durability: "relaxed" });
    const done = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error ?? new Error("aborted"));
    });
    const result = work(transaction.objectStore("values"), transaction.objectStore("facts"));
    // One fails when the other does.
    await Promise.all([done, result]);
    return result;
  };

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
      const range = IDBKeyRange.bound(prefix, `${prefix}\uffff`);
      return (await transact("readonly", (_values, facts) => result(facts.getAllKeys(range)))) as string[];
    },
    async close() {
      const database = await opening?.catch(() => undefined);
      database?.close();
    },
  };
}

function result<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error!);
  });
}
