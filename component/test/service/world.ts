// A small Verona for the services: the stores in memory, the real slots and URLs, and a server that answers roster reads
// from a table and writes down everything that crosses the wire. Time is jest's: it passes only when a test lets it.
import { afterEach, jest } from "@jest/globals";
import { base64OfHex, DEFAULT_LIMITS, SchemeError } from "@status-scheme/protocol";
import type { Access, Limits, Look, Medium, Scheme, Stamp, SyncResult } from "@status-scheme/protocol";
import type { BlobStore } from "../../src/blob/blob-store.ts";
import { createMemoryBlobs } from "../../src/blob/memory.ts";
import { hashOf } from "../../src/blob/rules.ts";
import { createMediaUrls } from "../../src/http/media-url.ts";
import { createSlots } from "../../src/http/slots.ts";
import { silentLog } from "../../src/log.ts";
import type { MediaPipeline } from "../../src/media/media.ts";
import type { RosterItem } from "../../src/service/api.ts";
import type { RunningServices, Tuning } from "../../src/service/services.ts";
import { createServices } from "../../src/service/services.ts";
import { createMemoryStore } from "../../src/store/memory/memory-store.ts";
import type { Store } from "../../src/store/store.ts";

export const [JULIET, ROMEO, MERCUTIO, TYBALT, BENVOLIO, NOBODY] = [
  "juliet",
  "romeo",
  "mercutio",
  "tybalt",
  "benvolio",
  "rosaline",
].map((name) => `${name}@capulet.lit`) as [string, string, string, string, string, string];
export const STRANGER = "iago@venice.lit";
export const OPERATOR = { by: "operator" };

export interface World {
  readonly services: RunningServices;
  readonly store: Store;
  readonly blobs: BlobStore;
  /** Everything on the wire since it was last emptied: `roster juliet@capulet.lit`, `changed romeo@capulet.lit/orchard …`. */
  readonly wire: string[];
  /** Every write to the store since it was last emptied, by method. */
  readonly writes: string[];
  /** Every read of who may see since it was last emptied: of how many owners. */
  readonly reads: number[];
  readonly rosters: Map<string, RosterItem[]>;
  readonly server: {
    granted: boolean;
    isDown: boolean;
    /** Milliseconds a roster read takes. */
    delay: number;
    isConnected: boolean;
    /** Whose roster alone is not answered for. */
    readonly silentAbout: Set<string>;
    /** Awaited by every notice before it is sent. */
    onNotice?: (() => Promise<void>) | undefined;
  };
  readonly media: { normalise: MediaPipeline["normalise"]; still: MediaPipeline["still"] };
  /** The next write of the store by this method fails. */
  fail(method: (typeof WRITES)[number], error: Error): void;
  /** Notices to this full JID cannot be sent, for a reason of its own. */
  breakNotices(fullJid: string): void;
  befriend(one: string, other: string, groups?: readonly string[]): void;
  unfriend(one: string, other: string): void;
  /** Lets time pass, and everything happen that is due. */
  pass(ms?: number): Promise<void>;
  /** Full JIDs ask for notices; what that leads to is over, and the wire emptied. */
  listen(...fullJids: readonly string[]): Promise<void>;
  /** Notices on the wire. */
  notices(): string[];
  /** What crosses the wire while something is done, and what that comes to. */
  during<T>(work: () => Promise<T>): Promise<{ readonly result: T; readonly wire: readonly string[] }>;
  publish(owner: string, looks?: readonly Look[], replaces?: Stamp): Promise<Stamp>;
  allow(owner: string, change: Partial<Access>): Promise<Access>;
  /** Every page of a sync. */
  sync(asker: string, since?: string): Promise<Synced>;
  /** Another start of the services on the same stores, as after kill -9: nothing of the first is stopped. */
  restart(meanwhile?: () => Promise<void>): Promise<World>;
}
export interface Synced extends Pick<SyncResult, "token" | "full"> {
  /** Owners, in order. */
  readonly changed: readonly string[];
  readonly gone: readonly string[];
  readonly stamps: ReadonlyMap<string, Stamp>;
}

export interface WorldOptions {
  readonly tuning?: Partial<Tuning>;
  /** Default: in memory. */
  readonly store?: Store;
  readonly limits?: Partial<Limits>;
}

/** All that a test started, which comes to rest when it ends. */
const running: RunningServices[] = [];
afterEach(async () => {
  for (const services of running.splice(0)) await services.stop();
  jest.useRealTimers();
});

export async function createWorld(options: WorldOptions = {}): Promise<World> {
  jest.useFakeTimers({ now: new Date("2026-11-22T08:30:00.000Z"), doNotFake: ["nextTick", "setImmediate"] });
  const store = options.store ?? createMemoryStore();
  const blobs = createMemoryBlobs({ clock: Date.now });
  await store.open();
  await blobs.open();
  return assemble(options, store, blobs, new Map(), {
    ...{ isDown: false, delay: 0, isConnected: true, granted: true },
    silentAbout: new Set(),
  });
}

const WRITES = ["commit", "purge", "touch", "writeAccess", "writeContacts", "tell", "addListener", "notified"] as const;

async function assemble(
  options: WorldOptions,
  store: Store,
  blobs: BlobStore,
  rosters: World["rosters"],
  server: World["server"],
): Promise<World> {
  const wire: string[] = [];
  const writes: string[] = [];
  const reads: number[] = [];
  let broken: string | undefined;
  const failures = new Map<string, Error>();
  const media: World["media"] = {
    normalise: async (_kind, bytes) => ({ bytes: bytes.toReversed(), mediaType: "image/webp", width: 8, height: 8 }),
    still: async (kind, bytes) => {
      if (kind === "video") throw new SchemeError("bad-look", { medium: kind, reason: "no image as its still" });
      return { bytes: bytes.subarray(0, 1), mediaType: "image/webp", width: 4, height: 4 };
    },
  };
  const watched = { ...store };
  watched.facts = (owners, viewer) => {
    reads.push(owners.length);
    return store.facts(owners, viewer);
  };
  for (const name of WRITES) {
    const method = store[name] as (...args: unknown[]) => Promise<never>;
    const watch = async (...args: unknown[]) => {
      writes.push(name);
      const failure = failures.get(name);
      failures.delete(name);
      if (failure) throw failure;
      return method(...args);
    };
    Object.assign(watched, { [name]: watch });
  }
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const common = { secret: await store.secret("urls"), baseUrl: "https://schemes.capulet.lit", clock: Date.now };
  const services = createServices({
    store: watched,
    blobs,
    media: {
      normalise: (kind, bytes) => media.normalise(kind, bytes),
      still: (kind, bytes) => media.still(kind, bytes),
    },
    wire: {
      isOnline: () => server.isConnected,
      notify: async (fullJid, { owner, stamp }) => {
        if (!server.isConnected) throw new SchemeError("try-later");
        await server.onNotice?.();
        if (fullJid === broken) throw new Error("cannot be sent");
        wire.push(`changed ${fullJid} ${owner} ${stamp}`);
      },
      rosters: {
        granted: (domain) => server.granted && server.isConnected && domain === "capulet.lit",
        read: async (owner) => {
          wire.push(`roster ${owner}`);
          if (server.delay > 0) await new Promise((resolve) => setTimeout(resolve, server.delay));
          if (server.silentAbout.has(owner)) await new Promise((resolve) => setTimeout(resolve, 10_000));
          if (server.isDown || !server.isConnected || server.silentAbout.has(owner)) throw new SchemeError("try-later");
          return rosters.get(owner) ?? [];
        },
      },
    },
    mediaUrls: createMediaUrls({ ...common, ttlSeconds: 3600 }),
    slots: createSlots({ ...common, ttlSeconds: 300, limits }),
    secret: await store.secret("sync"),
    serves: ["capulet.lit"],
    limits,
    clock: Date.now,
    log: silentLog,
    tuning: { spreadMs: 0, ...options.tuning },
  });
  running.push(services);
  await services.start();

  const put = (owner: string, item: RosterItem) => {
    const others = (rosters.get(owner) ?? []).filter(({ jid }) => jid !== item.jid);
    rosters.set(owner, [...others, item]);
  };
  const pass = async (ms = 0) => {
    await jest.advanceTimersByTimeAsync(ms);
    // What is due now does not take long, but many steps.
    for (let step = 0; step < 20; step++) await new Promise((resolve) => setImmediate(resolve));
    await jest.advanceTimersByTimeAsync(0);
  };
  const world: World = {
    services,
    store,
    blobs,
    wire,
    writes,
    reads,
    rosters,
    server,
    media,
    fail: (method, error) => void failures.set(method, error),
    breakNotices: (fullJid) => void (broken = fullJid),
    befriend: (one, other, groups = []) => {
      put(one, { jid: other, subscription: "both", groups });
      put(other, { jid: one, subscription: "both", groups: [] });
    },
    unfriend: (one, other) => {
      put(one, { jid: other, subscription: "none", groups: [] });
      put(other, { jid: one, subscription: "none", groups: [] });
    },
    pass,
    listen: async (...fullJids) => {
      for (const fullJid of fullJids) await services.listeners.available(fullJid);
      await pass(60_000);
      wire.length = 0;
    },
    notices: () => wire.filter((sent) => sent.startsWith("changed")),
    during: async (work) => {
      await pass();
      const from = wire.length;
      const result = await work();
      await pass();
      return { result, wire: wire.slice(from) };
    },
    publish: async (owner, looks = [LOOK], replaces) => {
      const scheme: Scheme = { owner, looks };
      const published = await services.publish(owner, { scheme, ...(replaces && { replaces }) });
      await services.idle();
      return published.scheme.stamp;
    },
    allow: async (owner, change) => {
      const access = await services.access.set(owner, change);
      await services.idle();
      return access;
    },
    sync: async (asker, since) => {
      const changed: SyncResult["changed"][number][] = [];
      const gone: string[] = [];
      for (let token = since; ;) {
        const page = await services.sync(asker, token === undefined ? {} : { since: token });
        changed.push(...page.changed);
        gone.push(...page.gone);
        token = page.token;
        if (page.more) continue;
        const stamps = new Map(changed.map(({ owner, stamp }) => [owner, stamp]));
        return { token, full: page.full, changed: changed.map(({ owner }) => owner), gone, stamps };
      }
    },
    restart: async (meanwhile) => {
      await store.close();
      await meanwhile?.();
      await store.open();
      return assemble(options, store, blobs, rosters, server);
    },
  };
  return world;
}

export const LOOK: Look = { state: "dnd", text: [{ lang: "en", text: "Please do not disturb" }], media: [] };

/** A look with an image of these bytes, as an owner's client names it. */
export function withImage(bytes: Uint8Array, sources: readonly string[], state = "dnd"): Look {
  const hash = base64OfHex(hashOf(bytes));
  const medium: Medium = { kind: "image", mediaType: "image/png", size: bytes.length, desc: [], hash, sources };
  return { ...LOOK, state, media: [medium] };
}

/** Uploads bytes as an owner's client does. Resolves to the get URL that names them. */
export async function upload({ services, blobs }: World, owner: string, bytes: Uint8Array): Promise<string> {
  const slot = await services.slot(owner, { filename: "door.png", size: bytes.length, contentType: "image/png" });
  const token = slot.put.url.split("/").at(-1)!;
  // The id is the first 16 bytes of the token (http/slots.ts).
  const id = Buffer.from(token, "base64url").toString("hex", 0, 16);
  await blobs.stage(
    id,
    Object.assign([bytes], {
      async *[Symbol.asyncIterator]() {
        yield bytes;
      },
    }),
    bytes.length,
  );
  return slot.get;
}
