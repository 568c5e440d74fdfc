// A database of IndexedDB, opened at first use.

/** A database that another tab keeps from opening must not keep the program waiting. */
const OPEN_TIMEOUT_MS = 5_000;

export interface Database {
  /** One transaction over these stores. Resolves when it is kept, to what `work` found. @throws what IndexedDB throws */
  readonly transact: <T>(
    mode: IDBTransactionMode,
    names: readonly string[],
    work: (...stores: IDBObjectStore[]) => Promise<T>,
  ) => Promise<T>;
  readonly close: () => Promise<void>;
}

/** `create` makes the stores of a new one. `durability`: `relaxed` may lose what the last moment before a power cut wrote. */
export function createDatabase(
  name: string,
  create: (database: IDBDatabase) => void,
  durability: IDBTransactionDurability,
): Database {
  let opening: Promise<IDBDatabase> | undefined;
  const open = (): Promise<IDBDatabase> =>
    (opening ??= new Promise((resolve, reject) => {
      const request = indexedDB.open(name, 1);
      const timer = setTimeout(() => reject(new Error("IndexedDB does not open")), OPEN_TIMEOUT_MS);
      request.onupgradeneeded = () => create(request.result);
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
  return {
    async transact(mode, names, work) {
      const transaction = (await open()).transaction([...names], mode, { durability });
      const done = new Promise<void>((resolve, reject) => {
        transaction.oncomplete = () => resolve();
        transaction.onabort = () => reject(transaction.error ?? new Error("aborted"));
      });
      const found = work(...names.map((one) => transaction.objectStore(one)));
      // One fails when the other does.
      const [, value] = await Promise.all([done, found]);
      return value;
    },
    async close() {
      const database = await opening?.catch(() => undefined);
      database?.close();
    },
  };
}

export function result<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error!);
  });
}

/** Keys that begin with the prefix. */
export function keysFrom(prefix: string): IDBKeyRange {
  return IDBKeyRange.bound(prefix, `${prefix}\uffff`);
}
