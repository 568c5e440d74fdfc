// A line to wait in: so many jobs at once, the others after them, first come, first served. Pure.

export interface Line {
  /** As the job does. */
  readonly wait: <T>(job: () => Promise<T>) => Promise<T>;
}

export function createLine(atOnce: number): Line {
  const waiting: (() => void)[] = [];
  let running = 0;
  return {
    async wait(job) {
      if (running < atOnce) running += 1;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      try {
        return await job();
      } finally {
        const next = waiting.shift();
        if (next) next();
        else running -= 1;
      }
    },
  };
}
