// Who may see (ARCHITECTURE, "Who may see"; draft, "Access"): pure functions of the facts of one owner and one viewer, and of
// the age of the owner's list of contacts. Every answer and every notice is decided here.
import type { SightFacts } from "../store/store.ts";

/**
 * How old, in milliseconds, a list read from the server may be for a grant to rest on it, unless the operator wants it
 * younger: sight changes within that.
 */
export const LIST_FRESH_MS = 60_000;

/**
 * `unconfirmed`: seen, by a list that may have changed since it was read. Such a grant waits for a fresh read. A refusal is
 * never in doubt: it is given at once, and the list is read behind it.
 */
export type Verdict = "seen" | "unconfirmed" | "unseen";

export interface Age {
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly freshMs: number;
}

/** May the viewer see what the owner shows? Whether there is anything to see is not asked here. */
export function decide(facts: SightFacts, viewer: string, age: Age): Verdict {
  if (viewer === facts.owner) return "seen";
  if (facts.blocked || facts.suspended) return "unseen";
  switch (facts.model) {
    case "open":
      return "seen";
    case "whitelist":
      return facts.allowed ? "seen" : "unseen";
    case "presence":
      return facts.contact ? byList(facts, age) : "unseen";
    case "roster":
      return facts.contact?.groups.some((group) => facts.groups.includes(group)) ? byList(facts, age) : "unseen";
  }
}

/**
 * May the viewer be told of the owner unasked, by sync or notice? Who sees only because the access is `open` may not, or
 * whoever asks could harvest everyone.
 */
export function decideUnasked(facts: SightFacts, viewer: string, age: Age): Verdict {
  const isNamed = viewer === facts.owner || facts.allowed || facts.contact !== undefined;
  return isNamed ? decide(facts, viewer, age) : "unseen";
}

/** The list does not have the viewer, but is so old that it may by now, and that would give sight. */
export function mayHaveJoined(facts: SightFacts, viewer: string, age: Age): boolean {
  if (viewer === facts.owner || facts.blocked || facts.suspended || facts.contact || facts.model === "whitelist")
    return false;
  return byList(facts, age) === "unconfirmed";
}

/** What was read in the future was read before the clock was set back: nobody knows when. */
export function isFresh(readAt: number, { now, freshMs }: Age): boolean {
  const ms = now - readAt;
  return ms >= 0 && ms <= freshMs;
}

function byList(facts: SightFacts, age: Age): Verdict {
  // What the owner's client supplies it keeps in step with its roster.
  if (facts.contactsSupplied) return "seen";
  return facts.contactsReadAt !== undefined && isFresh(facts.contactsReadAt, age) ? "seen" : "unconfirmed";
}
