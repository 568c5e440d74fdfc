// What can be undone: the looks before each step, so many and no more, also in bytes. Pure values.
import type { Looks } from "./looks.ts";

export interface History {
  readonly past: readonly Looks[];
  readonly present: Looks;
  readonly future: readonly Looks[];
  /** What the last step was, for typing on; and when. */
  readonly last?: { readonly what: string; readonly at: number };
}

const MAX_STEPS = 100;
const MAX_BYTES = 67_108_864;
/** Typing on after a longer pause is another step. */
const PAUSE_MS = 2_000;

export const begin = (present: Looks): History => ({ past: [], present, future: [] });

/** `what`: one step with the last, where that was the same just now. */
export function step(history: History, present: Looks, now: number, what?: string): History {
  if (present === history.present) return history;
  const { last } = history;
  const isSame = what !== undefined && last?.what === what && now - last.at < PAUSE_MS;
  const past = isSame ? history.past : trim([...history.past, history.present]);
  return { past, present, future: [], ...(what !== undefined && { last: { what, at: now } }) };
}

export function undo({ past, present, future }: History): History {
  const before = past.at(-1);
  return before
    ? { past: past.slice(0, -1), present: before, future: [present, ...future] }
    : { past, present, future };
}

export function redo({ past, present, future }: History): History {
  const [next, ...rest] = future;
  return next ? { past: [...past, present], present: next, future: rest } : { past, present, future };
}

/** Every step as if it had begun elsewhere. */
export function rebase({ past, present, future }: History, change: (looks: Looks) => Looks): History {
  return { past: past.map(change), present: change(present), future: future.map(change) };
}

export const all = ({ past, present, future }: History): readonly Looks[] => [...past, present, ...future];

/** The latest, of which bytes are counted once. */
function trim(past: readonly Looks[]): readonly Looks[] {
  const seen = new Set<Uint8Array>();
  let bytes = 0;
  let from = past.length;
  while (from > 0 && past.length - from < MAX_STEPS) {
    for (const { bytes: some } of past[from - 1]!.flatMap(({ media }) => media)) {
      if (some && !seen.has(some)) bytes += some.length;
      if (some) seen.add(some);
    }
    if (bytes > MAX_BYTES) break;
    from -= 1;
  }
  return past.slice(from);
}
