// Bringing the lists of several owners up to date while an answer waits: few of each domain at a time, and not for long
// (ARCHITECTURE, "Sync").
import { SchemeError } from "@status-scheme/protocol";
import type { Log } from "../log.ts";
import type { Contacts } from "./contacts.ts";
import { domainOf } from "./served.ts";
import { createBoundedMap } from "./support/bounded-map.ts";
import { inTime } from "./support/tasks.ts";

/**
 * Resolves, at the deadline (ms since the epoch) at the latest, to those of the owners whose lists could not be read by
 * then. What is under way goes on: sight that it gives comes by notice.
 */
export type Confirm = (owners: readonly string[], deadline: number) => Promise<ReadonlySet<string>>;

export interface ConfirmDeps {
  readonly contacts: Pick<Contacts, "refresh">;
  readonly clock: () => number;
  readonly log: Log;
}

/** Of each domain. */
const CONCURRENCY = 4;
/** Owners whose lists could not be read the last time. */
const MAX_TROUBLED = 10_000;

export function createConfirm({ contacts, clock, log }: ConfirmDeps): Confirm {
  const troubled = createBoundedMap<true>(MAX_TROUBLED);

  /** False where it could not be read. */
  const refresh = async (owner: string): Promise<boolean> => {
    // One that is not answered for is one of these already by the next time.
    troubled.set(owner, true);
    try {
      await contacts.refresh(owner);
    } catch (err) {
      if (!(err instanceof SchemeError)) log.error({ err }, "a roster could not be noted");
      return false;
    }
    troubled.delete(owner);
    return true;
  };

  /** Those that made trouble come last: they keep nobody from being read, however many they are. */
  const lineOf = (owners: readonly string[]) => {
    const last = new Set(owners.filter((owner) => troubled.get(owner) !== undefined));
    return [...owners.filter((owner) => !last.has(owner)), ...last].values();
  };

  return async (owners, deadline) => {
    const unread = new Set(owners);
    if (unread.size === 0) return unread;
    // All take from one line. Whoever fails stops: where one roster of a domain cannot be had the next cannot either.
    const work = async (line: Iterable<string>) => {
      for (const owner of line) {
        if (!(await refresh(owner))) return;
        unread.delete(owner);
      }
    };
    const lines = [...Map.groupBy(owners, domainOf).values()].map(lineOf);
    const workers = lines.flatMap((line) => Array.from({ length: CONCURRENCY }, () => work(line)));
    await inTime(Promise.all(workers), deadline - clock());
    return new Set(unread);
  };
}
