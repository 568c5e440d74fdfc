// reports.ts: what viewers report, as long as it is open.
import { describe, expect, test } from "@jest/globals";
import { toStamp } from "@status-scheme/protocol";
import type { NewReport, ReportBounds } from "../../../src/store/reports.ts";
import { eachOpened, hash, JULIET, MERCUTIO, NURSE, ROMEO, T0, TYBALT } from "./harness.ts";
import type { MakePlace } from "./harness.ts";

const ORDER = { by: "operator", now: T0 };
const BOUNDS: ReportBounds = { perReporter: 3, total: 5 };
const OF_ALL = { reporter: ROMEO, owner: MERCUTIO, stamp: toStamp(T0), at: T0 + 5 };
const REPORT: NewReport = {
  ...OF_ALL,
  state: "dnd",
  media: [hash(1), hash(2)],
  isCurrent: true,
  reason: "abuse",
  text: [{ lang: "en", text: "He jests at scars\u0000" }],
};

export function reportsContract(makePlace: MakePlace): void {
  describe("reports", () => {
    const at = eachOpened(makePlace);
    const add = (report: Partial<NewReport> = {}) => at.store.addReport({ ...REPORT, ...report }, BOUNDS);
    const ids = async () => (await at.store.reports({ limit: 100 })).map(({ id }) => id);

    test("are listed as they came, oldest first, in pages, also after another opening", async () => {
      const ofAll: NewReport = { ...OF_ALL, media: [], text: [], isCurrent: false, reason: "spam" };
      await add();
      await at.store.addReport(ofAll, BOUNDS);
      await at.reopen();
      const all = await at.store.reports({ limit: 10 });
      expect(all).toEqual([
        { id: 1, ...REPORT },
        { id: 2, ...ofAll },
      ]);
      expect(await at.store.reports({ limit: 1 })).toEqual(all.slice(0, 1));
      expect(await at.store.reports({ after: 1, limit: 10 })).toEqual(all.slice(1));
    });

    test("that say the same again take the first one's place; of another look, stamp or owner they do not", async () => {
      await add();
      await add({ reason: "spam" });
      expect(await at.store.reports({ limit: 9 })).toEqual([{ id: 2, ...REPORT, reason: "spam" }]);
      await add({ state: "away" });
      await add({ stamp: toStamp(T0 + 1) });
      expect(await ids()).toEqual([2, 3, 4]);
    });

    test("of one reporter are so many: the oldest makes room", async () => {
      await add({ reporter: TYBALT });
      for (const state of ["a", "b", "c", "d", "e"]) await add({ state });
      const left = await at.store.reports({ limit: 9 });
      expect(left.map(({ reporter, state }) => [reporter, state])).toEqual([
        [TYBALT, "dnd"],
        [ROMEO, "c"],
        [ROMEO, "d"],
        [ROMEO, "e"],
      ]);
    });

    test("in all are so many: there is no room then, until one is closed", async () => {
      for (const reporter of ["a", "b", "c", "d", "e"].map((name) => `${name}@verona.lit`)) {
        expect(await add({ reporter })).toBe(true);
      }
      expect(await add()).toBe(false);
      expect(await ids()).toEqual([1, 2, 3, 4, 5]);
      expect(await add({ reporter: "e@verona.lit", reason: "spam" })).toBe(true);
      await at.store.closeReport(1, ORDER);
      expect(await add()).toBe(true);
    });

    test("are closed once; the log says of whom they were, and no more", async () => {
      await add();
      expect(await at.store.closeReport(1, { ...ORDER, reason: "a jest" })).toBe(true);
      expect(await at.store.closeReport(1, ORDER)).toBe(false);
      expect(await ids()).toEqual([]);
      expect(await at.store.audit({ limit: 9 })).toEqual([
        { id: 1, at: T0, by: "operator", operation: "close-report", target: `1 (${MERCUTIO})`, reason: "a jest" },
      ]);
      await add();
      expect(await ids()).toEqual([2]);
    });

    test("go with the purge of whom they are about, and of who made them", async () => {
      await add();
      await add({ reporter: NURSE, owner: ROMEO });
      await add({ reporter: NURSE, owner: JULIET });
      expect(await at.store.purge(ROMEO)).toBe(true);
      expect(await ids()).toEqual([3]);
      expect(await at.store.purge(ROMEO)).toBe(false);
    });
  });
}
