// Telling viewers of a change (draft, "Change Notices"): who of them may be told, and the notices themselves. Nobody is told of
// what they do not see, and who is told is known to see: should that end, the next sync says so.
import type { Stamp } from "@status-scheme/protocol";
import { SchemeError } from "@status-scheme/protocol";
import type { Log } from "../log.ts";
import type { SightFacts, Store } from "../store/store.ts";
import type { Wire } from "./api.ts";
import type { Listeners } from "./listeners.ts";
import type { Verdict } from "./visibility.ts";

export interface TellerDeps {
  readonly store: Pick<Store, "facts" | "tell">;
  readonly listeners: Pick<Listeners, "of" | "remove">;
  readonly notify: Wire["notify"];
  /** May the viewer be told of the owner unasked? */
  readonly verdict: (facts: SightFacts, viewer: string) => Verdict;
  /** Brings the owner's list of contacts up to date. @throws SchemeError `try-later` */
  readonly refresh: (owner: string) => Promise<void>;
  readonly log: Log;
}

/** What a viewer may be told of an owner, and the stamp to tell. */
export interface Look {
  readonly viewer: string;
  readonly verdict: Verdict;
  readonly stamp: Stamp;
}

/** Whatever sends throws SchemeError `try-later` where there is no connection, and from `stop` on. */
export interface Teller {
  /** By the list there is. */
  look(owner: string, viewers: readonly string[]): Promise<readonly Look[]>;
  /** By a list up to date, where that matters. @throws SchemeError `try-later` */
  lookFresh(owner: string, viewers: readonly string[]): Promise<readonly Look[]>;
  /** To every device of a viewer that listens. */
  send(viewer: string, owner: string, stamp: Stamp): Promise<void>;
  /** To one device, of whatever of these owners its viewer may be told of. */
  sendAll(fullJid: string, viewer: string, owners: readonly string[]): Promise<void>;
  /** Nothing is sent any more. */
  stop(): void;
}

export function createTeller({ store, listeners, notify, verdict, refresh, log }: TellerDeps): Teller {
  let isStopped = false;

  const look = async (owner: string, viewers: readonly string[]) => {
    const looks: Look[] = [];
    for (const viewer of viewers) {
      const [facts] = await store.facts([owner], viewer);
      if (facts?.stamp !== undefined) looks.push({ viewer, verdict: verdict(facts, viewer), stamp: facts.stamp });
    }
    return looks;
  };

  const record = async (viewer: string, owners: readonly string[]) => {
    requireRunning();
    const shown = owners.filter((owner) => owner !== viewer);
    if (shown.length > 0) await store.tell(viewer, { shown, hidden: [] });
  };

  const requireRunning = () => {
    if (isStopped) throw new SchemeError("try-later", { reason: "stopping" });
  };

  const sendTo = async (fullJid: string, owner: string, stamp: Stamp) => {
    requireRunning();
    try {
      await notify(fullJid, { owner, stamp });
    } catch (err) {
      if (err instanceof SchemeError && err.code === "try-later") throw err;
      // What cannot be sent to one must not keep the others waiting.
      log.warn({ err }, "a change notice could not be sent");
      await listeners.remove(fullJid);
    }
  };

  return {
    look,
    lookFresh: async (owner, viewers) => {
      const looks = await look(owner, viewers);
      if (!looks.some((one) => one.verdict === "unconfirmed")) return looks;
      await refresh(owner);
      return look(owner, viewers);
    },
    send: async (viewer, owner, stamp) => {
      await record(viewer, [owner]);
      for (const fullJid of listeners.of(viewer)) await sendTo(fullJid, owner, stamp);
    },
    sendAll: async (fullJid, viewer, owners) => {
      const facts = await store.facts(owners, viewer);
      const seen = facts.filter((one) => one.stamp !== undefined && verdict(one, viewer) === "seen");
      const shown = seen.map(({ owner }) => owner);
      await record(viewer, shown);
      for (const { owner, stamp } of seen) await sendTo(fullJid, owner, stamp!);
    },
    stop: () => {
      isStopped = true;
    },
  };
}
