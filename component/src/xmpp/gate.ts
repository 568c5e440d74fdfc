// How much may be under way at once, in all and for one asker: whoever asks faster than is answered waits, not everyone.

export interface GateOptions {
  readonly total: number;
  readonly perAsker: number;
}

export interface Gate {
  /** Lets one more in. Returns what lets it out, or undefined where there is no room. */
  readonly enter: (asker: string) => (() => void) | undefined;
  /** Resolves to true when all are out, or to false after so many milliseconds. */
  readonly empty: (deadlineMs: number) => Promise<boolean>;
}

export function createGate({ total, perAsker }: GateOptions): Gate {
  const inside = new Map<string, number>();
  const waiting = new Set<() => void>();
  let all = 0;

  const leave = (asker: string) => {
    all -= 1;
    const own = inside.get(asker)! - 1;
    if (own === 0) inside.delete(asker);
    else inside.set(asker, own);
    if (all === 0) for (const done of waiting) done();
  };

  return {
    enter: (asker) => {
      const own = inside.get(asker) ?? 0;
      if (all >= total || own >= perAsker) return undefined;
      all += 1;
      inside.set(asker, own + 1);
      return () => leave(asker);
    },
    empty: (deadlineMs) =>
      new Promise((resolve) => {
        const settle = (isEmpty: boolean) => {
          clearTimeout(timer);
          waiting.delete(done);
          resolve(isEmpty);
        };
        const done = () => settle(true);
        const timer = setTimeout(() => settle(false), deadlineMs);
        waiting.add(done);
        if (all === 0) done();
      }),
  };
}
