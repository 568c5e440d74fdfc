// Who may ask an owner's client (draft, section 8.1): full JIDs of contacts who may see the scheme and have the client's
// presence, and the owner's own other clients; nobody while the owner is invisible.
import { bareJid, fullJid } from "@status-scheme/protocol";
import type { Host } from "../host/host.ts";

export interface MayAskUses {
  readonly host: Pick<Host, "jid" | "isSeenBy">;
  /** Whether a contact, by bare JID, may see the scheme. */
  readonly allows: (contact: string) => boolean;
  readonly isInvisible: () => boolean;
}

/** Of what is known at the moment of the call. */
export function createMayAsk({ host, allows, isInvisible }: MayAskUses): (viewer: string) => boolean {
  return (viewer) => {
    const own = host.jid();
    if (own === undefined || isInvisible()) return false;
    try {
      const contact = bareJid(fullJid(viewer));
      return host.isSeenBy(viewer) && (contact === bareJid(own) || allows(contact));
    } catch {
      return false; // a domain, a bare JID, or no JID at all
    }
  };
}
