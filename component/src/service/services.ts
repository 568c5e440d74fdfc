// The services, put together: every rule about who, how often and in what order is here or in what is wired here; the XMPP
// side only decodes, asks and encodes.
import type { Limits } from "@status-scheme/protocol";
import type { BlobStore } from "../blob/blob-store.ts";
import { createSerial } from "../blob/serial.ts";
import { createTokenSigner } from "../http/token.ts";
import type { Log } from "../log.ts";
import type { MediaPipeline } from "../media/media.ts";
import type { SightFacts, Store } from "../store/store.ts";
import { createAccess } from "./access.ts";
import { createAnnouncer } from "./announcer.ts";
import type { Services, Wire } from "./api.ts";
import { createAttendance } from "./attendance.ts";
import { createBits } from "./bits.ts";
import { createCheck } from "./check.ts";
import { createConfirm } from "./confirm.ts";
import type { Contacts } from "./contacts.ts";
import { createContacts } from "./contacts.ts";
import { createExhibit } from "./exhibit.ts";
import type { Exhibit } from "./exhibit.ts";
import { createFetch } from "./fetch.ts";
import { createListeners } from "./listeners.ts";
import { createModeration } from "./moderation.ts";
import type { Notices } from "./notices.ts";
import { createNotices } from "./notices.ts";
import type { MediaUrlSigner } from "./presenter.ts";
import { createPresenter } from "./presenter.ts";
import { createPrepareMedia } from "./publish-media.ts";
import type { UploadNames } from "./publish-media.ts";
import { createPublish } from "./publish.ts";
import type { Purge } from "./purge.ts";
import { createPurge } from "./purge.ts";
import type { Rates } from "./rates.ts";
import { defaultRates } from "./rates.ts";
import { createReport } from "./report.ts";
import { createRosters } from "./rosters.ts";
import { bareOf, createServed } from "./served.ts";
import { createSight } from "./sight.ts";
import type { SlotIssuer } from "./slot.ts";
import { createSlotService } from "./slot.ts";
import type { Rate } from "./support/buckets.ts";
import { createBuckets } from "./support/buckets.ts";
import { createTasks } from "./support/tasks.ts";
import { createSurvey } from "./survey.ts";
import { createSyncTokens } from "./sync-token.ts";
import { createSync } from "./sync.ts";
import { createTeller } from "./teller.ts";
import { decide, decideUnasked, LIST_FRESH_MS, mayHaveJoined } from "./visibility.ts";

export interface ServicesDeps {
  /** Open. */
  readonly store: Store;
  readonly blobs: BlobStore;
  readonly media: MediaPipeline;
  readonly wire: Wire;
  readonly mediaUrls: MediaUrlSigner;
  readonly slots: SlotIssuer & UploadNames;
  /** 32 bytes that only this store's services know, for sync tokens (`store.secret`). */
  readonly secret: Uint8Array;
  /** The domains whose users may publish. */
  readonly serves: readonly string[];
  readonly limits: Limits;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  readonly log: Log;
  readonly tuning?: Partial<Tuning>;
}

/** Times in milliseconds. */
export interface Tuning {
  readonly rates: Partial<Rates>;
  /** How old a contact list may be for a grant to rest on it. */
  readonly freshMs: number;
  /** A refusal's roster read follows after a random part of it. */
  readonly spreadMs: number;
  /** How long an answer waits for rosters. */
  readonly patienceMs: number;
  /** Entries of a sync answer. */
  readonly pageEntries: number;
}

const DEFAULT_TUNING: Tuning = {
  rates: {},
  freshMs: LIST_FRESH_MS,
  spreadMs: 250,
  patienceMs: 2_000,
  pageEntries: 200,
};

export interface RunningServices extends Services, Exhibit {
  /** Takes up what the last run left: its listeners, and notices that did not go out. */
  readonly start: () => Promise<void>;
  /** Resolves when everything accepted is finished. */
  readonly idle: () => Promise<void>;
  /** Takes up nothing by itself any more. Notices that are still due go out after the next start. */
  readonly stop: () => Promise<void>;
  /** Purges owners that neither published, changed access nor showed up since (ms since the epoch), until told to stop; how many. */
  readonly purgeUnseen: Purge["unseenSince"];
}

export function createServices(deps: ServicesDeps): RunningServices {
  const { store, blobs, media, wire, mediaUrls, slots, secret, serves, limits, clock, log } = deps;
  const tuning = { ...DEFAULT_TUNING, ...deps.tuning };
  const { freshMs, patienceMs } = tuning;
  const rates = { ...defaultRates(limits), ...tuning.rates };

  const served = createServed(serves);
  const inTurn = createSerial();
  const tasks = createTasks(log);
  const attendance = createAttendance({ store, clock, log });
  const listeners = createListeners({ store, served });

  const age = () => ({ now: clock(), freshMs });
  const verdict = (facts: SightFacts, viewer: string) => decide(contacts.current(facts), viewer, age());
  // What is left of a domain served no longer is out of sight.
  const unasked = (facts: SightFacts, viewer: string) =>
    served(facts.owner) ? decideUnasked(contacts.current(facts), viewer, age()) : "unseen";

  // Lists come from rosters, notices from changes of lists, and both need what the other knows: wired as they are called.
  const rosters = createRosters({
    reader: wire.rosters,
    served,
    clock,
    freshMs,
    spreadMs: tuning.spreadMs,
    budget: createBuckets(rates.roster, clock),
    onRead: (owner, roster) => contacts.note(owner, roster),
    log,
  });
  const contacts: Contacts = createContacts({
    store,
    rosters,
    around: (owner, viewers, change) => notices.around(owner, viewers, change),
  });
  const { refresh } = contacts;
  const teller = createTeller({ store, listeners, notify: wire.notify, verdict: unasked, refresh, log });
  const { readable } = rosters;
  const { isOnline } = wire;
  const announcer = createAnnouncer({
    ...{ store, listeners, teller, tasks, log },
    ...{ isOnline, readable, refresh, patienceMs },
  });
  const notices: Notices = createNotices({ store, listeners, teller, announcer, tasks, clock });

  const present = createPresenter(mediaUrls);
  const sight = createSight({ store, served, contacts, rosters, verdict });
  const exhibit = createExhibit({ store, sight });
  const bits = createBits({ store, blobs, exhibit });
  const confirm = createConfirm({ contacts, clock, log });
  const survey = createSurvey({
    store,
    rosters,
    served,
    confirm,
    verdict: unasked,
    mayHaveJoined: (facts, viewer) =>
      rosters.readable(facts.owner) && mayHaveJoined(contacts.current(facts), viewer, age()),
    onOwner: attendance,
    clock,
  });
  const check = createCheck(sight);
  const fetch = createFetch({ sight, store, present });
  const sync = createSync({
    store,
    tokens: createSyncTokens(createTokenSigner(secret, "sync")),
    survey,
    confirm,
    verdict: unasked,
    clock,
    pageEntries: tuning.pageEntries,
    patienceMs,
  });
  const publish = createPublish({
    store,
    blobs,
    prepareMedia: createPrepareMedia({ blobs, store, media, slots, limits }),
    contacts,
    notices,
    present,
    served,
    inTurn,
    limits,
    making: createBuckets(rates.making, clock),
    clock,
    patienceMs,
    log,
  });
  const access = createAccess({ store, rosters, contacts, notices, served, inTurn, limits, clock });
  const slot = createSlotService({ slots, served, store, budget: createBuckets(rates.upload, clock) });
  const purge = createPurge({ store, contacts, listeners, inTurn });
  const moderation = createModeration({ store, blobs, purge: purge.owner, notices, inTurn, track: tasks.track, clock });
  const report = createReport({ store, sight, clock, log });
  const hearing = createBuckets(rates.listen, clock);

  /** At most at the rate, an asker each. */
  const limited = <R, A>(rate: Rate, service: (asker: string, request: A) => Promise<R>) => {
    const buckets = createBuckets(rate, clock);
    return async (asker: string, request: A): Promise<R> => {
      buckets.take(asker);
      return service(asker, request);
    };
  };
  const accessGet = limited(rates.access, (asker) => access.get(asker));

  return {
    check: limited(rates.check, check),
    fetch: limited(rates.fetch, fetch),
    sync: limited(rates.sync, sync),
    publish: limited(rates.publish, (asker, request) => tasks.track(publish(asker, request))),
    access: {
      get: (asker) => accessGet(asker, undefined),
      set: limited(rates.access, (asker, change) => tasks.track(access.set(asker, change))),
    },
    bits: limited(rates.bits, bits),
    slot,
    report: limited(rates.report, (asker, request) => tasks.track(report(asker, request))),
    isShown: exhibit.isShown,
    listeners: {
      available: async (fullJid) => {
        hearing.take(bareOf(fullJid));
        if (!(await listeners.add(fullJid))) return;
        tasks.behind("a new listener could not be told what is new", () => notices.welcome(fullJid));
      },
      unavailable: listeners.remove,
    },
    moderation,
    start: async () => {
      await listeners.load();
      await notices.start();
      tasks.behind("blocked media could not be taken out of schemes", moderation.clean);
    },
    idle: tasks.idle,
    stop: async () => {
      rosters.stop();
      notices.stop();
    },
    purgeUnseen: (time, stopping) => tasks.track(purge.unseenSince(time, stopping)),
  };
}
