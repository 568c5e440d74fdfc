// What viewers were told about whom they see, and what changed for them since (store.ts, SightStore).
import { toStamp } from "@status-scheme/protocol";
import { newsOf } from "../rules.ts";
import type { SightStore } from "../store.ts";
import type { Database } from "./database.ts";
import type { Positions } from "./positions.ts";

interface ToldRow {
  readonly owner: string;
  readonly told: number;
  readonly told_seq: number;
}
interface ChangedRow {
  readonly owner: string;
  readonly told: number;
  readonly stamp: number | null;
}

export function sqliteSights(database: Database, positions: Positions): Omit<SightStore, "position" | "covers"> {
  const told = database.query<[string], ToldRow>(
    "SELECT owner, told, told_seq FROM link INDEXED BY link_viewer WHERE viewer = ? AND told IS NOT NULL",
  );
  const tell = database.query<[string, string, number, number]>(
    `INSERT INTO link (owner, viewer, told, told_seq) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET told = excluded.told, told_seq = excluded.told_seq`,
  );
  // A visible owner counts by the later of its scheme and its sight, and not at all without a scheme: max() is null then.
  const changed = database.query<[string, string, number, number, number], ChangedRow>(
    `SELECT link.owner, told, stamp FROM link INDEXED BY link_viewer LEFT JOIN owner ON owner.jid = link.owner
     WHERE viewer = ? AND link.owner > ? AND told IS NOT NULL
       AND CASE told WHEN 1 THEN max(told_seq, seq) ELSE told_seq END > ?
       AND CASE told WHEN 1 THEN max(told_seq, seq) ELSE told_seq END <= ?
     ORDER BY link.owner LIMIT ?`,
  );

  return {
    sights: (viewer) =>
      database.read(() =>
        told.all(viewer).map((row) => ({ owner: row.owner, visible: row.told === 1, seq: row.told_seq })),
      ),
    tell: (viewer, change) =>
      database.write("relaxed", () => {
        const before = new Map(told.all(viewer).map((row) => [row.owner, row.told === 1]));
        for (const [owner, visible] of newsOf(before, change)) {
          tell.run(owner, viewer, Number(visible), positions.next());
        }
      }),
    changes: ({ viewer, since, upTo, after = "", limit }) =>
      database.read(() => {
        const rows = changed.all(viewer, after, since, upTo, limit + 1);
        const listed = rows.slice(0, limit);
        const next = rows.length > limit ? listed.at(-1)?.owner : undefined;
        return {
          changed: listed.flatMap(({ owner, told: seen, stamp }) =>
            seen === 1 ? [{ owner, stamp: toStamp(stamp!) }] : [],
          ),
          gone: listed.flatMap(({ owner, told: seen }) => (seen === 1 ? [] : [owner])),
          ...(next !== undefined && { next }),
        };
      }),
  };
}
