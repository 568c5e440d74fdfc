// The SQLite file: opened, checked, locked and migrated, and its failures put into words that name it. Statements are
// prepared at their first use and kept.
//
// Back it up with SQLite's own means (`sqlite3 schemes.db ".backup copy.db"`). Restoring: stop the service, remove the
// `-wal` and `-shm` files beside the store, put the copy in its place.
import { closeSync, mkdirSync, openSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { SQLInputValue, StatementSync } from "node:sqlite";
import { lock } from "./lock.ts";
import { migrate, versionOf } from "./schema.ts";
import { createWriter } from "./writer.ts";
import { describe } from "./unusable.ts";
import type { Durability, Writer } from "./writer.ts";

export interface DatabaseOptions {
  /** The file; it and the folders above are made where missing. */
  readonly path: string;
  /** Bytes of the file kept in memory; default 96 MiB, which holds the owners' rows of a million schemes. */
  readonly cacheBytes?: number;
}

/** A statement. Rows are as SQLite's types map: numbers, strings, null, Uint8Array. */
export interface Query<Parameters extends readonly SQLInputValue[], Row = never> {
  readonly get: (...parameters: Parameters) => Row | undefined;
  readonly all: (...parameters: Parameters) => Row[];
  readonly run: (...parameters: Parameters) => void;
}

export interface Database {
  readonly query: <Parameters extends readonly SQLInputValue[], Row = never>(sql: string) => Query<Parameters, Row>;
  /** The same with each row as an array of its columns: half the price where there are many of them. */
  readonly columns: <Parameters extends readonly SQLInputValue[], Row extends readonly unknown[]>(
    sql: string,
  ) => Query<Parameters, Row>;
  readonly read: <T>(work: () => T) => Promise<T>;
  readonly write: <T>(durability: Durability, work: () => T) => Promise<T>;
  readonly open: () => Promise<void>;
  readonly close: () => Promise<void>;
}

interface Opened {
  readonly connection: DatabaseSync;
  readonly writer: Writer;
  readonly release: () => void;
}

const CACHE_BYTES = 96 * 1024 * 1024;
/** How long another program (a backup, an operator's shell) may hold us up, ms. */
const BUSY = 1_000;

export function createDatabase({ path, cacheBytes = CACHE_BYTES }: DatabaseOptions): Database {
  let opened: Opened | undefined;
  const use = () => {
    if (opened === undefined) throw new Error(`the store ${path} is not open`);
    return opened;
  };
  const named = (error: unknown) => describe(path, error);
  const queryOf = <Parameters extends readonly SQLInputValue[], Row>(
    sql: string,
    asArrays: boolean,
  ): Query<Parameters, Row> => {
    let prepared: { readonly statement: StatementSync; readonly by: Opened } | undefined;
    const statement = () => {
      if (prepared === undefined || prepared.by !== opened) {
        prepared = { statement: use().connection.prepare(sql), by: use() };
        prepared.statement.setReturnArrays(asArrays);
      }
      return prepared.statement;
    };
    return {
      get: (...parameters) => statement().get(...parameters) as never,
      all: (...parameters) => statement().all(...parameters) as never,
      run: (...parameters) => void statement().run(...parameters),
    };
  };

  return {
    query: (sql) => queryOf(sql, false),
    columns: (sql) => queryOf(sql, true),
    read: async (work) => {
      use();
      try {
        return work();
      } catch (error) {
        throw named(error);
      }
    },
    write: async (durability, work) => {
      const { writer } = use();
      try {
        return await writer.write(durability, work);
      } catch (error) {
        throw named(error);
      }
    },
    open: async () => {
      if (opened !== undefined) throw new Error(`the store ${path} is open already`);
      try {
        opened = open(path, cacheBytes);
      } catch (error) {
        throw named(error);
      }
    },
    close: async () => {
      if (opened === undefined) return;
      const { connection, writer, release } = opened;
      // Again, because those who are answered may have more to write.
      for (let work = writer.underWay(); work; work = writer.underWay()) await work;
      opened = undefined;
      connection.close();
      release();
    },
  };
}

function open(path: string, cacheBytes: number): Opened {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  // It holds contact lists and secrets; SQLite gives the files beside it the same mode.
  closeSync(openSync(path, "a", 0o600));
  const release = lock(path);
  let connection: DatabaseSync | undefined;
  try {
    connection = new DatabaseSync(path, { timeout: BUSY });
    versionOf(connection); // before anything is written: the file may not be ours to write
    connection.exec(`PRAGMA journal_mode = WAL;
      PRAGMA synchronous = FULL;
      PRAGMA cache_size = ${-Math.ceil(cacheBytes / 1024)};
      PRAGMA journal_size_limit = ${64 * 1024 * 1024};
      PRAGMA temp_store = MEMORY;
      PRAGMA secure_delete = ON`);
    migrate(connection);
    return { connection, writer: createWriter(connection), release };
  } catch (error) {
    connection?.close();
    release();
    throw error;
  }
}
