// Reading the addresses of stanzas: the sender is who the server says (XEP-0114), or nobody.
import { parseJid } from "@status-scheme/protocol";
import type { Jid } from "@status-scheme/protocol";

/** A valid JID in its parts and forms; undefined for anything else. */
export interface Address extends Jid {
  /** Normalised. */
  readonly bare: string;
  /** Normalised; the same as `bare` where there is no resource. */
  readonly whole: string;
}

export function addressOf(text: string | undefined): Address | undefined {
  if (text === undefined) return undefined;
  try {
    const jid = parseJid(text);
    const bare = jid.local === undefined ? jid.domain : `${jid.local}@${jid.domain}`;
    return { ...jid, bare, whole: jid.resource === undefined ? bare : `${bare}/${jid.resource}` };
  } catch {
    return undefined;
  }
}

/** The stanza is for the service itself, not for somebody who would live at its domain. */
export function isFor(domain: string, to: string | undefined): boolean {
  return to === domain || addressOf(to)?.whole === domain;
}
