// A scripted server round a real viewer: a roster, domains with their services, schemes with their media, and a record of
// everything that was asked. For the viewer's logic; what the wire says is tested against real servers.
import {
  DEFAULT_LIMITS,
  decodeCheckRequest,
  decodeFetchRequest,
  decodeSyncRequest,
  element,
  encodeChanged,
  encodeCheckResult,
  encodeFetchResult,
  encodeLimitsForm,
  encodeSyncResult,
  NS,
  NS_DISCO_INFO,
  NS_DISCO_ITEMS,
  NS_ROSTER,
  NS_STORE,
  SchemeError,
  stanza,
} from "@status-scheme/protocol";
import type { Element, Stamp, StampedScheme, SyncResult } from "@status-scheme/protocol";
import type { Cache, Shown, StatusSchemeOptions, Warning } from "../../../src/api.ts";
import { memoryCache } from "../../../src/cache/memory.ts";
import type { Host } from "../../../src/host/host.ts";
// Loaded already when it is wanted: what happens by itself is over in a few turns.
import "../../../src/viewer/client-source.ts";
import "../../../src/viewer/media.ts";
import { createViewer } from "../../../src/viewer/viewer.ts";
import type { Viewer, ViewerUses } from "../../../src/viewer/viewer.ts";
import { createClock, idle } from "./clock.ts";
import type { TestClock } from "./clock.ts";
import { ORIGIN, presenceOf, SERVICE } from "./values.ts";
import type { PresenceOptions } from "./values.ts";

export interface Asked {
  readonly to: string;
  /** `roster`, `items`, `info`, `sync`, `check` or `fetch`. */
  readonly verb: string;
  readonly owner?: string;
  readonly stamp?: string;
}

export interface World {
  readonly clock: TestClock;
  readonly viewer: Viewer;
  readonly looks: Shown[];
  readonly warnings: Warning[];
  readonly settled: () => number;
  readonly asked: Asked[];
  /** Of these verbs, all that was asked since the start. */
  readonly askedFor: (...verbs: string[]) => Asked[];
  readonly sent: Element[];
  readonly fetched: string[];
  /** Schemes by owner; what is not there is not visible. */
  readonly schemes: Map<string, StampedScheme>;
  /** Overrides what is answered, by verb; a SchemeError is thrown. */
  readonly answers: Map<string, (iq: Element) => Element | SchemeError | Promise<Element>>;
  /** What sync answers next, instead of everything that is visible. */
  readonly syncs: SyncResult[];
  readonly media: Map<string, () => Response | Promise<Response>>;
  readonly items: Map<string, string[]>;
  readonly receive: (stanza: Element) => void;
  readonly presence: (from: string, options?: PresenceOptions) => void;
  readonly notice: (owner: string, stamp: Stamp, from?: string) => void;
  readonly push: (jid: string, subscription: string, from?: string) => void;
  /** `as`: a bare JID. Default: the account. */
  readonly login: (as?: string) => Promise<void>;
  readonly logout: () => void;
  readonly resume: () => void;
  /** The host sends undirected presence of its own. */
  readonly say: (type?: "unavailable") => void;
}
export interface WorldOptions extends Omit<StatusSchemeOptions, "cache"> {
  readonly contacts?: readonly string[];
  readonly cache?: Cache;
  readonly clock?: TestClock;
  /** The own bare JID. */
  readonly account?: string;
  readonly isInvisible?: () => boolean;
  readonly transfers?: ViewerUses["transfers"];
}

export function createWorld({
  contacts = ["juliet@capulet.lit"],
  account = "romeo@capulet.lit",
  ...options
}: WorldOptions = {}): World {
  const clock = options.clock ?? createClock();
  const asked: Asked[] = [];
  const sent: Element[] = [];
  const fetched: string[] = [];
  const looks: Shown[] = [];
  const warnings: Warning[] = [];
  const schemes: World["schemes"] = new Map();
  const answers: World["answers"] = new Map();
  const media: World["media"] = new Map();
  const syncs: SyncResult[] = [];
  const items: World["items"] = new Map([["capulet.lit", ["upload.capulet.lit", SERVICE]]]);
  const listeners = { stanza: [], online: [], offline: [], resumed: [], sent: [] } as {
    stanza: ((stanza: Element) => void)[];
    online: (() => void)[];
    offline: (() => void)[];
    resumed: (() => void)[];
    sent: ((presence: Element) => void)[];
  };
  let isOnline = false;
  let self = account;
  let settled = 0;
  let tokens = 0;

  const listen = <T>(list: T[], listener: T) => {
    list.push(listener);
    return () => void list.splice(list.indexOf(listener), 1);
  };
  const host: Host = {
    jid: () => (isOnline ? `${self}/orchard` : undefined),
    async ask(iq) {
      if (!isOnline) throw new SchemeError("try-later", { reason: "not connected" });
      const [payload] = iq.getChildElements();
      const verb = verbOf(payload!);
      const { owner, stamp } = payload!.attrs;
      const to = iq.attrs.to ?? "";
      asked.push({ to, verb, ...(owner !== undefined && { owner }), ...(stamp !== undefined && { stamp }) });
      await Promise.resolve();
      const scripted = await (answers.get(`${verb} ${to}`) ?? answers.get(verb))?.(iq);
      const answer = scripted ?? answerTo(verb, to, payload!);
      if (answer instanceof SchemeError) throw answer;
      return stanza("iq", { type: "result", from: iq.attrs.to }, answer);
    },
    send: (sending) => {
      sent.push(sending);
      return Promise.resolve();
    },
    onStanza: (listener) => listen(listeners.stanza, listener),
    onOnline: (listener) => listen(listeners.online, listener),
    onOffline: (listener) => listen(listeners.offline, listener),
    onResumed: (listener) => listen(listeners.resumed, listener),
    decoratePresence: () => () => undefined,
    holdPresence: () => () => undefined,
    onLeavingPresence: () => () => undefined,
    isSeenBy: () => true,
    offer: () => Promise.resolve(),
    refreshPresence: () => Promise.resolve(),
    onSentPresence: (listener) => listen(listeners.sent, listener),
    answer: () => undefined,
    stop: () => undefined,
  };

  const answerTo = (verb: string, to: string, payload: Element): Element | SchemeError => {
    switch (verb) {
      case "roster":
        return element(NS_ROSTER, "query", {}, ...contacts.map((jid) => item(jid, "both")));
      case "items":
        return element(
          NS_DISCO_ITEMS,
          "query",
          {},
          ...(items.get(to) ?? []).map((jid) => element(NS_DISCO_ITEMS, "item", { jid })),
        );
      case "info":
        if (!to.startsWith("schemes.")) return element(NS_DISCO_INFO, "query");
        return element(
          NS_DISCO_INFO,
          "query",
          {},
          element(NS_DISCO_INFO, "feature", { var: NS }),
          element(NS_DISCO_INFO, "feature", { var: NS_STORE }),
          encodeLimitsForm(DEFAULT_LIMITS, [ORIGIN]),
        );
      case "sync": {
        const { since } = decodeSyncRequest(payload);
        const changed = [...schemes.values()].map(({ owner, stamp }) => ({ owner, stamp }));
        const everything = { token: `token-${++tokens}`, more: false, full: since === undefined, changed, gone: [] };
        return encodeSyncResult(syncs.shift() ?? everything);
      }
      case "check": {
        const { owner, stamp } = decodeCheckRequest(payload);
        const scheme = schemes.get(owner ?? to.split("/")[0]!);
        const about = owner === undefined ? {} : { owner };
        if (!scheme) return encodeCheckResult({ ...about, status: "none" });
        return encodeCheckResult({
          ...about,
          status: scheme.stamp === stamp ? "current" : "changed",
          stamp: scheme.stamp,
        });
      }
      case "fetch": {
        const { owner, stamp } = decodeFetchRequest(payload);
        const scheme = schemes.get(owner ?? to.split("/")[0]!);
        const about = owner === undefined ? {} : { owner };
        if (!scheme) return new SchemeError("not-found");
        if (scheme.stamp === stamp) return encodeFetchResult({ ...about, status: "current", stamp: scheme.stamp });
        return encodeFetchResult({ ...about, status: "changed", stamp: scheme.stamp, scheme });
      }
      default:
        return new SchemeError("service-unavailable");
    }
  };

  const viewer = createViewer({
    host,
    options,
    cache: options.cache ?? memoryCache(),
    deps: {
      ...clock,
      objectUrls: undefined,
      async fetch(request, { signal } = {}) {
        const url = String(request);
        fetched.push(url);
        const aborted = new Promise<never>((_resolve, reject) => {
          signal?.addEventListener("abort", () => reject(signal.reason as Error));
        });
        return (await Promise.race([media.get(url)?.(), aborted])) ?? new Response("", { status: 404 });
      },
    },
    onLook: (shown) => looks.push(shown),
    onSettled: () => settled++,
    onOwn: () => undefined,
    warn: (warning) => warnings.push(warning),
    isInvisible: options.isInvisible ?? (() => false),
    transfers: options.transfers ?? (() => Promise.reject(new Error("no sessions here"))),
    peerCaps: () => Promise.reject(new Error("no caps here")),
  });
  const receive = (incoming: Element) => {
    for (const listener of [...listeners.stanza]) listener(incoming);
  };

  return {
    clock,
    viewer,
    looks,
    warnings,
    settled: () => settled,
    asked,
    askedFor: (...verbs) => asked.filter(({ verb }) => verbs.includes(verb)),
    sent,
    fetched,
    schemes,
    answers,
    syncs,
    media,
    items,
    receive,
    presence: (from, options) => receive(presenceOf(from, options)),
    notice: (owner, stamp, from = SERVICE) =>
      receive(stanza("message", { type: "headline", from }, encodeChanged({ owner, stamp }))),
    push: (jid, subscription, from) =>
      receive(stanza("iq", { type: "set", from }, element(NS_ROSTER, "query", {}, item(jid, subscription)))),
    async login(as = account) {
      self = as;
      isOnline = true;
      for (const listener of listeners.online) listener();
      await idle();
    },
    logout() {
      isOnline = false;
      for (const listener of listeners.offline) listener();
    },
    say(type) {
      for (const listener of listeners.sent) listener(stanza("presence", { type }));
    },
    resume() {
      isOnline = true;
      for (const listener of [...listeners.resumed]) listener();
    },
  };
}

function verbOf(payload: Element): string {
  const xmlns = payload.getNS();
  if (xmlns === NS_ROSTER) return "roster";
  if (xmlns === NS_DISCO_ITEMS) return "items";
  return xmlns === NS_DISCO_INFO ? "info" : payload.name;
}

function item(jid: string, subscription: string): Element {
  return element(NS_ROSTER, "item", { jid, subscription });
}
