// A number of places, taken in turn and given back when a signal aborts (draft, section 8.13: sessions at a time).

export interface Slots {
  /** Resolves when there is a place, which is free again when `signal` aborts. @throws the signal's reason before that */
  readonly take: (signal: AbortSignal) => Promise<void>;
}

export function createSlots(count: number): Slots {
  let free = count;
  const waiting: (() => void)[] = [];
  const giveBack = () => {
    const next = waiting.shift();
    if (next) next();
    else free += 1;
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
          signal.addEventListener("abort", giveBack, { once: true });
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
