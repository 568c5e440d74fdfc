// Does something again and again, not in step with other processes that do the same.
import type { Log } from "./log.ts";

export interface RoundsOptions {
  /** One round. Told of a stop, it ends where it can go on another time. */
  readonly work: (stopping: AbortSignal) => Promise<void>;
  /** Milliseconds from one round to the next, on average. */
  readonly everyMs: number;
  /** In [0, 1). */
  readonly random: () => number;
  readonly log: Log;
}

export interface Rounds {
  readonly start: () => void;
  /** Resolves when a round under way has ended. */
  readonly stop: () => Promise<void>;
}

export function createRounds({ work, everyMs, random, log }: RoundsOptions): Rounds {
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  const stopping = new AbortController();

  const round = async () => {
    try {
      await work(stopping.signal);
    } catch (err) {
      log.error({ err }, "a round of housekeeping failed");
    }
    schedule();
  };
  const schedule = () => {
    if (stopping.signal.aborted) return;
    timer = setTimeout(
      () => {
        running = round();
      },
      everyMs * (0.5 + random()),
    );
  };

  return {
    start: schedule,
    stop: async () => {
      stopping.abort();
      clearTimeout(timer);
      await running;
    },
  };
}
