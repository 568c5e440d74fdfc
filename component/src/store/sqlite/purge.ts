// The purge of an owner (store.ts, SchemeStore.purge): nothing stays but that viewers who saw it no longer do. Deleted
// content is overwritten in the file as well (`secure_delete`).
import type { SchemeStore } from "../store.ts";
import type { Database } from "./database.ts";
import type { Positions } from "./positions.ts";
import { hashesOf } from "./schemes.ts";

export function sqlitePurge(database: Database, positions: Positions): Pick<SchemeStore, "purge"> {
  const owner = database.query<[string], { seq: number | null; document: number | null }>(
    "DELETE FROM owner WHERE jid = ? RETURNING seq, document",
  );
  const document = database.query<[number], { media: Uint8Array }>("DELETE FROM document WHERE id = ? RETURNING media");
  const unreference = database.query<[Uint8Array, number]>("DELETE FROM reference WHERE hash = ? AND document = ?");
  const unnotified = database.query<[number]>("DELETE FROM unnotified WHERE seq = ?");
  // A JID's resources sort right after "jid/", and "0" is the character after "/".
  const listeners = database.query<[string], object>(
    "DELETE FROM listener WHERE jid = ?1 OR (jid > ?1 || '/' AND jid < ?1 || '0') RETURNING 1",
  );
  const asViewer = database.query<[string], { owner: string }>(
    "SELECT owner FROM link INDEXED BY link_viewer WHERE viewer = ? AND told IS NOT NULL",
  );
  const untell = database.query<[string, string]>(
    "UPDATE link SET told = NULL, told_seq = NULL WHERE owner = ? AND viewer = ?",
  );
  const tidy = database.query<[string, string]>(
    `DELETE FROM link WHERE owner = ? AND viewer = ?
       AND contact = 0 AND allowed = 0 AND blocked = 0 AND told IS NULL`,
  );
  const seeing = database.query<[string], { viewer: string }>("SELECT viewer FROM link WHERE owner = ? AND told = 1");
  const hide = database.query<[number, string, string]>(
    "UPDATE link SET told = 0, told_seq = ? WHERE owner = ? AND viewer = ?",
  );
  const strip = database.query<[string], object>(
    `UPDATE link SET contact = 0, roster_groups = NULL, allowed = 0, blocked = 0
     WHERE owner = ? AND (contact = 1 OR allowed = 1 OR blocked = 1) RETURNING 1`,
  );
  const untold = database.query<[string]>("DELETE FROM link WHERE owner = ? AND told IS NULL");

  const purgeOwner = (jid: string): boolean => {
    const row = owner.get(jid);
    if (row?.seq != null) unnotified.run(row.seq);
    if (row?.document != null) {
      for (const hash of hashesOf(document.get(row.document)?.media)) {
        unreference.run(Buffer.from(hash, "hex"), row.document);
      }
    }
    return row !== undefined;
  };
  const purgeTold = (jid: string): boolean => {
    const links = asViewer.all(jid);
    for (const link of links) {
      untell.run(link.owner, jid);
      tidy.run(link.owner, jid);
    }
    return links.length > 0;
  };
  const purgeLinks = (jid: string): boolean => {
    const viewers = seeing.all(jid);
    for (const { viewer } of viewers) hide.run(positions.next(), jid, viewer);
    const stripped = strip.all(jid);
    untold.run(jid);
    return viewers.length + stripped.length > 0;
  };

  return {
    purge: (jid) =>
      database.write("durable", () =>
        [purgeOwner(jid), purgeTold(jid), purgeLinks(jid), listeners.all(jid).length > 0].includes(true),
      ),
  };
}
