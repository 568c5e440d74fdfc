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

  const next = () => {
    while (running < concurrency) {
      const job = waiting.first.shift() ?? waiting.ahead.shift();
      if (!job) return;
      running++;
      job.start();
    }
  };

  return {
    run: (job, { ahead = false } = {}) =>
      new Promise((resolve, reject) => {
        if (stopped) {
          reject(stopped);
          return;
        }
        const start = () => {
          void job()
            .then(resolve, reject)
            .finally(() => {
              running--;
              next();
            });
        };
        waiting[ahead ? "ahead" : "first"].push({ start, refuse: reject });
        next();
      }),
    stop(reason) {
      stopped = reason;
      for (const { refuse } of [...waiting.first.splice(0), ...waiting.ahead.splice(0)]) refuse(reason);
    },
  };
}
