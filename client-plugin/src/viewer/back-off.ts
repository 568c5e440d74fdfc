// The negative cache: what failed is not tried again at once, and later each time, at a moment of its own (jitter), so
// that a broken scheme causes no loop and a service that comes back is not met by everybody at once.
import { SchemeError } from "@status-scheme/protocol/viewing";
import type { Deps } from "./deps.ts";

export interface BackOff {
  /** Notes a failure. Returns when to try again: ms since the epoch. */
  readonly fail: (key: string, error: unknown) => number;
  /** When to try again, if that is still to come. */
  readonly until: (key: string) => number | undefined;
  readonly clear: (key: string) => void;
  /** Nothing of it counts any more. */
  readonly forget: () => void;
  /**
   * Who did not answer is back: keys that begin so need wait no longer, but for the time that was asked for. What was
   * refused still waits (draft, section 7.9). The next failure waits longer.
   */
  readonly hurry: (prefix: string) => void;
}

interface Entry {
  readonly failures: number;
  until: number;
  /** When to try again where whoever failed is back. */
  readonly earliest: number;
}

const FIRST_MS = 60_000;
/** What passes by itself: a service that restarts, a limit of rate. */
const FIRST_PASSING_MS = 5_000;
const MAX_MS = 6 * 3_600_000;
/** With its jitter. */
const LONGEST_MS = 1.5 * MAX_MS;
const MAX_ENTRIES = 5_000;
const PASSING: readonly string[] = ["try-later", "rate-exceeded", "quota-exceeded"] satisfies SchemeError["code"][];

/** It may go away by itself. */
export function isPassing(error: unknown): boolean {
  return PASSING.includes((error as Partial<SchemeError>).code ?? "");
}

/**
 * What was answered in the name of a listed service: that it is unavailable is what some servers say in the place of one that is
 * only away, or `forbidden`, where they may not look for it elsewhere (draft, section 7.9); and passes. `mayForbid`: whoever was
 * asked may have said the latter itself, which a service does to no `check`, `fetch` or `sync`.
 */
export function asFromService(error: unknown, mayForbid?: boolean): unknown {
  const { code, detail } = error as Partial<SchemeError>;
  return code === "service-unavailable" || (code === "forbidden" && !mayForbid)
    ? new SchemeError("try-later", detail, { cause: error })
    : error;
}

export function createBackOff({ now, random }: Pick<Deps, "now" | "random">): BackOff {
  const entries = new Map<string, Entry>();
  return {
    fail(key, error) {
      const failures = (entries.get(key)?.failures ?? 0) + 1;
      const first = isPassing(error) ? FIRST_PASSING_MS : FIRST_MS;
      const asked = Math.min(((error as Partial<SchemeError>).detail?.after ?? 0) * 1_000, MAX_MS);
      const wait = Math.min(first * 2 ** (failures - 1), MAX_MS);
      // Never before the time a service asked for.
      const until = now() + Math.max(wait * (0.5 + random()), asked * (1 + random() / 2));
      entries.delete(key);
      if (entries.size >= MAX_ENTRIES) entries.delete(entries.keys().next().value!);
      const isUnanswered = (error as Partial<SchemeError>).code === "try-later";
      entries.set(key, { failures, until, earliest: isUnanswered ? now() + asked : until });
      return until;
    },
    until(key) {
      const { until = 0 } = entries.get(key) ?? {};
      // Where it is longer than any wait, the clock was put right since.
      return until > now() && until <= now() + LONGEST_MS ? until : undefined;
    },
    clear: (key) => void entries.delete(key),
    forget: () => entries.clear(),
    hurry(prefix) {
      for (const [key, entry] of entries) {
        if (key.startsWith(prefix)) entry.until = Math.min(entry.until, entry.earliest);
      }
    },
  };
}
