// How often an asker (bare JID) may ask what: generous where a question costs microseconds, less so where it moves bytes or
// makes the server work. Beyond that, `resource-constraint` says when to come back (draft, "Error Handling").
import type { Limits } from "@status-scheme/protocol";
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
  /** In bytes of uploads, and in bytes of media made of them: what an owner has on the disk beside what is shown. */
  readonly upload: Rate;
  readonly making: Rate;
  /** Directed presence. */
  readonly listen: Rate;
  /** Rosters read because of refusals: of one account here, of a whole domain elsewhere. */
  readonly roster: Rate;
}

/** Where owners may show less than this, uploads are for this much: the smallest counts for 64 KiB (slot.ts). */
const MIN_BYTES = 4_194_304;

/** Four times what an owner may show at once, and as much again as it may show in 512 seconds. */
const renewing = (shown: number): Rate => ({ burst: 4 * shown, perSecond: shown / 512 });

export const defaultRates = (limits: Pick<Limits, "owner-bytes">): Rates => ({
  check: { burst: 10_000, perSecond: 1_000 },
  fetch: { burst: 2_000, perSecond: 100 },
  sync: { burst: 600, perSecond: 20 },
  publish: { burst: 60, perSecond: 0.2 },
  access: { burst: 60, perSecond: 1 },
  bits: { burst: 200, perSecond: 5 },
  report: { burst: 20, perSecond: 0.01 },
  upload: renewing(Math.max(limits["owner-bytes"], MIN_BYTES)),
  making: renewing(Math.max(limits["owner-bytes"], MIN_BYTES)),
  listen: { burst: 120, perSecond: 2 },
  roster: { burst: 60, perSecond: 1 },
});
