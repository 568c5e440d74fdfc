// The memory store's open reports (reports.ts).
import { reportTarget } from "../rules.ts";
import type { NewReport, ReportStore } from "../reports.ts";
import { note } from "./moderation.ts";
import type { MemoryState } from "./state.ts";

export function memoryReports(state: () => MemoryState): ReportStore {
  return {
    addReport: async (report, { perReporter, total }) => {
      const kept = state();
      for (const [id, other] of kept.reports) if (isSame(report, other)) kept.reports.delete(id);
      const own = [...kept.reports].filter(([, { reporter }]) => reporter === report.reporter);
      for (const [id] of own.slice(0, Math.max(0, own.length - perReporter + 1))) kept.reports.delete(id);
      if (kept.reports.size >= total) return false;
      kept.reports.set(++kept.lastReport, structuredClone(report));
      return true;
    },
    reports: async ({ after = 0, limit }) =>
      [...state().reports]
        .filter(([id]) => id > after)
        .slice(0, limit)
        .map(([id, report]) => ({ id, ...structuredClone(report) })),
    closeReport: async (id, order) => {
      const kept = state();
      const report = kept.reports.get(id);
      if (report === undefined) return false;
      kept.reports.delete(id);
      note(kept, "close-report", reportTarget(id, report.owner), order);
      return true;
    },
  };
}

function isSame(one: NewReport, other: NewReport): boolean {
  return (["reporter", "owner", "stamp", "state"] as const).every((key) => one[key] === other[key]);
}
