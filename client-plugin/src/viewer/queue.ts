// Runs a bounded number of jobs at once, what is to be seen first before what is fetched ahead. A job that takes long gives
// its turn to others: whoever answers in drops, or not at all, is not to hold up everybody else.
import { realDeps } from "./deps.ts";
import type { Deps } from "./deps.ts";

export interface JobOptions {
  readonly ahead?: boolean;
  /** Whom it waits for: of one no more than so many are under way, however long they take. */
  readonly of?: string;
}
export interface Queue {
  /** Resolves as `job` does. @throws what `job` throws, or the reason given to `stop` */
  readonly run: <T>(job: () => Promise<T>, options?: JobOptions) => Promise<T>;
  /** Rejects what waits. */
  readonly stop: (reason: Error) => void;
}
export interface QueueUses extends Partial<Pick<Deps, "after">> {
  readonly concurrency: number;
  /** A job that took longer is not counted any more, but for whom it is of. Milliseconds. */
  readonly slowMs?: number;
}

interface Waiting {
  readonly of: string | undefined;
  readonly start: () => void;
  readonly refuse: (reason: Error) => void;
}

const SLOW_MS = 2_000;

export function createQueue({ concurrency, after = realDeps().after, slowMs = SLOW_MS }: QueueUses): Queue {
  const waiting: Record<"first" | "ahead", Waiting[]> = { first: [], ahead: [] };
  /** Under way, by whom they wait for. */
  const underWay = new Map<string, number>();
  /** Take back the timers of those who may be slow. */
  const cancels = new Set<() => void>();
  let running = 0;
  let stopped: Error | undefined;

  const count = (of: string | undefined, change: 1 | -1) => {
    if (of === undefined) return;
    const now = (underWay.get(of) ?? 0) + change;
    if (now > 0) underWay.set(of, now);
    else underWay.delete(of);
  };
  const mayStart = (of: string | undefined) =>
    running < concurrency && (of === undefined || (underWay.get(of) ?? 0) < concurrency);
  const enter = (of: string | undefined) => {
    running++;
    count(of, 1);
  };
  /** The turn goes on to who waits, if anybody does. */
  const startNext = () => {
    for (const turn of [waiting.first, waiting.ahead]) {
      for (let at = turn.findIndex(({ of }) => mayStart(of)); at >= 0; at = turn.findIndex(({ of }) => mayStart(of))) {
        const [next] = turn.splice(at, 1);
        enter(next!.of);
        next!.start();
      }
    }
  };

  return {
    async run(job, { ahead = false, of } = {}) {
      if (stopped) throw stopped;
      if (mayStart(of)) enter(of);
      else await new Promise<void>((start, refuse) => waiting[ahead ? "ahead" : "first"].push({ of, start, refuse }));
      let isCounted = true;
      const giveTurn = () => {
        if (isCounted) running--;
        isCounted = false;
      };
      const cancel = after(slowMs, () => {
        giveTurn();
        startNext();
      });
      cancels.add(cancel);
      try {
        return await job();
      } finally {
        cancel();
        cancels.delete(cancel);
        giveTurn();
        count(of, -1);
        startNext();
      }
    },
    stop(reason) {
      stopped = reason;
      for (const cancel of cancels) cancel();
      for (const { refuse } of [...waiting.first.splice(0), ...waiting.ahead.splice(0)]) refuse(reason);
    },
  };
}
