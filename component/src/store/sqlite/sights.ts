// What viewers were told about whom they see, and what changed for them since (store.ts, SightStore).
import { toStamp } from "@status-scheme/protocol";
import { newsOf } from "../rules.ts";
import type { SightStore } from "../store.ts";
import type { Database } from "./database.ts";
import type { Positions } from "./positions.ts";

interface ToldRow {
  readonly owner: string;
  readonly visible: number;
  readonly seq: number;
}
interface ChangedRow {
  readonly owner: string;
  readonly visible: number;
  readonly stamp: number | null;
}

// Where the owner was purged since, the sight ended with the first purge after it. Joined, not asked row by row: there
// hardly ever is one.
const PURGED = `LEFT JOIN purged ON purged.owner = sight.owner AND purged.seq > sight.seq AND NOT EXISTS (
  SELECT 1 FROM purged AS earlier
  WHERE earlier.owner = sight.owner AND earlier.seq > sight.seq AND earlier.seq < purged.seq
)`;
const VISIBLE = "(visible = 1 AND purged.seq IS NULL)";
const SEQ = "iif(visible = 1, coalesce(purged.seq, sight.seq), sight.seq)";

export function sqliteSights(database: Database, positions: Positions): Omit<SightStore, "position" | "covers"> {
  const told = database.query<[string], ToldRow>(
    `SELECT sight.owner, ${VISIBLE} AS visible, ${SEQ} AS seq FROM sight ${PURGED} WHERE viewer = ?`,
  );
  const tell = database.query<[string, string, number, number]>(
    `INSERT INTO sight (viewer, owner, visible, seq) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET visible = excluded.visible, seq = excluded.seq`,
  );
  // A visible owner counts by the later of its scheme and its sight, and not at all without a scheme: max() is null then.
  const changed = database.query<[string, string, number, number, number], ChangedRow>(
    `SELECT sight.owner, ${VISIBLE} AS visible, stamp
     FROM sight ${PURGED} LEFT JOIN owner ON owner.jid = sight.owner
     WHERE viewer = ? AND sight.owner > ?
       AND iif(${VISIBLE}, max(sight.seq, owner.seq), ${SEQ}) > ?
       AND iif(${VISIBLE}, max(sight.seq, owner.seq), ${SEQ}) <= ?
     ORDER BY sight.owner LIMIT ?`,
  );

  return {
    sights: (viewer) =>
      database.read(() => told.all(viewer).map(({ owner, visible, seq }) => ({ owner, visible: visible === 1, seq }))),
    tell: (viewer, change) =>
      database.write("relaxed", () => {
        const before = new Map(told.all(viewer).map(({ owner, visible }) => [owner, visible === 1]));
        const news = newsOf(before, change);
        if (news.size === 0) return;
        let seq = positions.take(news.size);
        for (const [owner, visible] of news) tell.run(viewer, owner, Number(visible), seq++);
      }),
    changes: ({ viewer, since, upTo, after = "", limit }) =>
      database.read(() => {
        const rows = changed.all(viewer, after, since, upTo, limit + 1);
        const listed = rows.slice(0, limit);
        const next = rows.length > limit ? listed.at(-1)?.owner : undefined;
        return {
          changed: listed.filter(isVisible).map(({ owner, stamp }) => ({ owner, stamp: toStamp(stamp!) })),
          gone: listed.filter((row) => !isVisible(row)).map(({ owner }) => owner),
          ...(next !== undefined && { next }),
        };
      }),
  };
}

function isVisible({ visible }: ChangedRow): boolean {
  return visible === 1;
}
