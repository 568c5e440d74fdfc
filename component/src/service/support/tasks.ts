// Work that goes on behind an answer: its failures are logged, and a graceful stop can wait for it.
import { SchemeError } from "@status-scheme/protocol";
import type { Log } from "../../log.ts";

export interface Tasks {
  /** Waits for what the caller waits for anyway. */
  track<T>(work: Promise<T>): Promise<T>;
  /** Does it behind the caller's back; expected failures are nobody's business, others are logged as defects. */
  behind(what: string, work: () => Promise<unknown>): void;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
}

export function createTasks(log: Log): Tasks {
  const running = new Set<Promise<unknown>>();
  const track = <T>(work: Promise<T>): Promise<T> => {
    running.add(work);
    const done = () => running.delete(work);
    work.then(done, done);
    return work;
  };
  return {
    track,
    behind: (what, work) => {
      void track(work().catch((err: unknown) => void (err instanceof SchemeError || log.error({ err }, what))));
    },
    idle: async () => {
      while (running.size > 0) await Promise.allSettled(running);
    },
  };
}

/** True where the work ended well within `ms`. It goes on if not, and its failure is then nobody's. */
export async function inTime(work: Promise<unknown>, ms: number): Promise<boolean> {
  const ending = work.then(
    () => true,
    () => false,
  );
  if (ms <= 0) return false;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  return Promise.race([ending, late]).finally(() => clearTimeout(timer));
}
