// A person's schemes without a server: what is published is kept here, and stamped as services do.
import { DEFAULT_LIMITS, nextStamp, SchemeError, toStamp } from "@status-scheme/protocol";
import type { Access, LocalText, Look, Medium, Stamp, StampedScheme } from "@status-scheme/protocol";
import type { LookDraft, OwnLimits, PublishOptions, SchemeStore } from "@status-scheme/client-plugin";
import { createEditor } from "../../src/model/index.ts";
import type { Editor, EditorSchemes, NewMedium } from "../../src/model/index.ts";

export const en = (text: string): LocalText[] => [{ lang: "en", text }];
export const look = (state: string, text: string, show?: Look["show"]): LookDraft => ({
  state,
  ...(show && { show }),
  text: en(text),
});
export const picture = (seed: number, more: Partial<NewMedium> = {}): NewMedium => ({
  kind: "image",
  mediaType: "image/png",
  bytes: new Uint8Array([seed, 1, 2, 3]),
  ...more,
});

/** A place to keep what is served. */
export function createShelf(): SchemeStore {
  const kept = new Map<string, Uint8Array>();
  return {
    get: async (key) => kept.get(key),
    set: async (key, value) => void kept.set(key, value),
    delete: async (key) => void kept.delete(key),
    keys: async (prefix) => [...kept.keys()].filter((key) => key.startsWith(prefix)),
    close: async () => undefined,
  };
}

export interface World {
  readonly editor: Editor;
  readonly urls: ReadonlySet<string>;
  readonly published: () => StampedScheme | undefined;
  readonly publishes: readonly (PublishOptions & { readonly looks: readonly LookDraft[] })[];
  /** Another device publishes, and the service tells of it. */
  readonly elsewhere: (looks: readonly LookDraft[], isTold?: boolean) => void;
  /** What the service says to the next publish. */
  refuse?: SchemeError | undefined;
  /** What is said to who reads, as long as it is there. */
  away?: SchemeError | undefined;
  /** What waits for a time to come, in milliseconds. */
  readonly timers: Map<() => void, number>;
  /** A new session, in which all is known. */
  readonly login: () => void;
  /** The next publish waits for this. */
  hold?: Promise<void> | undefined;
  access: Access;
  advance: (ms: number) => void;
}

/** A service's own version of a medium: other bytes, and so another hash. */
function store(medium: NonNullable<LookDraft["media"]>[number]): Medium {
  if ("stored" in medium) return { ...medium.stored, desc: medium.desc ?? medium.stored.desc };
  const { kind, mediaType, bytes, desc = [] } = medium;
  return { kind, mediaType, size: bytes.length, hash: `made of ${bytes.join()}`, desc, sources: ["http://localhost/"] };
}

export function createWorld(
  first: readonly LookDraft[] = [],
  options: {
    readonly limits?: Partial<Record<keyof typeof DEFAULT_LIMITS, number>>;
    readonly keeper?: "client" | "nobody";
    readonly served?: SchemeStore;
  } = {},
): World {
  let scheme: StampedScheme | undefined;
  let stamp: Stamp = toStamp(Date.UTC(1597, 0, 1));
  let [clock, count] = [0, 0];
  const urls = new Set<string>();
  const listeners = new Set<(stamp: Stamp) => void>();
  const sessions = new Set<() => void>();
  const timers = new Map<() => void, number>();
  const publishes: (PublishOptions & { readonly looks: readonly LookDraft[] })[] = [];
  const put = (looks: readonly LookDraft[]): StampedScheme => {
    stamp = nextStamp(stamp, Date.UTC(1597, 0, 2));
    const stored = looks.map(({ media = [], text = [], ...rest }) => ({ ...rest, text, media: media.map(store) }));
    return (scheme = { owner: "juliet@capulet.lit", stamp, looks: stored as Look[] });
  };
  if (first.length > 0) put(first);
  let keeper: OwnLimits["keeper"] = options.keeper ?? "service";
  let shelf: SchemeStore | undefined;
  const schemes: EditorSchemes = {
    own: async () => scheme,
    ownMedium: async ({ hash }) => new TextEncoder().encode(hash),
    async limits() {
      if (world.away) throw world.away;
      return { limits: { ...DEFAULT_LIMITS, ...options.limits }, keeper };
    },
    groups: async () => ["Nurses"],
    async publish(looks, given = {}) {
      publishes.push({ looks, ...given });
      given.onProgress?.({ sent: 1, total: 2 });
      const { hold, refuse } = world;
      world.hold = world.refuse = undefined;
      const aborted = new Promise<never>((_, reject) =>
        given.signal?.addEventListener("abort", () => reject(given.signal!.reason as Error)),
      );
      if (hold) await Promise.race([hold, aborted]);
      if (refuse) throw refuse;
      if (given.replaces !== undefined && given.replaces !== scheme?.stamp) throw new SchemeError("conflict");
      const result = put(looks);
      await shelf?.set("scheme", new TextEncoder().encode(JSON.stringify(result)));
      for (const listener of listeners) listener(result.stamp);
      return result;
    },
    access: async () => world.access,
    async setAccess({ version, ...change }) {
      if (version !== world.access.version) throw new SchemeError("conflict", { version: world.access.version });
      return (world.access = { ...world.access, ...change, version: `${version}+` } as Access);
    },
    async serve({ store } = {}) {
      const bytes = await store!.get("scheme");
      shelf = store;
      keeper = "client";
      return (scheme = bytes && (JSON.parse(new TextDecoder().decode(bytes)) as StampedScheme));
    },
    async stopServing() {
      scheme = shelf = undefined;
      keeper = "nobody";
    },
    setState: async (state) => {
      if (state === "unheard_of") throw new SchemeError("bad-request", { what: "show" });
    },
    on(event: string, listener: never) {
      (event === "own" ? listeners : sessions).add(listener);
      return schemes as never;
    },
    off(event: string, listener: never) {
      (event === "own" ? listeners : sessions).delete(listener);
      return schemes as never;
    },
  };
  const world: World = {
    editor: createEditor({
      schemes,
      account: "juliet@capulet.lit",
      languages: ["en"],
      ...(options.served && { served: options.served }),
      now: () => clock,
      after(ms, run) {
        timers.set(run, ms);
        return () => void timers.delete(run);
      },
      objectUrls: {
        createObjectURL: () => {
          const url = `blob:${++count}`;
          urls.add(url);
          return url;
        },
        revokeObjectURL: (url) => void urls.delete(url),
      },
    }),
    urls,
    publishes,
    timers,
    login() {
      for (const listener of sessions) listener();
    },
    published: () => scheme,
    elsewhere(looks, isTold = true) {
      const { stamp: now } = put(looks);
      if (isTold) for (const listener of listeners) listener(now);
    },
    access: { version: "1", model: "presence", groups: [], allowed: [], blocked: [], roster: "server" },
    advance: (ms) => void (clock += ms),
  };
  return world;
}

/** Until what was begun is done. */
export const idle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
