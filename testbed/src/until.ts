// Waiting for what comes in its own time: the one patience and the one loop of all tests. A deadline is for what never comes:
// on a slow machine, what comes takes its time.
import { setTimeout as sleep } from "node:timers/promises";
import { inspect } from "node:util";

/** How long a test waits for what does not come at all. */
export const PATIENCE_MS = 30_000;
const BETWEEN_LOOKS_MS = 25;
const SEEN_CHARACTERS = 2_000;

/**
 * Resolves when it is so. A look that fails says: not yet; but an expectation that fails is final: what may never be is not
 * waited away. @throws Error naming what, and why the last look failed
 */
export async function until(what: string, isSo: () => boolean | Promise<boolean>, ms = PATIENCE_MS): Promise<void> {
  await eventually(what, isSo, (is) => is, ms);
}

/** The same, of what is seen: resolves to the first that is good. @throws Error naming what, and what was seen last */
export async function eventually<T>(
  what: string,
  look: () => T | Promise<T>,
  isGood: (seen: T) => boolean,
  ms = PATIENCE_MS,
): Promise<T> {
  for (const end = performance.now() + ms; ;) {
    let last: { readonly seen: T } | { readonly error: unknown };
    try {
      last = { seen: await look() };
      if (isGood(last.seen)) return last.seen;
    } catch (error) {
      if (isExpectation(error)) throw error;
      last = { error };
    }
    if (performance.now() > end) throw tooLate(what, ms, last);
    await sleep(BETWEEN_LOOKS_MS);
  }
}

/** The promise's outcome. @throws Error saying what is missing, where there is none in time */
export async function within<T>(ms: number, promise: Promise<T>, missing: () => string): Promise<T> {
  const over = new AbortController();
  const late = sleep(ms, undefined, { signal: over.signal }).then(() => {
    throw new Error(`${missing()} (after ${ms} ms)`);
  });
  // Whichever comes first; the other is of no interest.
  late.catch(() => undefined);
  return Promise.race([promise, late]).finally(() => over.abort());
}

/** Jest's `expect` leaves this on what it throws. */
function isExpectation(error: unknown): boolean {
  return error instanceof Error && "matcherResult" in error;
}

function tooLate(what: string, ms: number, last: { readonly seen: unknown } | { readonly error: unknown }): Error {
  const late = `${what}: not so after ${ms} ms`;
  if ("error" in last) return new Error(`${late}; the last look failed: ${String(last.error)}`, { cause: last.error });
  if (last.seen === undefined || typeof last.seen === "boolean") return new Error(late);
  const seen = inspect(last.seen, { depth: 5, breakLength: Infinity }).slice(0, SEEN_CHARACTERS);
  return new Error(`${late}; seen last: ${seen}`);
}
