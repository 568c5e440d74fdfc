// Reading rosters (XEP-0356) without being an amplifier or an oracle (draft, "Security Considerations"): reads are
// coalesced and kept for as long as a grant may rest on them; those behind refusals are spread, limited per owner, and paid
// for by the asker, on one path for every local part of the domains served.
import { SchemeError } from "@status-scheme/protocol";
import type { Log } from "../log.ts";
import { createQueue } from "../media/queue.ts";
import type { RosterItem, RosterReader } from "./api.ts";
import type { Served } from "./served.ts";
import { domainOf } from "./served.ts";
import { createBoundedMap } from "./support/bounded-map.ts";
import type { Buckets } from "./support/buckets.ts";
import { isFresh } from "./visibility.ts";

export interface Roster {
  readonly items: readonly RosterItem[];
  /** When the reading began (ms since the epoch): what changed later may not be in it. */
  readonly readAt: number;
  /** Of two, the one read later has the higher number, whatever the clock did. */
  readonly serial: number;
}

export interface RostersDeps {
  readonly reader: RosterReader;
  readonly served: Served;
  readonly clock: () => number;
  readonly freshMs: number;
  /** A refusal's read follows after a random part of so many milliseconds, not to be timed by what comes next. */
  readonly spreadMs: number;
  /** Reads behind refusals: an account here pays for itself, all accounts of a domain elsewhere together. */
  readonly budget: Buckets;
  /** Takes note of a roster just read, before whoever waits for it goes on. */
  readonly onRead: (owner: string, roster: Roster) => Promise<void>;
  readonly log: Log;
}

export interface Rosters {
  /** The server lets us read this user's roster. */
  readable(owner: string): boolean;
  /** At most `freshMs` old. @throws SchemeError `try-later` */
  read(owner: string): Promise<Roster>;
  /** Read now, whatever is known. @throws SchemeError `try-later` */
  reread(owner: string): Promise<Roster>;
  /** Reads the owner's roster some time after a refusal. Returns at once; costs the same whoever the owner is. */
  readBehind(owner: string, asker: string): void;
  stop(): void;
}

/** Rosters kept, in items: some tens of megabytes. */
const ROOM = 100_000;
const MAX_PENDING = 10_000;
const CONCURRENCY_BEHIND = 4;

export function createRosters(deps: RostersDeps): Rosters {
  const { reader, served, clock, freshMs, spreadMs, budget, onRead, log } = deps;
  const kept = createBoundedMap<Roster>(ROOM, ({ items }) => items.length + 1);
  const underWay = new Map<string, Promise<Roster>>();
  const pending = new Map<string, NodeJS.Timeout>();
  const refusedAt = createBoundedMap<number>(MAX_PENDING);
  const behind = createQueue({ concurrency: CONCURRENCY_BEHIND, waiting: MAX_PENDING });
  let serial = 0;
  let isStopped = false;

  const age = () => ({ now: clock(), freshMs });
  const readable = (owner: string) => served(owner) && reader.granted(domainOf(owner));

  const fetch = async (owner: string): Promise<Roster> => {
    if (!readable(owner)) throw new SchemeError("try-later", { reason: "the server does not let the roster be read" });
    const begun = { readAt: clock(), serial: ++serial };
    const roster = { ...begun, items: await reader.read(owner) };
    kept.set(owner, roster);
    await onRead(owner, roster);
    return roster;
  };

  const reread = (owner: string): Promise<Roster> => {
    const running = underWay.get(owner);
    if (running) return running;
    const reading = fetch(owner).finally(() => underWay.delete(owner));
    underWay.set(owner, reading);
    return reading;
  };

  const readRefused = async (owner: string): Promise<void> => {
    pending.delete(owner);
    refusedAt.set(owner, clock());
    try {
      await behind.run(async () => isStopped || (await reread(owner)));
    } catch (err) {
      if (!(err instanceof SchemeError)) log.error({ err }, "a roster could not be noted");
    }
  };

  return {
    readable,
    reread,
    read: async (owner) => {
      const known = kept.get(owner);
      return known && isFresh(known.readAt, age()) ? known : reread(owner);
    },
    readBehind: (owner, asker) => {
      // The domain is no secret; from here on nothing depends on who the owner is, or on what the owner did: only on
      // refusals. A recent read for any other reason (a publish, say) changes nothing.
      if (!readable(owner) || pending.has(owner) || pending.size >= MAX_PENDING) return;
      if (!budget.tryTake(served(asker) ? asker : domainOf(asker))) return;
      // Asked again too soon, the read is put off and not left out: sight given meanwhile is noticed in time.
      const last = refusedAt.get(owner);
      const putOff = last !== undefined && isFresh(last, age()) ? last + freshMs - clock() : 0;
      const timer = setTimeout(() => void readRefused(owner), putOff + Math.random() * spreadMs);
      pending.set(owner, timer.unref());
    },
    stop: () => {
      isStopped = true;
      for (const timer of pending.values()) clearTimeout(timer);
      pending.clear();
    },
  };
}
