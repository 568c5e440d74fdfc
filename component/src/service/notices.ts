// Change notices (draft, "Change Notices"): to listening viewers who may see the owner, and to the owner's own devices; after
// the commit, and after a crash for those before it. Who is blocked or sees no longer hears nothing.
import type { Store } from "../store/store.ts";
import type { Announcer } from "./announcer.ts";
import type { Listeners } from "./listeners.ts";
import { bareOf } from "./served.ts";
import type { Tasks } from "./support/tasks.ts";
import type { Teller } from "./teller.ts";

export interface NoticesDeps {
  readonly store: Pick<Store, "unnotified" | "renotify" | "notified">;
  readonly listeners: Pick<Listeners, "among" | "admit">;
  readonly teller: Teller;
  readonly announcer: Announcer;
  readonly tasks: Tasks;
  readonly clock: () => number;
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
  /** No notice is sent any more. Those that are still due go out after the next start. */
  stop(): void;
}

const BATCH = 100;
const RETRY_MS = 1_000;
const MAX_RETRY_MS = 5_000;
/** How long a viewer may take from its sync to its presence, and a service from its end to its next start. */
const RECENT_MS = 30_000;
const MAX_RECENT = 200;

export function createNotices(deps: NoticesDeps): Notices {
  const { store, listeners, teller, announcer, tasks, clock } = deps;
  const recent = new Map<string, number>();
  let isDraining = false;
  let isWoken = false;
  let failures = 0;
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

  // In the order of the store's sequence, each marked once told: the same after a commit and after a crash.
  const drain = async () => {
    for (let changes = await store.unnotified(BATCH); changes.length > 0; changes = await store.unnotified(BATCH)) {
      for (const { seq, ...change } of changes) {
        remember(change.owner);
        await announcer.announce(change);
        if (isStopped) return;
        await store.notified(seq);
        failures = 0;
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
        while (isWoken && !isStopped) {
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
      const seeing = await teller.look(owner, listeners.among(viewers));
      const before = new Set(seeing.filter(({ verdict }) => verdict !== "unseen").map(({ viewer }) => viewer));
      const result = await change();
      // From here on whoever comes is known by the change itself.
      await listeners.admit(viewers);
      remember(owner);
      // Those about to be told of a change hear of it once.
      if (announcer.isAnnouncing(owner)) return result;
      const others = listeners.among(viewers).filter((viewer) => !before.has(viewer));
      if (others.length > 0) {
        tasks.behind("viewers could not be told what they see now", async () => {
          for (const { viewer, verdict, stamp } of await teller.lookFresh(owner, others)) {
            if (verdict === "seen") await teller.send(viewer, owner, stamp);
          }
        });
      }
      return result;
    },
    welcome: async (fullJid) => {
      const since = clock() - RECENT_MS;
      const owners = [...recent].filter(([, at]) => at >= since).map(([owner]) => owner);
      if (owners.length > 0) await teller.sendAll(fullJid, bareOf(fullJid), owners);
    },
    stop: () => {
      isStopped = true;
      clearTimeout(retry);
      announcer.stop();
      teller.stop();
    },
  };
}
