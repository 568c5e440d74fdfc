// A grant (XEP-0356) that holds though nobody told us. ejabberd tells of it to one of the connections of a component's name, at
// random: perhaps to another's, or to one of ours that broke and that it does not know yet to be gone. Who was told nothing
// therefore asks, now and then, for the roster of an account that nobody has: whether that is refused says what holds.
import { element, NS_ROSTER, SchemeError, stanza } from "@status-scheme/protocol";
import type { Element } from "@status-scheme/protocol";
import type { Log } from "../log.ts";
import type { Privilege } from "./privilege.ts";

export interface UntoldDeps {
  readonly privilege: Pick<Privilege, "granted" | "assume">;
  readonly ask: (iq: Element, timeoutMs: number) => Promise<Element>;
  /** The component's own domain. */
  readonly domain: string;
  readonly serves: readonly string[];
  /** Milliseconds since some point of time. */
  readonly clock: () => number;
  /** What the server has to say for itself comes within so long, as a rule. */
  readonly graceMs: number;
  /** The least time from one question about a domain to the next. */
  readonly spacingMs: number;
  readonly log: Log;
}

export interface Untold {
  /** There is a new connection. */
  readonly online: () => void;
  readonly offline: () => void;
  /** The rosters of this domain are wanted, and nothing says that they may be read. */
  readonly wonder: (domain: string) => void;
}

const TIMEOUT_MS = 2_000;
/** Answers are dealt out like everything else: of several, one comes here. */
const TRIES = 5;

export function createUntold(deps: UntoldDeps): Untold {
  const { privilege, ask, domain, serves, clock, graceMs, spacingMs, log } = deps;
  let earliest = Number.POSITIVE_INFINITY;
  /** Which connection this is. */
  let current = 0;
  const askedAt = new Map<string, number>();
  const refused = new Set<string>();

  /** Undefined: no answer came. */
  const mayRead = async (host: string): Promise<boolean | undefined> => {
    const to = `${crypto.randomUUID()}@${host}`;
    try {
      await ask(stanza("iq", { type: "get", from: domain, to }, element(NS_ROSTER, "query")), TIMEOUT_MS);
      return true;
    } catch (error) {
      return error instanceof SchemeError && error.code === "try-later" ? undefined : false;
    }
  };
  const find = async (host: string): Promise<void> => {
    let answer: boolean | undefined;
    const connection = current;
    for (let tries = 0; tries < TRIES && answer === undefined && !privilege.granted(host); tries += 1) {
      answer = await mayRead(host);
      if (connection !== current) return;
    }
    if (answer && !privilege.granted(host)) privilege.assume(host);
    if (answer !== false || refused.has(host)) return;
    refused.add(host);
    log.warn(
      { domain: host },
      "the server does not let us read rosters: owners' clients have to tell who their contacts are",
    );
  };

  return {
    online: () => {
      earliest = clock() + graceMs;
      askedAt.clear();
    },
    offline: () => {
      current += 1;
      earliest = Number.POSITIVE_INFINITY;
    },
    wonder: (host) => {
      const now = clock();
      if (!serves.includes(host) || now < Math.max(earliest, (askedAt.get(host) ?? -spacingMs) + spacingMs)) return;
      askedAt.set(host, now);
      void find(host);
    },
  };
}
