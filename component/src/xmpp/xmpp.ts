// The XMPP side, put together: what the services need of it, and what it asks of them.
import { NAME, VERSION } from "../version.ts";
import type { Config } from "../config.ts";
import type { Log } from "../log.ts";
import type { Services, Wire } from "../service/api.ts";
import { createBackoff } from "./backoff.ts";
import { connect } from "./connection.ts";
import { createGate } from "./gate.ts";
import { createHandlers } from "./handlers/index.ts";
import { createInbound } from "./inbound.ts";
import { createLink } from "./link.ts";
import { createLastWords } from "./last-words.ts";
import type { LastWords } from "./last-words.ts";
import { createListening } from "./listening.ts";
import { createNotifier } from "./notifier.ts";
import { createPrivilege } from "./privilege.ts";
import { createRegain } from "./regain.ts";
import { createRosters } from "./rosters.ts";
import type { Router } from "./router.ts";
import { createRouter } from "./router.ts";
import { createUntold } from "./untold.ts";

export interface XmppDeps {
  readonly config: Pick<Config, "xmpp" | "limits">;
  readonly log: Log;
}

export interface Xmpp {
  readonly wire: Wire;
  /** Begins to connect, and answers by these services. `origins`: those media come from. */
  readonly start: (services: Services, origins: readonly string[]) => void;
  /** Accepts no more requests; resolves to whether all accepted ones were answered within so many milliseconds. */
  readonly drain: (ms: number) => Promise<boolean>;
  readonly stop: () => Promise<void>;
}

const BACKOFF = { base: 1_000, cap: 30_000 };
const REGAIN_SPACING_MS = { least: 1_000, most: 60_000 };
const UNTOLD = { graceMs: 5_000, spacingMs: 60_000 };
/** Requests under way: those that read, and those that change something, which may take seconds each. */
const IN_FLIGHT = { get: { total: 768, perAsker: 128 }, set: { total: 256, perAsker: 32 } };
/** Full JIDs whose presence waits to be applied; of one account, twice as many as may listen. */
const WAITING_WORDS = { total: 16_384, perAsker: 64 };

export function createXmpp({ config, log }: XmppDeps): Xmpp {
  const { service, domain, secret, serves, name, admins = [], stanza_bytes: stanzaBytes } = config.xmpp;
  const { limits } = config;
  const gates = { get: createGate(IN_FLIGHT.get), set: createGate(IN_FLIGHT.set) };
  const hearing = createGate(WAITING_WORDS);
  const privilege = createPrivilege({ domain, serves, log });
  const clock = () => performance.now();
  const { start, stop, send, ask, renew, isOnline } = createLink({
    server: { service, domain, secret, stanzaBytes },
    connect,
    backoff: createBackoff({ ...BACKOFF, random: Math.random }),
    clock,
    log,
  });
  const regain = createRegain({ privilege, renew, clock, spacingMs: REGAIN_SPACING_MS, log });
  const untold = createUntold({ privilege, ask, domain, serves, clock, ...UNTOLD, log });
  let router: Router | undefined;
  let words: LastWords | undefined;

  return {
    wire: {
      isOnline,
      notify: createNotifier({ domain, send }),
      rosters: createRosters({ privilege, ask, domain, onMissing: untold.wonder, onLost: regain.lost }),
    },
    start: (services, origins) => {
      const software = { name: NAME, version: VERSION };
      const handlers = createHandlers({ services, domain, admins, software, name, limits, origins });
      router = createRouter({ domain, handlers, limits, send, gates, log });
      words = createLastWords({ listeners: services.listeners, gate: hearing, log });
      const listening = createListening({ domain, words, send });
      start({
        online: untold.online,
        offline: () => {
          privilege.withdraw();
          regain.offline();
          untold.offline();
        },
        stanza: createInbound({ router, listening, privilege }),
        oversized: router.refuse,
      });
    },
    drain: async (ms) => {
      router?.close();
      words?.close();
      const ends = await Promise.all([gates.get, gates.set, hearing].map((gate) => gate.empty(ms)));
      return ends.every((isEmpty) => isEmpty);
    },
    stop: () => {
      regain.stop();
      return stop();
    },
  };
}
