// What viewers report (draft, "Reporting"): of what they may see alone, kept for the operators. The owner learns nothing.
import type { ReportRequest, StampedScheme } from "@status-scheme/protocol";
import { hexOfBase64, SchemeError } from "@status-scheme/protocol";
import type { Log } from "../log.ts";
import type { ReportBounds } from "../store/reports.ts";
import type { Store } from "../store/store.ts";
import type { Sight } from "./sight.ts";

export interface ReportDeps {
  readonly store: Pick<Store, "read" | "addReport">;
  readonly sight: Sight;
  readonly clock: () => number;
  readonly log: Log;
}

/** Some 5 kB each. */
const BOUNDS: ReportBounds = { perReporter: 50, total: 5_000 };
/** Seconds, where there is no room: until operators have dealt with some. */
const FULL = 3_600;

/** @throws SchemeError `not-found` and `try-later` as for fetch, `rate-exceeded` where there is no room */
export function createReport({ store, sight, clock, log }: ReportDeps) {
  return async (asker: string, { media, ...request }: ReportRequest): Promise<void> => {
    const stamp = await sight(asker, request.owner);
    const scheme = stamp === undefined ? undefined : await store.read(request.owner);
    if (scheme === undefined) throw new SchemeError("not-found");
    const isCurrent = scheme.stamp === request.stamp;
    const claimed = media.map(hexOfBase64);
    const report = {
      ...{ ...request, reporter: asker, isCurrent, at: clock() },
      media: isCurrent ? mediaShown(scheme, request.state, claimed) : claimed,
    };
    if (!(await store.addReport(report, BOUNDS))) throw new SchemeError("rate-exceeded", { after: FULL });
    log.info("a look was reported");
  };
}

/** Of what the scheme has: what is named, else all of the look; of a whole scheme none. Hex SHA-256. */
function mediaShown({ looks }: StampedScheme, state: string | undefined, named: readonly string[]): readonly string[] {
  const those = looks.filter((look) => state === undefined || look.state === state).flatMap(({ media }) => media);
  const shown = [...new Set(those.map(({ hash }) => hexOfBase64(hash)))];
  return named.length > 0 || state === undefined ? shown.filter((hash) => named.includes(hash)) : shown;
}
