// How much an owner's media may take together (draft, "Limits"): the same bytes count once, however many looks use them.
import type { Limits } from "@status-scheme/protocol";
import { SchemeError } from "@status-scheme/protocol";

export interface Tally {
  /** Counts a blob. @throws SchemeError `quota-exceeded` where it is one too many */
  add(hash: string, bytes: number): void;
  readonly hashes: readonly string[];
}

export function createTally(limits: Pick<Limits, "owner-bytes">): Tally {
  const max = limits["owner-bytes"];
  const counted = new Set<string>();
  let actual = 0;
  return {
    add: (hash, bytes) => {
      if (counted.has(hash)) return;
      counted.add(hash);
      actual += bytes;
      if (actual > max) throw new SchemeError("quota-exceeded", { limit: "owner-bytes", max, actual });
    },
    get hashes() {
      return [...counted];
    },
  };
}
