// A database of IndexedDB, opened at first use, and again where that failed or the browser took it away.

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
  let isClosed = false;
  /** The next use opens it again: this failed, or the browser has given the connection up. */
  const forget = (opened = opening) => {
    if (opening === opened && !isClosed) opening = undefined;
  };
  const connect = (request: IDBOpenDBRequest): Promise<IDBDatabase> =>
    new Promise((resolve, reject) => {
      let isLate = false;
      // It goes on, and is not waited for again: who comes when it is there takes it.
      const timer = setTimeout(() => {
        isLate = true;
        reject(new Error("IndexedDB does not open"));
      }, OPEN_TIMEOUT_MS);
      request.onupgradeneeded = () => create(request.result);
      request.onerror = () => {
        clearTimeout(timer);
        forget();
        reject(request.error!);
      };
      request.onsuccess = () => {
        clearTimeout(timer);
        const database = request.result;
        if (isLate && isClosed) database.close();
        else if (isLate) opening = Promise.resolve(database);
        database.onclose = () => forget();
        // Someone wants the database gone, or of another version: not to be in the way.
        database.onversionchange = () => {
          database.close();
          forget();
        };
        resolve(database);
      };
    });
  const open = () => (opening ??= connect(indexedDB.open(name, 1)));
  const begin = async (mode: IDBTransactionMode, names: readonly string[]): Promise<IDBTransaction> => {
    const opened = open();
    const database = await opened;
    try {
      return database.transaction([...names], mode, { durability });
    } catch (error) {
      if (isClosed) throw error;
      // Not every browser tells before that a connection is lost.
      forget(opened);
      return (await open()).transaction([...names], mode, { durability });
    }
  };
  return {
    async transact(mode, names, work) {
      const transaction = await begin(mode, names);
      const done = new Promise<void>((resolve, reject) => {
        transaction.oncomplete = () => resolve();
        transaction.onabort = () => reject(transaction.error ?? new Error("aborted"));
      });
      const found = work(...names.map((one) => transaction.objectStore(one)));
      // One fails when the other does, and the transaction says why.
      await Promise.allSettled([found]);
      await done;
      return found;
    },
    async close() {
      isClosed = true;
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
