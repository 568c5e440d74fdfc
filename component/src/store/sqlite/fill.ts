// Filling a store with many schemes at once, by the statements that a running one executes, in one transaction: what takes
// a service many minutes is done in one. For measurements; a crash leaves the store as it was.
import type { AccessStore, SchemeStore } from "../store.ts";
import { sqliteAccess } from "./access.ts";
import { createDatabase } from "./database.ts";
import type { Database, DatabaseOptions } from "./database.ts";
import { sqliteListeners } from "./listeners.ts";
import { sqlitePositions } from "./positions.ts";
import { sqliteSchemes } from "./schemes.ts";

export interface Filling {
  readonly commit: SchemeStore["commit"];
  readonly writeContacts: AccessStore["writeContacts"];
}

/** Opens the store that nobody else has open, fills it, and closes it. What was filled in is as good as notified. */
export async function fillSqliteStore(
  options: DatabaseOptions,
  fill: (store: Filling) => Promise<void>,
): Promise<void> {
  const opened = createDatabase(options);
  await opened.open();
  const execute = (sql: string) => opened.query<[]>(sql).run();
  // Every write is done at once, inside the one transaction.
  const database: Database = { ...opened, write: async (_durability, work) => work() };
  const positions = sqlitePositions(database);
  try {
    execute("BEGIN IMMEDIATE");
    await positions.begin();
    const { commit } = sqliteSchemes(database, positions);
    const { writeContacts } = sqliteAccess(database);
    await fill({ commit, writeContacts });
    await sqliteListeners(database).notified((await positions.position()).seq);
    execute("COMMIT");
  } finally {
    await opened.close();
  }
}
