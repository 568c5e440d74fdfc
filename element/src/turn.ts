// Things to be done before the turn of the event loop ends: once each, however often they are asked for. Before anything is
// painted, and before object URLs that are given back in this turn are missed.
export interface Turn {
  readonly soon: (job: () => void) => void;
}

export function createTurn(): Turn {
  const jobs = new Set<() => void>();
  const run = () => {
    // A set takes in what is added while it is gone through.
    for (const job of jobs) {
      jobs.delete(job);
      try {
        job();
      } catch (error) {
        reportError(error);
      }
    }
  };
  return {
    soon(job) {
      if (jobs.size === 0) queueMicrotask(run);
      jobs.add(job);
    },
  };
}
