// Chance that comes back: the same numbers for the same seed, so that a failure can be looked at again.

/** Whole numbers from 0, below a limit. */
export type Below = (limit: number) => number;

/** mulberry32. */
export function random(seed: number): Below {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4_294_967_296) * limit);
  };
}
