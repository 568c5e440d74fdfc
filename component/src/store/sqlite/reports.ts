// What viewers reported, as long as it is open (reports.ts). There are few: the table is bounded.
import { toStamp } from "@status-scheme/protocol";
import type { LocalText, ReportReason } from "@status-scheme/protocol";
import { reportTarget } from "../rules.ts";
import type { Report, ReportStore } from "../reports.ts";
import type { Database } from "./database.ts";
import type { Note } from "./moderation.ts";
import { hashesOf } from "./schemes.ts";

interface ReportRow {
  readonly id: number;
  readonly reporter: string;
  readonly owner: string;
  readonly stamp: number;
  /** "" for none: nulls are never the same. */
  readonly state: string;
  readonly media: Uint8Array;
  readonly current: number;
  readonly reason: ReportReason;
  /** JSON. */
  readonly text: string;
  readonly at: number;
}

export function sqliteReports(database: Database, note: Note): ReportStore {
  const replace = database.query<[string, string, number, string]>(
    "DELETE FROM report WHERE reporter = ? AND owner = ? AND stamp = ? AND state = ?",
  );
  const add = database.query<[string, string, number, string, Uint8Array, number, string, string, number]>(
    `INSERT INTO report (reporter, owner, stamp, state, media, current, reason, text, at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const of = database.query<[string], { id: number }>("SELECT id FROM report WHERE reporter = ?");
  const count = database.query<[], { all: number }>('SELECT count(*) AS "all" FROM report');
  const list = database.query<[number, number], ReportRow>("SELECT * FROM report WHERE id > ? ORDER BY id LIMIT ?");
  const close = database.query<[number], { owner: string }>("DELETE FROM report WHERE id = ? RETURNING owner");

  return {
    addReport: ({ reporter, owner, stamp, state = "", ...report }, { perReporter, total }) =>
      database.write("durable", () => {
        replace.run(reporter, owner, Date.parse(stamp), state);
        const own = of.all(reporter).map(({ id }) => id);
        for (const id of own.sort((a, b) => a - b).slice(0, Math.max(0, own.length - perReporter + 1))) close.run(id);
        if (count.get()!.all >= total) return false;
        const { media, isCurrent, reason, text, at } = report;
        const hashes = Buffer.from(media.join(""), "hex");
        const values = [hashes, Number(isCurrent), reason, JSON.stringify(text), at] as const;
        add.run(reporter, owner, Date.parse(stamp), state, ...values);
        return true;
      }),
    reports: ({ after = 0, limit }) => database.read(() => list.all(after, limit).map(reportIn)),
    closeReport: (id, order) =>
      database.write("durable", () => {
        const closed = close.get(id);
        if (closed !== undefined) note("close-report", reportTarget(id, closed.owner), order);
        return closed !== undefined;
      }),
  };
}

function reportIn({ stamp, state, media, current, text, ...row }: ReportRow): Report {
  return {
    ...row,
    stamp: toStamp(stamp),
    ...(state !== "" && { state }),
    media: hashesOf(media),
    isCurrent: current === 1,
    text: JSON.parse(text) as readonly LocalText[],
  };
}
