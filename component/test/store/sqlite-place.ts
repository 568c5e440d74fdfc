// A folder with an SQLite store in it, copied and put back as an operator would.
import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSqliteStore } from "../../src/store/sqlite/sqlite-store.ts";
import type { StorePlace } from "./contract.ts";

export interface SqlitePlace extends StorePlace {
  readonly folder: string;
  readonly path: string;
  readonly backup: NonNullable<StorePlace["backup"]>;
}

export async function sqlitePlace(): Promise<SqlitePlace> {
  const folder = await mkdtemp(join(tmpdir(), "store-"));
  const path = join(folder, "schemes.db");
  let copies = 0;
  return {
    folder,
    path,
    store: () => createSqliteStore({ path }),
    backup: async () => {
      const copy = `${path}.copy${copies++}`;
      await copyFile(path, copy);
      const hasLog = await copyFile(`${path}-wal`, `${copy}-wal`).then(
        () => true,
        () => false,
      );
      return async () => {
        for (const file of [path, `${path}-wal`, `${path}-shm`]) await rm(file, { force: true });
        await copyFile(copy, path);
        if (hasLog) await copyFile(`${copy}-wal`, `${path}-wal`);
      };
    },
    dispose: () => rm(folder, { recursive: true }),
  };
}
