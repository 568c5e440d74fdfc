// The store in one SQLite file (node:sqlite, WAL): the default of a service with one process. See store.ts for what it
// promises, database.ts for the file, writer.ts for what makes it durable.
import { randomBytes } from "node:crypto";
import type { Store } from "../store.ts";
import { sqliteAccess } from "./access.ts";
import { createDatabase } from "./database.ts";
import type { Database, DatabaseOptions } from "./database.ts";
import { sqliteFacts } from "./facts.ts";
import { sqliteListeners } from "./listeners.ts";
import { sqliteAudit, sqliteModeration } from "./moderation.ts";
import { sqlitePositions } from "./positions.ts";
import { sqlitePurge } from "./purge.ts";
import { sqliteReports } from "./reports.ts";
import { sqliteSchemes } from "./schemes.ts";
import { sqliteSights } from "./sights.ts";

export type SqliteStoreOptions = DatabaseOptions;

export function createSqliteStore(options: SqliteStoreOptions): Store {
  const database = createDatabase(options);
  const positions = sqlitePositions(database);
  const { note, audit } = sqliteAudit(database);
  return {
    ...sqliteSchemes(database, positions),
    ...sqlitePurge(database, positions, note),
    ...sqliteModeration(database, note),
    ...sqliteReports(database, note),
    audit,
    ...sqliteAccess(database),
    ...sqliteFacts(database),
    ...sqliteSights(database, positions),
    ...sqliteListeners(database),
    position: positions.position,
    covers: positions.covers,
    secret: secrets(database),
    open: async () => {
      await database.open();
      try {
        await positions.begin();
      } catch (error) {
        await database.close();
        throw error;
      }
    },
    close: database.close,
  };
}

function secrets(database: Database): Store["secret"] {
  const find = database.query<[string], { value: Uint8Array }>("SELECT value FROM secret WHERE name = ?");
  const make = database.query<[string, Uint8Array]>("INSERT OR IGNORE INTO secret VALUES (?, ?)");
  return async (name) => {
    const found = await database.read(() => find.get(name));
    if (found !== undefined) return found.value;
    return database.write("durable", () => {
      make.run(name, randomBytes(32));
      return find.get(name)!.value;
    });
  };
}
