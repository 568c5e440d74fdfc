// Listeners and notices that may not have gone out (store.ts, ListenerStore). A row of `unnotified` is always the owner's
// current change: the next one takes its place.
import { toStamp } from "@status-scheme/protocol";
import type { ListenerStore } from "../store.ts";
import type { Database } from "./database.ts";

export function sqliteListeners(database: Database): ListenerStore {
  const add = database.query<[string]>("INSERT OR IGNORE INTO listener VALUES (?)");
  const remove = database.query<[string]>("DELETE FROM listener WHERE jid = ?");
  const all = database.query<[], { jid: string }>("SELECT jid FROM listener");
  const outstanding = database.query<[number], { owner: string; stamp: number; seq: number }>(
    `SELECT owner, stamp, unnotified.seq FROM unnotified JOIN owner ON jid = owner
     ORDER BY unnotified.seq LIMIT ?`,
  );
  // The owner was seen at the commit, and that has an index.
  const renotify = database.query<[number, number]>(
    `INSERT OR IGNORE INTO unnotified
     SELECT seq, jid FROM owner INDEXED BY owner_seen WHERE seen >= ?1 AND stamp >= ?1
     ORDER BY seen DESC, jid DESC LIMIT ?2`,
  );
  const notified = database.query<[number]>("DELETE FROM unnotified WHERE seq <= ?");
  return {
    addListener: (fullJid) => database.write("relaxed", () => add.run(fullJid)),
    removeListener: (fullJid) => database.write("relaxed", () => remove.run(fullJid)),
    listeners: () => database.read(() => all.all().map(({ jid }) => jid)),
    unnotified: (limit) =>
      database.read(() =>
        outstanding.all(limit).map(({ owner, stamp, seq }) => ({ owner, stamp: toStamp(stamp), seq })),
      ),
    renotify: (since, limit) => database.write("relaxed", () => renotify.run(since, limit)),
    notified: (seq) => database.write("relaxed", () => notified.run(seq)),
  };
}
