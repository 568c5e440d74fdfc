// The service as it runs, from the stanza that comes in to the one that goes out: the real router, services, slots and
// media URLs over a store in memory. Given are the clock, the rosters and what the media pipeline makes of an upload.
import { readFileSync } from "node:fs";
import { DEFAULT_LIMITS, NS, SchemeError } from "@status-scheme/protocol";
import type { Element } from "@status-scheme/protocol";
import { silentLog } from "../../../component/src/log.ts";
import { createMemoryBlobs } from "../../../component/src/blob/memory.ts";
import { createMediaUrls } from "../../../component/src/http/media-url.ts";
import { createSlots } from "../../../component/src/http/slots.ts";
import type { MediaPipeline } from "../../../component/src/media/media.ts";
import type { RosterItem } from "../../../component/src/service/api.ts";
import { createServices } from "../../../component/src/service/services.ts";
import { createMemoryStore } from "../../../component/src/store/memory/memory-store.ts";
import { createGate } from "../../../component/src/xmpp/gate.ts";
import { createHandlers } from "../../../component/src/xmpp/handlers/index.ts";
import { createInbound } from "../../../component/src/xmpp/inbound.ts";
import { createLastWords } from "../../../component/src/xmpp/last-words.ts";
import { createListening } from "../../../component/src/xmpp/listening.ts";
import { createNotifier } from "../../../component/src/xmpp/notifier.ts";
import { createPrivilege } from "../../../component/src/xmpp/privilege.ts";
import { createRouter } from "../../../component/src/xmpp/router.ts";

export const SERVICE = "schemes.capulet.lit";
const SERVED = "capulet.lit";
const ORIGIN = "https://schemes.capulet.lit";
const FRIENDS = ["juliet", "romeo", "mercutio", "benvolio"].map((name) => `${name}@${SERVED}`);
const PARIS = "paris@verona.lit";
/** What juliet's dnd.png is re-encoded to; kept, because the encoder's version is no part of the protocol. */
const WEBP = readFileSync(new URL("../flows/dnd.webp", import.meta.url));

const asServed: MediaPipeline["normalise"] = async () => ({
  ...{ bytes: WEBP, mediaType: "image/webp", width: 256, height: 256 },
});

export interface ServiceOptions {
  /** The server lets the service read rosters. Default: it does. */
  readonly readsRosters?: boolean;
  /** Schemes on a page of a sync. */
  readonly pageEntries?: number;
  /** What an upload is made into. Default: juliet's dnd.png as served. */
  readonly normalise?: MediaPipeline["normalise"];
}
export interface RunningService {
  readonly feed: (stanza: Element) => void;
  /** What it sent and nobody took yet. */
  readonly sent: Element[];
  /** Resolves when everything that was fed, and what it led to, is finished. */
  readonly idle: () => Promise<void>;
  /** Milliseconds since the epoch. */
  now: number;
  /** The server answers when a roster is asked for. Default: it does. */
  answersRosters: boolean;
  /** An operator's order: the medium of this SHA-256, in hexadecimal digits. */
  readonly block: (hash: string) => Promise<unknown>;
  /** What a PUT does. */
  readonly put: (url: string, bytes: Uint8Array) => Promise<void>;
  /** The elements of our namespace that it answers to. */
  readonly verbs: readonly string[];
  readonly stop: () => Promise<void>;
}

export async function startService(options: ServiceOptions = {}): Promise<RunningService> {
  const { readsRosters = true, pageEntries = 200, normalise = asServed } = options;
  let answersRosters = true;
  let now = 0;
  const clock = () => now;
  const [store, blobs] = [createMemoryStore(), createMemoryBlobs({ clock })];
  await store.open();
  await blobs.open();
  const sent: Element[] = [];
  const send = async (stanza: Element) => void sent.push(stanza);
  const limits = DEFAULT_LIMITS;
  const common = { baseUrl: ORIGIN, clock };
  const slots = createSlots({ ...common, secret: await store.secret("slots"), ttlSeconds: 300, limits });
  const services = createServices({
    ...{ store, blobs, slots, limits, clock },
    media: {
      normalise,
      still: () => Promise.reject(new Error("nothing here moves")),
    },
    mediaUrls: createMediaUrls({ ...common, secret: await store.secret("media"), ttlSeconds: 3600 }),
    wire: {
      isOnline: () => true,
      notify: createNotifier({ domain: SERVICE, send }),
      rosters: {
        granted: (domain) => readsRosters && domain === SERVED,
        read: async (owner) => {
          if (!answersRosters) throw new SchemeError("try-later", { reason: "the roster could not be read" });
          return rosterOf(owner);
        },
      },
    },
    secret: await store.secret("sync"),
    serves: [SERVED],
    log: silentLog,
    tuning: { spreadMs: 0, pageEntries },
  });
  await services.start();

  const gate = createGate({ total: 256, perAsker: 128 });
  const software = { name: "status-scheme-component", version: "0" };
  const handlers = createHandlers({
    services,
    domain: SERVICE,
    admins: [],
    software,
    name: "Status schemes",
    limits,
    origins: [ORIGIN],
  });
  const wired = { domain: SERVICE, limits, send, gates: { get: gate, set: gate }, log: silentLog };
  const words = createLastWords({ listeners: services.listeners, gate, log: silentLog });
  const feed = createInbound({
    router: createRouter({ ...wired, handlers }),
    listening: createListening({ ...wired, words }),
    privilege: createPrivilege({ ...wired, serves: [SERVED] }),
  });

  const service: RunningService = {
    feed,
    sent,
    verbs: handlers.filter(({ ns }) => ns === NS).map(({ name }) => name),
    get now() {
      return now;
    },
    set now(time) {
      now = time;
    },
    get answersRosters() {
      return answersRosters;
    },
    set answersRosters(does) {
      answersRosters = does;
    },
    block: (hash) => services.moderation.block(hash, { by: "operator" }),
    idle: async () => {
      if (!(await gate.empty(10_000))) throw new Error("a request is not answered");
      await services.idle();
    },
    put: async (url, bytes) => {
      const grant = slots.verifyPut(url.split("/").at(-1)!);
      if (grant?.size !== bytes.length) throw new Error("not what the slot is for");
      const body = Object.assign([bytes], {
        [Symbol.asyncIterator]: async function* () {
          yield bytes;
        },
      });
      await blobs.stage(grant.id, body, bytes.length);
    },
    stop: async () => {
      await services.stop();
      await store.close();
      await blobs.close();
    },
  };
  return service;
}

/** Draft, "The Examples": who is whose contact. */
function rosterOf(owner: string): RosterItem[] {
  if (!FRIENDS.includes(owner)) return [];
  const contacts = [...FRIENDS.filter((friend) => friend !== owner), ...(owner === FRIENDS[0] ? [PARIS] : [])];
  return contacts.map((jid) => ({ jid, subscription: "both", groups: [] }));
}
