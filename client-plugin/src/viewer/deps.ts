// What the plugin takes from the world it runs in, so that tests can say what time it is.
import type { Host } from "../host/host.ts";

export interface Deps {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** In [0, 1). */
  readonly random: () => number;
  /** Calls `run` once in `ms`. Returns a function that takes this back. */
  readonly after: (ms: number, run: () => void) => () => void;
  readonly fetch: typeof fetch;
  /** Makes a URL for bytes; without, `data:` URLs are made. */
  readonly objectUrls: Pick<typeof URL, "createObjectURL" | "revokeObjectURL"> | undefined;
}

/** What a browser's timers take; a longer wait is waited for in parts. */
const MAX_DELAY_MS = 2_147_483_647;

export function realDeps(): Deps {
  return {
    now: Date.now,
    random: Math.random,
    after: (ms, run) => {
      const timer = setTimeout(run, Math.min(ms, MAX_DELAY_MS));
      return () => clearTimeout(timer);
    },
    // Looked up at each call: pages replace `fetch`, and browsers want it called on the global object.
    fetch: (...request) => globalThis.fetch(...request),
    objectUrls: "document" in globalThis ? URL : undefined,
  };
}

/**
 * Timers of those who ask others. One that is over while there is no connection waits for the stream to be resumed, and no
 * longer: being offline is nobody's failure, to wait even longer for.
 */
export function connectedAfter({ after }: Pick<Deps, "after">, { jid, onResumed }: Pick<Host, "jid" | "onResumed">) {
  return (ms: number, run: () => void): (() => void) => {
    let takeBack = after(ms, () => {
      if (jid()) return run();
      takeBack = onResumed(() => {
        takeBack();
        run();
      });
    });
    return () => takeBack();
  };
}

/** Timers that are taken back together. */
export interface Timers {
  /** Calls `run` once in `ms`; `onStop`, at once, where that is taken back, or comes after the end. */
  readonly after: (ms: number, run: () => void, onStop?: () => void) => void;
  /** For good: what is still under way may not begin anything any more. */
  readonly stop: () => void;
}

export function createTimers(deps: Pick<Deps, "after">): Timers {
  const running = new Set<() => void>();
  let isStopped = false;
  return {
    after(ms, run, onStop) {
      if (isStopped) return onStop?.();
      const cancel = deps.after(ms, () => {
        running.delete(stop);
        run();
      });
      const stop = () => {
        cancel();
        onStop?.();
      };
      running.add(stop);
    },
    stop() {
      isStopped = true;
      for (const stop of running) stop();
    },
  };
}
