// Announcing a change to all who may see it, by the owner's list up to date. An owner whose list cannot be had waits for it by
// itself, a few tries long: nobody else's notices wait with it. Then those are told who may be by the list there is, and the
// sync of the others tells them. While there is no connection nothing is tried: that says nothing of any list.
import type { Changed } from "@status-scheme/protocol";
import { SchemeError } from "@status-scheme/protocol";
import type { Log } from "../log.ts";
import type { Store } from "../store/store.ts";
import type { Wire } from "./api.ts";
import type { Listeners } from "./listeners.ts";
import type { Tasks } from "./support/tasks.ts";
import { inTime } from "./support/tasks.ts";
import type { Look, Teller } from "./teller.ts";

export interface AnnouncerDeps {
  readonly store: Pick<Store, "audience">;
  readonly listeners: Pick<Listeners, "among">;
  readonly teller: Pick<Teller, "look" | "lookFresh" | "send">;
  readonly isOnline: Wire["isOnline"];
  /** The server lets us read this owner's roster. */
  readonly readable: (owner: string) => boolean;
  /** Brings the owner's list of contacts up to date. @throws SchemeError `try-later` */
  readonly refresh: (owner: string) => Promise<void>;
  readonly tasks: Tasks;
  /** How long a change waits for the owner's list before it is set aside, in milliseconds. */
  readonly patienceMs: number;
  readonly log: Log;
}

export interface Announcer {
  /** Resolves when all are told, or the owner waits by itself. @throws SchemeError `try-later` where there is no connection */
  announce(change: Changed): Promise<void>;
  /** The owner's list is being read for a change that all are about to be told of. */
  isAnnouncing(owner: string): boolean;
  stop(): void;
}

const RETRY_MS = 1_000;
const MAX_RETRY_MS = 5_000;
const MAX_TRIES = 4;
/** Owners that wait by themselves. */
const MAX_LATE = 1_000;

export function createAnnouncer(deps: AnnouncerDeps): Announcer {
  const { store, listeners, teller, isOnline, readable, refresh, tasks, patienceMs, log } = deps;
  const announcing = new Set<string>();
  /** Not kept by the store as untold: what a crash takes of them, a sync tells. */
  const late = new Map<string, NodeJS.Timeout>();
  let isStopped = false;

  const toTell = async (owner: string) => listeners.among([owner, ...(await store.audience(owner))]);

  /** Undefined where the list cannot be had in time. */
  const lookUpToDate = async (owner: string): Promise<readonly Look[] | undefined> => {
    announcing.add(owner);
    const looking = (async () => {
      // Mostly just read, by the publish; where that could not wait, or a crash came between, by now.
      if (readable(owner)) await refresh(owner);
      return teller.lookFresh(owner, await toTell(owner));
    })()
      .catch((err: unknown) => {
        if (!(err instanceof SchemeError)) log.error({ err }, "who is to be told of a change could not be found out");
        throw err;
      })
      .finally(() => announcing.delete(owner));
    return (await inTime(looking, patienceMs)) ? looking : undefined;
  };

  const tell = async ({ owner, stamp }: Changed, looks: readonly Look[]) => {
    // Changed again meanwhile: that change has its own turn.
    const due = looks.filter((one) => one.verdict === "seen" && one.stamp === stamp);
    for (const { viewer } of due) await teller.send(viewer, owner, stamp);
  };

  const forget = (owner: string) => {
    clearTimeout(late.get(owner));
    late.delete(owner);
  };

  /** `tries`: so many were made. */
  const setAside = async (change: Changed, tries: number): Promise<void> => {
    if (isStopped) return;
    const { owner } = change;
    forget(owner);
    if (tries >= MAX_TRIES || late.size >= MAX_LATE) return tell(change, await teller.look(owner, await toTell(owner)));
    const again = () => tasks.behind("change notices could not be sent", () => tryAgain(change, tries));
    late.set(owner, setTimeout(again, Math.min(MAX_RETRY_MS, RETRY_MS * 2 ** (tries - 1))).unref());
  };

  const tryAgain = async (change: Changed, tries: number): Promise<void> => {
    const { owner } = change;
    forget(owner);
    let made = tries;
    try {
      const looks = await lookUpToDate(owner);
      if (looks) return await tell(change, looks);
      if (isOnline()) made += 1;
    } catch (error) {
      // The connection broke while they were told.
      if (!(error instanceof SchemeError)) throw error;
    }
    // An owner that waits again already waits for a later change.
    if (!late.has(owner)) await setAside(change, made);
  };

  return {
    announce: async (change) => {
      forget(change.owner);
      const looks = await lookUpToDate(change.owner);
      if (looks) return tell(change, looks);
      if (!isOnline()) throw new SchemeError("try-later", { reason: "not connected" });
      return setAside(change, 1);
    },
    isAnnouncing: (owner) => announcing.has(owner),
    stop: () => {
      isStopped = true;
      for (const owner of [...late.keys()]) forget(owner);
    },
  };
}
