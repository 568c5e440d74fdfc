// Getting a lost grant (XEP-0356) back. A server says what it grants to who connects, and perhaps not that it holds no longer:
// ejabberd takes back what a component's domain was granted when any connection of that domain ends, and tells nobody. Who
// finds out by a refusal therefore connects anew. Soon again where that ending was noted after the new beginning, as a busy
// server does; and then ever more rarely, since requests under way are lost with the connection.
import type { Log } from "../log.ts";
import type { Privilege } from "./privilege.ts";

export interface RegainDeps {
  readonly privilege: Pick<Privilege, "granted">;
  /** Ends the connection, to make the next. */
  readonly renew: () => void;
  /** Milliseconds since some point of time. */
  readonly clock: () => number;
  /** The least time from one such ending to the next: from `least` on it doubles up to `most`, until twice `most` went well. */
  readonly spacingMs: { readonly least: number; readonly most: number };
  readonly log: Log;
}

export interface Regain {
  /** What this domain had granted turned out to be gone. */
  readonly lost: (domain: string) => void;
  /** The connection is gone: the next is told what it may. */
  readonly offline: () => void;
  readonly stop: () => void;
}

export function createRegain({ privilege, renew, clock, spacingMs, log }: RegainDeps): Regain {
  const missing = new Set<string>();
  let renewedAt = Number.NEGATIVE_INFINITY;
  let spacing = 0;
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;

  const connectAnew = () => {
    timer = undefined;
    const domains = [...missing].filter((domain) => !privilege.granted(domain));
    missing.clear();
    if (domains.length === 0) return;
    const now = clock();
    const isFirst = now - renewedAt > 2 * spacingMs.most;
    spacing = isFirst ? spacingMs.least : Math.min(2 * spacing, spacingMs.most);
    renewedAt = now;
    log.warn({ domains }, "the server no longer lets us read rosters, though it did not say so: connecting anew");
    renew();
  };

  const forget = () => {
    clearTimeout(timer);
    timer = undefined;
    missing.clear();
  };

  return {
    lost: (domain) => {
      if (isStopped) return;
      missing.add(domain);
      timer ??= setTimeout(connectAnew, Math.max(0, renewedAt + spacing - clock())).unref();
    },
    offline: forget,
    stop: () => {
      isStopped = true;
      forget();
    },
  };
}
