// The plugin's core for the account that is logged in: from before its connection is there until it logs out, and anew
// when the person switches looks on or off.
import { indexedDbCache } from "@status-scheme/client-plugin";
import type { StatusScheme, StatusSchemeOptions } from "@status-scheme/client-plugin";
import { createStatusScheme } from "@status-scheme/client-plugin/host";
import type { Host, HostOptions } from "@status-scheme/client-plugin/host";
import { SchemeError } from "@status-scheme/protocol/viewing";
import type { Medium } from "@status-scheme/protocol";
import { createChoices } from "./choices.ts";
import type { ChoicesStore } from "./choices.ts";
import { createConverseHost } from "./host/converse-host.ts";
import { createKeptPresence } from "./host/kept-presence.ts";
import { createKeptState } from "./kept-state.ts";
import { languagesOf } from "./i18n/index.ts";
import type { KeptState } from "./kept-state.ts";
import { createPart, importKept } from "./parts.ts";
import type { Api } from "./types.ts";

export interface Session {
  readonly account: string;
  /** Undefined while looks are switched off. */
  readonly schemes: () => StatusScheme | undefined;
  readonly choices: ChoicesStore;
  /** The own state, where it was chosen here. */
  readonly ownState: KeptState;
  /** The bytes of a medium of the own scheme. @throws SchemeError */
  readonly ownMedium: (medium: Medium) => Promise<Uint8Array>;
  /** Forgets what was kept in this browser: choices and media, and after a logout the scheme that was served from it. */
  readonly forget: () => Promise<void>;
  readonly stop: () => void;
}
export interface SessionUses {
  readonly api: Api;
  /** Bare JID. */
  readonly account: string;
  readonly onError: (error: unknown) => void;
  /** `schemes` or what was chosen is another. */
  readonly onChange: () => void;
}

/** Of a host without the core: who may see, who is told of nothing, no matter. */
const QUIET: HostOptions = {
  features: [],
  isSubscriber: () => false,
  isInvisible: () => false,
  audienceKnown: () => Promise.resolve(),
};

export function createSession({ api, account, onError, onChange }: SessionUses): Session {
  const kept = createKeptPresence(sessionStorage, `status_scheme_presence:${account}`);
  const ownState = createKeptState(sessionStorage, `status_scheme_state:${account}`);
  const cacheName = `status-scheme:${account}`;
  const keptHere = createPart(importKept);
  const choices = createChoices(api, localStorage, account, () => {
    apply();
    onChange();
  });
  const hostFor = (options: HostOptions): Host => createConverseHost(api, { ...options, kept, onError });
  const options = (): StatusSchemeOptions => {
    const service = api.settings.get("status_scheme_service");
    const state = ownState.get();
    return {
      cache: openCache(),
      languages: languagesOf(api),
      ...(typeof service === "string" && { service }),
      ...(state && { state }),
    };
  };
  const openCache = () =>
    indexedDbCache({ name: cacheName, quota: Number(api.settings.get("status_scheme_cache_bytes")) });

  let schemes: StatusScheme | undefined;
  /** While looks are switched off: knows the session, for when they are switched on. */
  let quiet: Host | undefined;
  /** What is chosen later, or forgotten, starts nothing any more. */
  let isOver = false;
  /** What is being stopped may still write into the cache. */
  let stopped: Promise<void> | undefined;
  const leave = () => {
    stopped = schemes?.stop().catch(onError);
    quiet?.stop();
    schemes = quiet = undefined;
  };
  const begin = () => {
    const core = (schemes = createStatusScheme(hostFor, options()));
    // Where no service keeps looks, a person may have wanted this browser to serve them: it goes on after a reload. Whether
    // there is one may not be known until a later session.
    const resume = async () => {
      const { resumeServing } = await keptHere();
      if (schemes === core) await resumeServing(core, account);
    };
    void core.on("settled", () => void resume().catch((error: unknown) => schemes === core && onError(error)));
  };
  const apply = () => {
    if (isOver) return;
    const { enabled, motion } = choices.get();
    if (enabled !== (schemes !== undefined) || (!enabled && !quiet)) {
      leave();
      if (enabled) begin();
      else quiet = hostFor(QUIET);
    }
    schemes?.prefer({ kinds: motion === "off" ? [] : ["image"] });
  };
  const ownMedium: Session["ownMedium"] = async (medium) => {
    if (!schemes) throw new SchemeError("try-later", { reason: "switched off" });
    const cache = openCache();
    const key = `own ${medium.hash}`;
    try {
      const kept = await cache.get(key).catch(() => undefined);
      if (kept) return kept;
      const bytes = await schemes.ownMedium(medium);
      await cache.set(key, bytes).catch(onError);
      return bytes;
    } finally {
      await cache.close().catch(onError);
    }
  };
  apply();
  // At logout it may be too late to load what deletes; where this fails, that is tried nevertheless.
  keptHere().catch(() => undefined);
  return {
    account,
    schemes: () => schemes,
    choices,
    ownState,
    ownMedium,
    async forget() {
      // Converse may give it up before all is deleted.
      const connection = api.connection.get();
      choices.clear();
      await stopped;
      await (await keptHere()).forget(account, cacheName, connection);
    },
    stop() {
      isOver = true;
      leave();
    },
  };
}
