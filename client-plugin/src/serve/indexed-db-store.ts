// The served scheme in a browser's IndexedDB, on disk for good before it counts.
import type { SchemeStore } from "../api.ts";
import { createDatabase, keysFrom, result } from "../cache/database.ts";

/** The database is opened at first use. @throws what IndexedDB throws, from the methods: private windows may have none */
export function indexedDbStore(options: { readonly name?: string } = {}): SchemeStore {
  const { name = "status-scheme-served" } = options;
  const database = createDatabase(name, (created) => void created.createObjectStore("values"), "strict");
  const use = <T>(mode: IDBTransactionMode, work: (values: IDBObjectStore) => IDBRequest<T>): Promise<T> =>
    database.transact(mode, ["values"], (values) => result(work(values!)));
  return {
    get: (key) => use<Uint8Array | undefined>("readonly", (values) => values.get(key)),
    async set(key, value) {
      await use("readwrite", (values) => values.put(value.slice(), key));
    },
    async delete(key) {
      await use("readwrite", (values) => values.delete(key));
    },
    keys: async (prefix) => (await use("readonly", (values) => values.getAllKeys(keysFrom(prefix)))) as string[],
    close: database.close,
  };
}
