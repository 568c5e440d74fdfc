// A number of places, taken in turn and given back when a signal aborts (draft, section 8.13: sessions at a time). A place
// that is held for long counts no more: whoever takes bytes in drops is served beside the others, and not in their place.
import type { Deps } from "../viewer/deps.ts";

export interface Slots {
  /** Resolves when there is a place, which is free again when `signal` aborts. @throws the signal's reason before that */
  readonly take: (signal: AbortSignal) => Promise<void>;
}

export interface SlotsUses extends Pick<Deps, "after"> {
  readonly count: number;
  readonly longMs: number;
}

export function createSlots({ count, longMs, after }: SlotsUses): Slots {
  let free = count;
  const waiting: (() => void)[] = [];
  const giveBack = () => {
    const next = waiting.shift();
    if (next) next();
    else free += 1;
  };
  /** Held until it aborts, or for long. */
  const hold = (signal: AbortSignal) => {
    const end = () => {
      cancel();
      signal.removeEventListener("abort", end);
      giveBack();
    };
    const cancel = after(longMs, end);
    signal.addEventListener("abort", end);
  };
  return {
    take: (signal) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) {
          reject(signal.reason as Error);
          return;
        }
        const begin = () => {
          signal.removeEventListener("abort", giveUp);
          hold(signal);
          resolve();
        };
        const giveUp = () => {
          waiting.splice(waiting.indexOf(begin), 1);
          reject(signal.reason as Error);
        };
        if (free > 0) {
          free -= 1;
          begin();
          return;
        }
        signal.addEventListener("abort", giveUp, { once: true });
        waiting.push(begin);
      }),
  };
}
