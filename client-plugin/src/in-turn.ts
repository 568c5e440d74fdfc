// Jobs one after the other, in the order in which they were asked for.

/** Resolves as `job` does, which begins when those before it have ended, however they did. */
export type InTurn = <T>(job: () => Promise<T>) => Promise<T>;

export function createInTurn(): InTurn {
  let last: Promise<unknown> = Promise.resolve();
  return (job) => {
    const result = last.then(job);
    last = result.catch(() => undefined);
    return result;
  };
}
