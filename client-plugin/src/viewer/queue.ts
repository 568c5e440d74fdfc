// Runs a bounded number of jobs at once, what is to be seen first before what is fetched ahead.

export interface Queue {
  /** Resolves as `job` does. @throws what `job` throws, or the reason given to `stop` */
  readonly run: <T>(job: () => Promise<T>, options?: { readonly ahead?: boolean }) => Promise<T>;
  /** Rejects what waits. */
  readonly stop: (reason: Error) => void;
}

export function createQueue(concurrency: number): Queue {
  const waiting: Record<"first" | "ahead", { start: () => void; refuse: (reason: Error) => void }[]> = {
    first: [],
    ahead: [],
  };
  let running = 0;
  let stopped: Error | undefined;

  return {
    async run(job, { ahead = false } = {}) {
      if (stopped) throw stopped;
      if (running < concurrency) running++;
      else await new Promise<void>((start, refuse) => waiting[ahead ? "ahead" : "first"].push({ start, refuse }));
      try {
        return await job();
      } finally {
        // The turn goes on to who waits, if anybody does.
        const next = waiting.first.shift() ?? waiting.ahead.shift();
        if (next) next.start();
        else running--;
      }
    },
    stop(reason) {
      stopped = reason;
      for (const { refuse } of [...waiting.first.splice(0), ...waiting.ahead.splice(0)]) refuse(reason);
    },
  };
}
