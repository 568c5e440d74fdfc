// The purge of an owner (store.ts, SchemeStore.purge): nothing stays but its name and a number, by which its viewers learn
// that it is gone (sights.ts). Deleted content is overwritten in the file as well (`secure_delete`).
import type { SchemeStore } from "../store.ts";
import type { Database } from "./database.ts";
import type { Note } from "./moderation.ts";
import type { Positions } from "./positions.ts";
import { hashesOf, sqliteForgetMade } from "./schemes.ts";

export function sqlitePurge(database: Database, positions: Positions, note: Note): Pick<SchemeStore, "purge"> {
  const owner = database.query<[string], { seq: number | null; document: number | null }>(
    "DELETE FROM owner WHERE jid = ? RETURNING seq, document",
  );
  const document = database.query<[number], { media: Uint8Array }>("DELETE FROM document WHERE id = ? RETURNING media");
  const unreference = database.query<[Uint8Array, number]>("DELETE FROM reference WHERE hash = ? AND document = ?");
  const unnotified = database.query<[number]>("DELETE FROM unnotified WHERE seq = ?");
  const links = database.query<[string]>("DELETE FROM link WHERE owner = ?");
  const remember = database.query<[string, number]>("INSERT INTO purged VALUES (?, ?)");
  const sights = database.query<[string], object>("DELETE FROM sight WHERE viewer = ? RETURNING 1");
  // A JID's resources sort right after "jid/", and "0" is the character after "/".
  const listeners = database.query<[string], object>(
    "DELETE FROM listener WHERE jid = ?1 OR (jid > ?1 || '/' AND jid < ?1 || '0') RETURNING 1",
  );
  const reports = database.query<[string], object>("DELETE FROM report WHERE reporter = ?1 OR owner = ?1 RETURNING 1");
  const forgetMade = sqliteForgetMade(database);

  const purgeOwner = (jid: string): boolean => {
    const row = owner.get(jid);
    if (row === undefined) return false;
    if (row.seq !== null) unnotified.run(row.seq);
    if (row.document !== null) {
      for (const hash of hashesOf(document.get(row.document)?.media)) {
        unreference.run(Buffer.from(hash, "hex"), row.document);
        forgetMade(hash);
      }
    }
    links.run(jid);
    remember.run(jid, positions.take());
    return true;
  };

  return {
    purge: (jid, order) =>
      database.write("durable", () => {
        const others = [sights, listeners, reports].map((query) => query.all(jid).length > 0);
        const wasThere = [purgeOwner(jid), ...others].includes(true);
        if (wasThere && order !== undefined) note("purge", jid, order);
        return wasThere;
      }),
  };
}
