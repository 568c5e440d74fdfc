// A clock that stands still until it is told to go on, and chance that is always the same.
import { setImmediate } from "node:timers/promises";
import type { Deps } from "../../../src/viewer/deps.ts";

export interface TestClock extends Pick<Deps, "now" | "random" | "after"> {
  /** Lets time pass, and what is due happen, each at its own time. */
  readonly advance: (ms: number) => Promise<void>;
  readonly timers: () => number;
}

export function createClock(start = Date.parse("2026-11-22T08:00:00Z")): TestClock {
  let now = start;
  const due = new Set<{ readonly at: number; readonly run: () => void }>();
  return {
    now: () => now,
    random: () => 0.5,
    after(ms, run) {
      const timer = { at: now + ms, run };
      due.add(timer);
      return () => due.delete(timer);
    },
    async advance(ms) {
      const end = now + ms;
      for (;;) {
        await idle();
        const [next] = [...due].sort((a, b) => a.at - b.at);
        if (!next || next.at > end) break;
        due.delete(next);
        now = Math.max(now, next.at);
        next.run();
      }
      now = end;
      await idle();
    },
    timers: () => due.size,
  };
}

/** Digests are made by other threads: how many are still out there. */
let digesting = 0;
const digest = crypto.subtle.digest.bind(crypto.subtle);
crypto.subtle.digest = async (...input) => {
  digesting++;
  try {
    return await digest(...input);
  } finally {
    digesting--;
  }
};

const QUIET_TURNS = 20;

/** Until nothing more happens by itself. */
export async function idle(): Promise<void> {
  for (let quiet = 0; quiet < QUIET_TURNS; quiet++) {
    await setImmediate();
    if (digesting > 0) quiet = 0;
  }
}
