// Token buckets, one a key: so much at once, so much a second, and beyond that "come back then".
import { SchemeError } from "@status-scheme/protocol";
import { createBoundedMap } from "./bounded-map.ts";

export interface Rate {
  /** What may be taken at once. */
  readonly burst: number;
  readonly perSecond: number;
}

export interface Buckets {
  /** Takes `cost`; false where the bucket has less. */
  tryTake(key: string, cost?: number): boolean;
  /** @throws SchemeError `rate-exceeded`, with the seconds after which there will be enough */
  take(key: string, cost?: number): void;
}

const ROOM = 20_000;

/** Forgetting the bucket of who was away longest fills it: it had the longest time to fill by itself. */
export function createBuckets({ burst, perSecond }: Rate, clock: () => number): Buckets {
  const buckets = createBoundedMap<{ left: number; at: number }>(ROOM);
  /** What is missing for `cost`; nothing: it was taken. */
  const missing = (key: string, cost: number): number => {
    const now = clock();
    let bucket = buckets.get(key);
    if (bucket === undefined) buckets.set(key, (bucket = { left: burst, at: now }));
    // A clock that steps back fills nothing and takes nothing.
    bucket.left = Math.min(burst, bucket.left + (Math.max(0, now - bucket.at) / 1000) * perSecond);
    bucket.at = now;
    // What is larger than any bucket waits for a full one, and leaves it in debt.
    const needed = Math.min(cost, burst);
    if (bucket.left < needed) return needed - bucket.left;
    bucket.left -= cost;
    return 0;
  };
  return {
    tryTake: (key, cost = 1) => missing(key, cost) === 0,
    take: (key, cost = 1) => {
      const lacking = missing(key, cost);
      if (lacking > 0) throw new SchemeError("rate-exceeded", { after: Math.ceil(lacking / perSecond) });
    },
  };
}
