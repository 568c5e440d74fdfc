// Whom the service stores for: users of the domains it serves (draft, "Publishing").
import { SchemeError } from "@status-scheme/protocol";

/** True for the bare JID of a user (not a domain) of a served domain. JIDs are normalised, so that `===` compares. */
export type Served = (bareJid: string) => boolean;

export function createServed(domains: readonly string[]): Served {
  const served = new Set(domains);
  return (bareJid) => bareJid.indexOf("@") > 0 && served.has(domainOf(bareJid));
}

/** @throws SchemeError `forbidden` */
export function requireServed(served: Served, asker: string): void {
  if (!served(asker)) throw new SchemeError("forbidden");
}

export function domainOf(bareJid: string): string {
  return bareJid.slice(bareJid.indexOf("@") + 1);
}

export function bareOf(fullJid: string): string {
  return fullJid.split("/", 1)[0]!;
}
