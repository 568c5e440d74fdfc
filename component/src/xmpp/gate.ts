// How much may be under way at once, shared fairly where more is wanted than there is: a domain takes no more than it leaves
// to everyone else, and an account no more than a quarter of what it leaves to the others of its domain. So whoever comes anew
// finds room beside those who take all they can, be it for work that takes long: they are refused, and not everyone.
import { domainOf } from "../service/served.ts";

export interface GateOptions {
  /** Places. A domain alone comes to half of them, an account alone to a sixth. */
  readonly total: number;
  /** The most of one account, however much is left. */
  readonly perAsker: number;
}

export interface Gate {
  /** Lets one more of an account's (bare JID) in. Returns what lets it out, or undefined where there is no room for it. */
  readonly enter: (asker: string) => (() => void) | undefined;
  /** Resolves to true when all are out, or to false after so many milliseconds. */
  readonly empty: (deadlineMs: number) => Promise<boolean>;
}

/** Of what is left: the smaller it is, the more accounts in a row leave room for another. */
const SHARE = 1 / 4;

export function createGate({ total, perAsker }: GateOptions): Gate {
  const ofAccounts = createCounts();
  const ofDomains = createCounts();
  const waiting = new Set<() => void>();
  let all = 0;

  const leave = (asker: string, domain: string) => {
    all -= 1;
    ofAccounts.add(asker, -1);
    ofDomains.add(domain, -1);
    if (all === 0) for (const done of waiting) done();
  };

  return {
    enter: (asker) => {
      const domain = domainOf(asker);
      const leftToDomain = total - all - ofDomains.of(domain);
      if (ofAccounts.of(asker) >= Math.min(perAsker, leftToDomain * SHARE)) return undefined;
      all += 1;
      ofAccounts.add(asker, 1);
      ofDomains.add(domain, 1);
      return () => leave(asker, domain);
    },
    empty: (deadlineMs) =>
      new Promise((resolve) => {
        const settle = (isEmpty: boolean) => {
          clearTimeout(timer);
          waiting.delete(done);
          resolve(isEmpty);
        };
        const done = () => settle(true);
        const timer = setTimeout(() => settle(false), deadlineMs);
        waiting.add(done);
        if (all === 0) done();
      }),
  };
}

/** Nothing is kept of those who have none. */
function createCounts() {
  const counts = new Map<string, number>();
  const of = (key: string) => counts.get(key) ?? 0;
  return {
    of,
    add: (key: string, change: number) => {
      const count = of(key) + change;
      if (count === 0) counts.delete(key);
      else counts.set(key, count);
    },
  };
}
