// Bringing the lists of several owners up to date while an answer waits: few at a time, and not for long (ARCHITECTURE,
// "Sync").
import { SchemeError } from "@status-scheme/protocol";
import type { Log } from "../log.ts";
import type { Contacts } from "./contacts.ts";
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

const CONCURRENCY = 4;

export function createConfirm({ contacts, clock, log }: ConfirmDeps): Confirm {
  return async (owners, deadline) => {
    const unread = new Set(owners);
    if (unread.size === 0) return unread;
    const line = owners.values();
    // All take from one line. Whoever fails stops: where one roster cannot be had the next cannot either.
    const work = async () => {
      for (const owner of line) {
        try {
          await contacts.refresh(owner);
        } catch (err) {
          if (!(err instanceof SchemeError)) log.error({ err }, "a roster could not be noted");
          return;
        }
        unread.delete(owner);
      }
    };
    await inTime(Promise.all(Array.from({ length: CONCURRENCY }, work)), deadline - clock());
    return new Set(unread);
  };
}
