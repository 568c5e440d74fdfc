// Warnings that strangers can cause: each at most once in a while, with how many were left out, so that nobody fills the disk
// that the log is on.
import type { Log } from "./log.ts";

const EVERY_MS = 60_000;

/** For one kind of warning. `clock`: milliseconds since some point of time. */
export function createSeldom(log: Pick<Log, "warn">, clock: () => number = () => performance.now()) {
  let saidAt = Number.NEGATIVE_INFINITY;
  let unsaid = 0;
  return (fields: object, message: string): void => {
    if (clock() - saidAt < EVERY_MS) {
      unsaid += 1;
      return;
    }
    log.warn({ ...fields, ...(unsaid > 0 && { unsaid }) }, message);
    saidAt = clock();
    unsaid = 0;
  };
}
