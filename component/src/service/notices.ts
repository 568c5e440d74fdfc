// Change notices (draft, "Change Notices"): to listening viewers who may see the owner, and to the owner's own devices; after
// the commit, and after a crash for those before it. Who is blocked or sees no longer hears nothing.
import type { Stamp } from "@status-scheme/protocol";
import { SchemeError } from "@status-scheme/protocol";
import type { Log } from "../log.ts";
import type { SightFacts, Store } from "../store/store.ts";
import type { Wire } from "./api.ts";
import type { Listeners } from "./listeners.ts";
import { bareOf } from "./served.ts";
import type { Tasks } from "./support/tasks.ts";
import type { Verdict } from "./visibility.ts";

export interface NoticesDeps {
  readonly store: Pick<Store, "facts" | "audience" | "tell" | "unnotified" | "renotify" | "notified">;
  readonly listeners: Pick<Listeners, "of" | "among" | "remove" | "admit">;
  readonly notify: Wire["notify"];
  /** May the viewer be told of the owner unasked? */
  readonly verdict: (facts: SightFacts, viewer: string) => Verdict;
  /** The server lets us read this owner's roster. */
  readonly readable: (owner: string) => boolean;
  /** Brings the owner's list of contacts up to date. @throws SchemeError `try-later` */
  readonly refresh: (owner: string) => Promise<void>;
  readonly tasks: Tasks;
  readonly clock: () => number;
  readonly log: Log;
}

export interface Notices {
  /**
   * Takes up what the run before left untold, and tells once more what changed right before it ended: who was told and asked
   * then may have got no answer, and who synced then and comes only now is to be welcomed with it.
   */
  start(): Promise<void>;
  /** There may be committed changes that nobody was told of. */
  wake(): void;
  /** Runs a change of who may see, then, behind the answer, tells those of the viewers (bare JIDs) who see since. */
  around<T>(owner: string, viewers: readonly string[], change: () => Promise<T>): Promise<T>;
  /** Tells a new listener what changed while it was on its way here: between its sync and its presence. */
  welcome(fullJid: string): Promise<void>;
  stop(): void;
}

const BATCH = 100;
const RETRY_MS = 1_000;
const MAX_RETRY_MS = 5_000;
/** Tries to bring an owner's list up to date before those it is needed for go without a notice: their sync tells them. */
const MAX_TRIES = 4;
/** How long a viewer may take from its sync to its presence, and a service from its end to its next start. */
const RECENT_MS = 30_000;
const MAX_RECENT = 200;

export function createNotices(deps: NoticesDeps): Notices {
  const { store, listeners, notify, verdict, readable, refresh, tasks, clock, log } = deps;
  const recent = new Map<string, number>();
  let isDraining = false;
  let isWoken = false;
  let failures = 0;
  let unreadable = 0;
  /** The owner whose list is being read for a change that all are about to be told of. */
  let announcing: string | undefined;
  let retry: NodeJS.Timeout | undefined;
  let isStopped = false;

  const remember = (owner: string) => {
    recent.delete(owner);
    recent.set(owner, clock());
    for (const oldest of recent.keys()) {
      if (recent.size <= MAX_RECENT) break;
      recent.delete(oldest);
    }
  };

  /** What each viewer may be told of the owner, and the stamp to tell. */
  const look = async (owner: string, viewers: readonly string[]) => {
    const looks: { viewer: string; verdict: Verdict; stamp: Stamp }[] = [];
    for (const viewer of viewers) {
      const [facts] = await store.facts([owner], viewer);
      if (facts?.stamp !== undefined) looks.push({ viewer, verdict: verdict(facts, viewer), stamp: facts.stamp });
    }
    return looks;
  };

  /** The same with lists up to date. @throws SchemeError `try-later` */
  const lookFresh = async (owner: string, viewers: readonly string[]) => {
    const looks = await look(owner, viewers);
    if (!looks.some((one) => one.verdict === "unconfirmed")) return looks;
    await refresh(owner);
    return look(owner, viewers);
  };

  /** A notice tells a viewer that it sees the owner: should that end, its next sync says so. */
  const record = async (viewer: string, owners: readonly string[]) => {
    const shown = owners.filter((owner) => owner !== viewer);
    if (shown.length > 0) await store.tell(viewer, { shown, hidden: [] });
  };

  const send = async (viewer: string, owner: string, stamp: Stamp) => {
    await record(viewer, [owner]);
    for (const fullJid of listeners.of(viewer)) await sendTo(fullJid, owner, stamp);
  };

  const sendTo = async (fullJid: string, owner: string, stamp: Stamp) => {
    try {
      await notify(fullJid, { owner, stamp });
    } catch (err) {
      if (err instanceof SchemeError && err.code === "try-later") throw err;
      // What cannot be sent to one must not keep the others waiting.
      log.warn({ err }, "a change notice could not be sent");
      await listeners.remove(fullJid);
    }
  };

  const announce = async (owner: string, stamp: Stamp) => {
    remember(owner);
    const toTell = async () => listeners.among([owner, ...(await store.audience(owner))]);
    let looks: Awaited<ReturnType<typeof look>>;
    try {
      // Mostly just read, by the publish; where that could not wait, or a crash came between, by now.
      announcing = owner;
      if (readable(owner)) await refresh(owner);
      announcing = undefined;
      looks = await lookFresh(owner, await toTell());
    } catch (error) {
      announcing = undefined;
      // Not for ever, or one list that cannot be read would keep everyone's notices waiting.
      unreadable += 1;
      if (unreadable < MAX_TRIES) throw error;
      looks = await look(owner, await toTell());
    }
    // Changed again meanwhile: that change has its own turn.
    const due = looks.filter((one) => one.verdict === "seen" && one.stamp === stamp);
    for (const { viewer } of due) await send(viewer, owner, stamp);
  };

  // In the order of the store's sequence, each marked once told: the same after a commit and after a crash.
  const drain = async () => {
    for (let changes = await store.unnotified(BATCH); changes.length > 0; changes = await store.unnotified(BATCH)) {
      for (const { owner, stamp, seq } of changes) {
        if (isStopped) return;
        await announce(owner, stamp);
        await store.notified(seq);
        failures = unreadable = 0;
      }
    }
  };

  const wake = () => {
    isWoken = true;
    if (isDraining || isStopped) return;
    isDraining = true;
    clearTimeout(retry);
    tasks.behind("change notices could not be sent", async () => {
      try {
        while (isWoken) {
          isWoken = false;
          await drain();
        }
      } catch (error) {
        const ms = Math.min(MAX_RETRY_MS, RETRY_MS * 2 ** failures);
        failures += 1;
        if (!isStopped) retry = setTimeout(wake, ms).unref();
        throw error;
      } finally {
        isDraining = false;
      }
    });
  };

  return {
    start: async () => {
      await store.renotify(clock() - RECENT_MS, MAX_RECENT);
      wake();
    },
    wake,
    around: async (owner, viewers, change) => {
      const seeing = (await look(owner, listeners.among(viewers))).filter(({ verdict }) => verdict !== "unseen");
      const before = new Set(seeing.map(({ viewer }) => viewer));
      const result = await change();
      // From here on whoever comes is known by the change itself.
      await listeners.admit(viewers);
      remember(owner);
      // Those about to be told of a change hear of it once.
      if (owner === announcing) return result;
      const others = listeners.among(viewers).filter((viewer) => !before.has(viewer));
      if (others.length > 0) {
        tasks.behind("viewers could not be told what they see now", async () => {
          for (const one of await lookFresh(owner, others)) {
            if (one.verdict === "seen") await send(one.viewer, owner, one.stamp);
          }
        });
      }
      return result;
    },
    welcome: async (fullJid) => {
      const since = clock() - RECENT_MS;
      const owners = [...recent].filter(([, at]) => at >= since).map(([owner]) => owner);
      if (owners.length === 0) return;
      const viewer = bareOf(fullJid);
      const facts = await store.facts(owners, viewer);
      const seen = facts.filter((one) => one.stamp !== undefined && verdict(one, viewer) === "seen");
      await record(
        viewer,
        seen.map(({ owner }) => owner),
      );
      for (const { owner, stamp } of seen) await sendTo(fullJid, owner, stamp!);
    },
    stop: () => {
      isStopped = true;
      clearTimeout(retry);
    },
  };
}
