// A bounded queue: so many tasks at once, so many waiting, and beyond that "not now" at once, so that neither memory nor
// answers pile up behind slow work.
import { SchemeError } from "@status-scheme/protocol";

export interface Queue {
  /** @throws SchemeError `rate-exceeded` where too many wait already, and whatever the task throws */
  run<T>(task: () => Promise<T>): Promise<T>;
}

export function createQueue({ concurrency, waiting }: { concurrency: number; waiting: number }): Queue {
  let running = 0;
  const line: (() => void)[] = [];
  return {
    run: async (task) => {
      if (running >= concurrency) {
        if (line.length >= waiting) throw new SchemeError("rate-exceeded", { after: 5 });
        // A place is handed on, not given back and fought for: first come, first served.
        await new Promise<void>((resolve) => line.push(resolve));
      } else {
        running += 1;
      }
      try {
        return await task();
      } finally {
        const next = line.shift();
        if (next) next();
        else running -= 1;
      }
    },
  };
}
