// Runs a catalogue, one check after another in its order: they share accounts, and what one stores the next finds.
import type { Catalogue, Need } from "./check.ts";
import { type Trial, trialFailed, trialNotRun } from "./results.ts";

export interface RunOptions {
  readonly has: ReadonlySet<Need>;
  /** Before each check, and once more after the last: so many of so many. */
  readonly onProgress?: (done: number, all: number) => void;
  readonly signal?: AbortSignal;
}

/** @throws the signal's reason, at once, where it is aborted */
export async function runChecks<World>(
  { checks }: Pick<Catalogue<World>, "checks">,
  world: World,
  { has, onProgress, signal }: RunOptions,
): Promise<Trial[]> {
  const trials: Trial[] = [];
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal!.reason as Error);
  aborted.catch(() => undefined);
  signal?.addEventListener("abort", abort, { once: true });
  if (signal?.aborted) abort();
  try {
    for (const { holds, needs = [], run } of checks) {
      signal?.throwIfAborted();
      onProgress?.(trials.length, checks.length);
      const missing = needs.filter((need) => !has.has(need));
      if (missing.length > 0) trials.push(trialNotRun(holds, missing));
      else trials.push(await Promise.race([tryOne(holds, () => run(world)), aborted]));
    }
    onProgress?.(trials.length, checks.length);
    return trials;
  } finally {
    signal?.removeEventListener("abort", abort);
  }
}

async function tryOne(holds: readonly string[], run: () => Promise<void>): Promise<Trial> {
  try {
    await run();
    return { holds, ended: "pass" };
  } catch (error) {
    return trialFailed(holds, error);
  }
}
