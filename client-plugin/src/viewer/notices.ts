// Change notices (draft, "Change Notices"), believed only from who may know: a service that the owner's own domain
// lists, or the owner's own client about the scheme it serves.
import { DEFAULT_LIMITS, decodeChanged, NS } from "@status-scheme/protocol/viewing";
import type { ChangedNotice, Element } from "@status-scheme/protocol";
import { verifyScheme } from "./questions.ts";
import type { Source } from "./questions.ts";
import { domainOf } from "./source.ts";

/** A notice to be believed, of what `from` serves. */
export interface Notice extends ChangedNotice {
  /** A service's JID, or the full JID of a client of the owner. */
  readonly from: string;
}

/**
 * `known`: the services a domain lists, as far as that is known. A notice makes nobody ask: what is not known now is not
 * believed.
 */
export function readNotice(
  message: Element,
  known: (domain: string) => readonly Pick<Source, "jid">[] | undefined,
): Notice | undefined {
  const { from, type } = message.attrs;
  const changed = message.name === "message" && type !== "error" ? message.getChild("changed", NS) : undefined;
  if (!changed || from === undefined) return undefined;
  try {
    const { owner, stamp, scheme } = decodeChanged(changed);
    // A scheme is pushed by the owner's own client alone, and is what a fetched one would be.
    if (scheme) verifyScheme(scheme, owner, DEFAULT_LIMITS);
    if (from.startsWith(`${owner}/`)) return { from, owner, stamp, ...(scheme && { scheme }) };
    return known(domainOf(owner))?.some(({ jid }) => jid === from) ? { from, owner, stamp } : undefined;
  } catch {
    return undefined;
  }
}
