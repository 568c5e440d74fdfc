// Schemes and the media they reference (store.ts, SchemeStore). A document is kept as JSON in a row of its own, found by
// number from its owner's small row, so that what every check reads stays dense.
import { nextStamp, SchemeError, toStamp } from "@status-scheme/protocol";
import type { Scheme } from "@status-scheme/protocol";
import { mediaInvolved, requireStamp } from "../rules.ts";
import type { SchemeStore } from "../store.ts";
import type { Database } from "./database.ts";
import type { Positions } from "./positions.ts";

interface Current {
  readonly stamp: number | null;
  readonly seq: number | null;
  readonly document: number | null;
}

export function sqliteSchemes(database: Database, positions: Positions): Omit<SchemeStore, "purge"> {
  const current = database.query<[string], Current>("SELECT stamp, seq, document FROM owner WHERE jid = ?");
  const publish = database.query<[string, number, number, number, number, number]>(
    `INSERT INTO owner (jid, stamp, seq, empty, document, seen) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET stamp = excluded.stamp, seq = excluded.seq, empty = excluded.empty,
       document = excluded.document, seen = excluded.seen`,
  );
  const insert = database.query<[string, Uint8Array], { id: number }>(
    "INSERT INTO document (body, media) VALUES (?, ?) RETURNING id",
  );
  const update = database.query<[string, Uint8Array, number]>("UPDATE document SET body = ?, media = ? WHERE id = ?");
  const document = database.query<[string], { stamp: number; body: string }>(
    "SELECT stamp, body FROM owner JOIN document ON id = document WHERE jid = ?",
  );
  const media = database.query<[string], { media: Uint8Array }>(
    "SELECT media FROM owner JOIN document ON id = document WHERE jid = ?",
  );
  // Found from the viewer's side, by its own few owners, however many others use the same medium.
  const shows = "JOIN reference ON reference.document = owner.document AND reference.hash = ?1";
  const ownShowing = database.query<[Uint8Array, string, number], { jid: string }>(
    `SELECT jid FROM owner ${shows} WHERE jid = ?2 LIMIT ?3`,
  );
  const namingShowing = database.query<[Uint8Array, string, number], { jid: string }>(
    `SELECT jid FROM link INDEXED BY link_viewer CROSS JOIN owner ON jid = link.owner ${shows}
     WHERE link.viewer = ?2 AND (contact = 1 OR allowed = 1) LIMIT ?3`,
  );
  const openShowing = database.query<[Uint8Array, number], { jid: string }>(
    `SELECT jid FROM reference CROSS JOIN owner INDEXED BY owner_open ON owner.document = reference.document
     WHERE hash = ?1 AND model = 'open' LIMIT ?2`,
  );
  const reference = database.query<[Uint8Array, number]>("INSERT INTO reference VALUES (?, ?)");
  const unreference = database.query<[Uint8Array, number]>("DELETE FROM reference WHERE hash = ? AND document = ?");
  const isBlocked = database.query<[Uint8Array], object>("SELECT 1 FROM block WHERE hash = ? LIMIT 1");
  const makeOf = database.query<[Uint8Array, Uint8Array]>("INSERT OR IGNORE INTO made VALUES (?, ?)");
  const forgetMade = sqliteForgetMade(database);
  const referenced = database.query<[Uint8Array], object>("SELECT 1 FROM reference WHERE hash = ? LIMIT 1");
  const outstanding = database.query<[number, string]>("INSERT INTO unnotified VALUES (?, ?)");
  const superseded = database.query<[number]>("DELETE FROM unnotified WHERE seq = ?");
  const unseen = database.query<[number, number], { jid: string }>(
    "SELECT jid FROM owner WHERE seen < ? ORDER BY seen LIMIT ?",
  );
  const touch = database.query<[number, string]>("UPDATE owner SET seen = max(seen, ?) WHERE jid = ?");

  const mediaOf = (owner: string) => hashesOf(media.get(owner)?.media);

  /** Stores body and references; the number of the document's row. */
  const store = (owner: string, id: number | null, body: string, hashes: readonly string[]): number => {
    const bytes = Buffer.from(hashes.join(""), "hex");
    const before = id === null ? [] : mediaOf(owner);
    if (id !== null) {
      for (const hash of before) unreference.run(bytesOf(hash), id);
      update.run(body, bytes, id);
    }
    const stored = id ?? insert.get(body, bytes)!.id;
    for (const hash of hashes) reference.run(bytesOf(hash), stored);
    for (const hash of before) forgetMade(hash);
    return stored;
  };

  return {
    commit: ({ scheme, replaces, media: used, made = [], now }) =>
      database.write("durable", () => {
        const { owner } = scheme;
        const before = current.get(owner);
        const last = before?.stamp == null ? undefined : toStamp(before.stamp);
        requireStamp(replaces, last);
        const involved = mediaInvolved(used, made);
        if (involved.some((hash) => isBlocked.get(bytesOf(hash)) !== undefined))
          throw new SchemeError("blocked-medium");
        const stamp = nextStamp(last, now);
        const seq = positions.take();
        const id = store(owner, before?.document ?? null, bodyOf(scheme), [...new Set(used)]);
        for (const { medium, of } of made) makeOf.run(bytesOf(of), bytesOf(medium));
        publish.run(owner, Date.parse(stamp), seq, Number(scheme.looks.length === 0), id, now);
        if (before?.seq != null) superseded.run(before.seq);
        outstanding.run(seq, owner);
        return { ...scheme, stamp };
      }),
    read: (owner) =>
      database.read(() => {
        const row = document.get(owner);
        return row && { owner, stamp: toStamp(row.stamp), ...(JSON.parse(row.body) as Pick<Scheme, "looks">) };
      }),
    unseenSince: (time, limit) => database.read(() => unseen.all(time, limit).map(({ jid }) => jid)),
    touch: (owner, now) => database.write("relaxed", () => touch.run(now, owner)),
    referenced: (hashes) =>
      database.read(() => new Set(hashes.filter((hash) => referenced.get(bytesOf(hash)) !== undefined))),
    mediaOf: (owner) => database.read(() => mediaOf(owner)),
    showing: ({ hash, viewer, limit }) =>
      database.read(() => {
        const named = [ownShowing, namingShowing].flatMap((query) => query.all(bytesOf(hash), viewer, limit));
        return [...new Set([...named, ...openShowing.all(bytesOf(hash), limit)].map(({ jid }) => jid))];
      }),
  };
}

function bodyOf(scheme: Scheme): string {
  return JSON.stringify({ ...scheme, owner: undefined, stamp: undefined });
}

/** What a medium was made of is forgotten with the last scheme that has it. */
export function sqliteForgetMade(database: Database): (hash: string) => void {
  const forget = database.query<[Uint8Array]>(
    "DELETE FROM made WHERE medium = ?1 AND NOT EXISTS (SELECT 1 FROM reference WHERE hash = ?1)",
  );
  return (hash) => forget.run(bytesOf(hash));
}

export function bytesOf(hash: string): Uint8Array {
  return Buffer.from(hash, "hex");
}

/** The hex hashes in a row's `media`: 32 bytes each. */
export function hashesOf(media: Uint8Array | undefined): readonly string[] {
  return (
    Buffer.from(media ?? [])
      .toString("hex")
      .match(/.{64}/g) ?? []
  );
}
