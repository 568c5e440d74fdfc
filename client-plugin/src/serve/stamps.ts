// The stamps that a client issues (draft, sections 5.5 and 8.16): never the same for two versions, whatever the clock says,
// and none that another device of the owner, or a service, is known to have used.
import { nextStamp } from "@status-scheme/protocol";
import type { Stamp } from "@status-scheme/protocol";

export interface Stamps {
  /** Someone else has used it. */
  readonly note: (stamp: Stamp) => void;
  /** For a version that follows the one stamped `last`. */
  readonly issue: (last: Stamp | undefined) => Stamp;
}

/** Those that are long over are never issued again anyway. */
const MAX_NOTED = 256;

export function createStamps(now: () => number): Stamps {
  const used = new Set<Stamp>();
  return {
    note(stamp) {
      if (used.size >= MAX_NOTED) used.delete(used.values().next().value!);
      used.add(stamp);
    },
    issue(last) {
      let stamp = nextStamp(last, now());
      while (used.has(stamp)) stamp = nextStamp(stamp, now());
      return stamp;
    },
  };
}
