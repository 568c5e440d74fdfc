// Which services serve a domain's users: those that the domain itself lists (XEP-0030; draft, "Discovering Support").
// What a domain lists is remembered, also between sessions; that it lists none, for long. Domains of others are asked
// one a second at most: an owner must not be able to make all contacts ask around.
import {
  decodeLimitsForm,
  DEFAULT_LIMITS,
  element,
  NS_BOB,
  NS_DATA_FORMS,
  NS_DISCO_INFO,
  NS_DISCO_ITEMS,
  NS_STORE,
  onlyBareJid,
  stanza,
} from "@status-scheme/protocol/viewing";
import type { Element } from "@status-scheme/protocol";
import type { Host } from "../host/host.ts";
import { createBackOff, isPassing } from "./back-off.ts";
import { createTimers } from "./deps.ts";
import type { Deps } from "./deps.ts";
import type { Source } from "./questions.ts";
import type { SchemeCache } from "./scheme-cache.ts";

export interface Services {
  /** What a domain lists, as far as it is known now. `undefined`: it has not answered yet. */
  readonly known: (domain: string) => readonly Source[] | undefined;
  /** The domain could not be asked; it is asked again later. */
  readonly isDown: (domain: string) => boolean;
  /** What a domain lists; asks it where that is not known. Never rejects: who cannot be asked lists none, for now. */
  readonly find: (domain: string) => Promise<readonly Source[]>;
  /** A service remembered from an earlier session does not behave like one: its domain is asked again. */
  readonly doubt: (service: string) => void;
  /** A new session of this domain's user: who could not be asked is asked again. */
  readonly login: (ownDomain: string) => void;
  readonly stop: () => void;
}

export interface ServicesUses extends Pick<Host, "ask"> {
  readonly deps: Deps;
  readonly cache: Pick<SchemeCache, "note" | "setNote">;
  /** The own domain's service, where it is given and not to be looked for. */
  readonly service: string | undefined;
  /** What is known of a domain changed. */
  readonly onChange: (domain: string) => void;
}

interface Listed {
  readonly sources: readonly Source[];
  /** Until when this is believed: ms since the epoch. */
  readonly until: number;
  readonly origin: "asked" | "remembered" | "failed";
}

const FOUND_MS = 86_400_000;
const NONE_MS = 6 * 3_600_000;
const SPACING_MS = 1_000;
const MAX_ITEMS = 32;

export function createServices({ ask, deps, cache, service, onChange }: ServicesUses): Services {
  const { now } = deps;
  const backOff = createBackOff(deps);
  const listed = new Map<string, Listed>();
  const asking = new Map<string, Promise<readonly Source[]>>();
  const timers = createTimers(deps);
  let ownDomain: string | undefined;
  let nextTurn = 0;

  const wait = (ms: number) => new Promise<void>((resolve) => timers.after(ms, resolve));
  const disco = async (to: string, xmlns: string): Promise<Element | undefined> =>
    (await ask(stanza("iq", { type: "get", to }, element(xmlns, "query")))).getChild("query", xmlns);

  const itemsOf = async (domain: string): Promise<readonly string[]> => {
    if (domain === ownDomain && service !== undefined) return [service];
    const items = (await disco(domain, NS_DISCO_ITEMS))?.getChildren("item") ?? [];
    const jids = items.filter(({ attrs }) => attrs.node === undefined).map(({ attrs }) => attrs.jid ?? "");
    return [...new Set(jids)].filter(isBareJid).slice(0, MAX_ITEMS);
  };

  const discover = async (domain: string): Promise<Listed> => {
    let failure: unknown;
    // One of them that is silent says nothing about the others.
    const note = (error: unknown): undefined => {
      if (isPassing(error)) failure = error;
    };
    const look = async (jid: string) => toSource(jid, await disco(jid, NS_DISCO_INFO));
    const jids = (await itemsOf(domain).catch(note)) ?? [];
    const found = await Promise.all(jids.map((jid) => look(jid).catch(note)));
    const sources = found.filter((source) => source !== undefined);
    if (sources.length === 0 && failure) return { sources, until: backOff.fail(domain, failure), origin: "failed" };
    backOff.clear(domain);
    return { sources, until: now() + (sources.length > 0 ? FOUND_MS : NONE_MS), origin: "asked" };
  };

  const search = async (domain: string): Promise<readonly Source[]> => {
    const remembered = readNote(await cache.note(`domain/${domain}`));
    let entry: Listed | undefined;
    if (remembered && remembered.until > now() && !(domain === ownDomain && service !== undefined)) {
      entry = { ...remembered, origin: "remembered" };
    } else {
      const isOwn = domain === ownDomain;
      const turn = isOwn ? now() : Math.max(now(), nextTurn);
      nextTurn = Math.max(nextTurn, turn + SPACING_MS);
      // The login waits for the own domain.
      if (!isOwn) await wait(turn - now());
      entry = await discover(domain);
      const { sources, until, origin } = entry;
      if (origin === "asked" && sources.length > 0) await cache.setNote(`domain/${domain}`, { sources, until });
    }
    listed.set(domain, entry);
    asking.delete(domain);
    if (entry.origin === "failed") void wait(entry.until - now()).then(() => services.find(domain));
    onChange(domain);
    return entry.sources;
  };

  const services: Services = {
    known(domain) {
      const entry = listed.get(domain);
      return entry && entry.origin !== "failed" && entry.until > now() ? entry.sources : undefined;
    },
    isDown: (domain) => listed.get(domain)?.origin === "failed",
    find(domain) {
      const entry = listed.get(domain);
      if (entry && entry.until > now()) return Promise.resolve(entry.sources);
      const found = asking.get(domain) ?? search(domain);
      asking.set(domain, found);
      return found;
    },
    doubt(jid) {
      for (const [domain, entry] of listed) {
        if (entry.origin !== "remembered" || !entry.sources.some((source) => source.jid === jid)) continue;
        listed.delete(domain);
        void cache.setNote(`domain/${domain}`, null).then(() => services.find(domain));
      }
    },
    login(domain) {
      ownDomain = domain;
      services.stop();
      asking.clear();
      nextTurn = 0;
      for (const [of, { origin }] of listed) {
        if (origin !== "failed") continue;
        listed.delete(of);
        backOff.clear(of);
      }
    },
    stop: timers.stop,
  };
  return services;
}

function isBareJid(text: string): boolean {
  try {
    return onlyBareJid(text, "jid") === text;
  } catch {
    return false;
  }
}

function toSource(jid: string, info: Element | undefined): Source | undefined {
  const features = new Set(info?.getChildren("feature").map(({ attrs }) => attrs.var));
  if (!info || !features.has(NS_STORE)) return undefined;
  const source = { jid, isClient: false, servesBits: features.has(NS_BOB) };
  for (const form of info.getChildren("x", NS_DATA_FORMS)) {
    try {
      return { ...source, ...decodeLimitsForm(form) };
    } catch {
      continue; // a form about something else
    }
  }
  return { ...source, limits: DEFAULT_LIMITS, origins: [] };
}

function readNote(value: unknown): Pick<Listed, "sources" | "until"> | undefined {
  const { sources, until } = (value ?? {}) as Partial<Listed>;
  return Array.isArray(sources) && typeof until === "number" ? { sources, until } : undefined;
}
