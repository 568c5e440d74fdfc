// How often an asker (bare JID) may ask what: generous where a question costs microseconds, less so where it moves bytes or
// makes the server work. Beyond that, `resource-constraint` says when to come back (draft, "Error Handling").
import type { Rate } from "./support/buckets.ts";

export interface Rates {
  readonly check: Rate;
  readonly fetch: Rate;
  readonly sync: Rate;
  readonly publish: Rate;
  readonly access: Rate;
  /** Media in band: servers slow down who gets much that way. */
  readonly bits: Rate;
  readonly report: Rate;
  /** In bytes of uploads. */
  readonly upload: Rate;
  /** Directed presence. */
  readonly listen: Rate;
  /** Rosters read because of refusals: of one account here, of a whole domain elsewhere. */
  readonly roster: Rate;
}

const MIB = 1_048_576;

export const DEFAULT_RATES: Rates = {
  check: { burst: 10_000, perSecond: 1_000 },
  fetch: { burst: 2_000, perSecond: 100 },
  sync: { burst: 600, perSecond: 20 },
  publish: { burst: 60, perSecond: 0.2 },
  access: { burst: 60, perSecond: 1 },
  bits: { burst: 200, perSecond: 5 },
  report: { burst: 20, perSecond: 0.01 },
  upload: { burst: 64 * MIB, perSecond: MIB / 32 },
  listen: { burst: 120, perSecond: 2 },
  roster: { burst: 60, perSecond: 1 },
};
