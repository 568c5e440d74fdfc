// Which services serve a domain's users: those that the domain itself lists (XEP-0030; draft, "Discovering Support").
// What a domain lists is remembered, also between sessions; that it lists none, for long; what is listed but away is asked
// again soon. Domains of others are asked one a second at most: an owner must not be able to make all contacts ask around.
import type { Host } from "../host/host.ts";
import { createBackOff } from "./back-off.ts";
import { createTimers } from "./deps.ts";
import type { Deps } from "./deps.ts";
import { createDiscovery } from "./discovery.ts";
import type { Source } from "./questions.ts";
import type { SchemeCache } from "./scheme-cache.ts";

export interface Services {
  /** What a domain lists, as far as it is known now; it holds until there is a newer answer. `undefined`: it has not answered yet. */
  readonly known: (domain: string) => readonly Source[] | undefined;
  /** The domain, or this service that it lists, could not be asked; it is asked again later. */
  readonly isDown: (domain: string, service?: string) => boolean;
  /** What a domain lists; asks it where that is not known. Never rejects: who cannot be asked lists none, for now. */
  readonly find: (domain: string) => Promise<readonly Source[]>;
  /** A service does not behave like one: its domain is asked again. */
  readonly doubt: (service: string) => void;
  /** A contact's hint names a service that the domain does not list: it may be back, or new. The domain is asked again, later and later. */
  readonly miss: (domain: string) => void;
  /** A new session of this domain's user: who could not be asked is asked again. */
  readonly login: (ownDomain: string) => void;
  readonly stop: () => void;
}

export interface ServicesUses extends Pick<Host, "ask"> {
  readonly deps: Deps;
  readonly cache: Pick<SchemeCache, "note" | "setNote">;
  /** The own domain's service, where it is given and not to be looked for. */
  readonly service: string | undefined;
  /** Whether the domain may notice that we are there. */
  readonly mayAsk: (domain: string) => boolean;
  /** What is known of a domain changed. */
  readonly onChange: (domain: string) => void;
}

interface Listed {
  readonly sources: readonly Source[];
  readonly away: readonly string[];
  /** Until when this is believed: ms since the epoch. */
  readonly until: number;
  /** `partly`: to be asked again for those that are away. */
  readonly origin: "asked" | "partly" | "failed";
}

const FOUND_MS = 86_400_000;
const NONE_MS = 6 * 3_600_000;
const SPACING_MS = 1_000;

export function createServices({ ask, deps, cache, service, mayAsk, onChange }: ServicesUses): Services {
  const { now } = deps;
  const backOff = createBackOff(deps);
  const discovery = createDiscovery({ ask });
  const listed = new Map<string, Listed>();
  const asking = new Map<string, Promise<readonly Source[]>>();
  const missing = new Set<string>();
  /** Of this session. */
  let timers = createTimers(deps);
  /** Nor of a clock that was put right since. */
  const isToCome = (until: number) => until > now() && until <= now() + FOUND_MS;
  let ownDomain: string | undefined;
  let turns: Promise<unknown> = Promise.resolve();

  /** False where that is another session's by then: nobody is to wait for good. */
  const wait = (ms: number, of = timers) =>
    new Promise<boolean>((resolve) => {
      of.after(
        ms,
        () => resolve(true),
        () => resolve(false),
      );
    });
  /** Begins when the one before is over: timers are late after a time without a connection, and clocks are put right. */
  const waitInTurn = (ms: number, of = timers) => (turns = turns.then(() => wait(ms, of)));
  const given = (domain: string) => (domain === ownDomain && service !== undefined ? [service] : undefined);
  const discover = async (domain: string): Promise<Listed> => {
    const { failure, ...found } = await discovery(domain, given(domain));
    const isFound = found.sources.length > 0;
    if (failure) return { ...found, until: backOff.fail(domain, failure), origin: isFound ? "partly" : "failed" };
    backOff.clear(domain);
    return { ...found, until: now() + (isFound ? FOUND_MS : NONE_MS), origin: "asked" };
  };

  /** `before`: what is known, which holds where the domain cannot be asked. */
  const search = async (domain: string, before?: Listed): Promise<readonly Source[]> => {
    let entry = before || given(domain) ? undefined : readNote(await cache.note(`domain/${domain}`));
    if (!entry || !isToCome(entry.until)) {
      const turn = waitInTurn(0);
      void waitInTurn(SPACING_MS);
      // The login waits for the own domain.
      if (domain !== ownDomain && !(await turn)) return [];
      entry = await discover(domain);
      const { sources, until, origin } = entry;
      if (origin === "failed" && before) entry = { ...before, until: Math.max(before.until, until) };
      if (origin === "asked" && sources.length > 0) await cache.setNote(`domain/${domain}`, { sources, until });
    }
    listed.set(domain, entry);
    asking.delete(domain);
    if (isToBeAskedAgain(entry)) {
      void wait(entry.until - now()).then((isTime) => {
        if (!isTime || listed.get(domain) !== entry) return;
        // A timer may be early: what is still believed then must not end the wait for good.
        if (!mayAsk(domain)) listed.delete(domain);
        // What was found is kept; where nothing was, another program of the account's may have noted what it found.
        else void seek(domain, entry.sources[0] && { ...entry, until: 0 });
      });
    }
    onChange(domain);
    return entry.sources;
  };
  /** Unless it is being asked. */
  const seek = (domain: string, before?: Listed) => {
    const found = asking.get(domain) ?? search(domain, before);
    asking.set(domain, found);
    return found;
  };

  const services: Services = {
    known(domain) {
      const entry = listed.get(domain);
      return entry && entry.origin !== "failed" ? entry.sources : undefined;
    },
    isDown(domain, jid = "") {
      const entry = listed.get(domain);
      return entry?.origin === "failed" || entry?.away.includes(jid) === true;
    },
    async find(domain) {
      const entry = listed.get(domain);
      return entry && isToCome(entry.until) ? entry.sources : seek(domain, entry);
    },
    doubt(jid) {
      for (const [domain, entry] of listed) {
        if (!entry.sources.some((source) => source.jid === jid)) continue;
        void cache.setNote(`domain/${domain}`, null).then(() => seek(domain, entry));
      }
    },
    miss(domain) {
      const entry = listed.get(domain);
      if (!entry || isToBeAskedAgain(entry) || asking.has(domain) || missing.has(domain)) return;
      missing.add(domain);
      void wait(backOff.fail(`${domain} missing`, { code: "try-later" }) - now()).then((isTime) => {
        if (!isTime) return;
        missing.delete(domain);
        if (listed.get(domain) === entry && mayAsk(domain)) void seek(domain, entry);
      });
    },
    login(domain) {
      ownDomain = domain;
      services.stop();
      timers = createTimers(deps);
      asking.clear();
      missing.clear();
      for (const [of, entry] of listed) {
        // Of the own domain it is worth asking again whether there is one now.
        if (isToBeAskedAgain(entry) || (of === domain && entry.sources.length === 0)) {
          listed.delete(of);
          backOff.clear(of);
        }
      }
    },
    stop() {
      timers.stop();
    },
  };
  return services;
}

function isToBeAskedAgain({ origin }: Listed): boolean {
  return origin !== "asked";
}

function readNote(value: unknown): Listed | undefined {
  const { sources, until } = (value ?? {}) as Partial<Listed>;
  return Array.isArray(sources) && typeof until === "number"
    ? { sources, until, away: [], origin: "asked" }
    : undefined;
}
