// Addresses as they come, from anybody: none of them is taken for a JID before it was read as one.
import { bareJid } from "@status-scheme/protocol/viewing";

/** The bare JID of an address; undefined where it is none. */
export function accountOf(address: string): string | undefined {
  try {
    return bareJid(address);
  } catch {
    return undefined;
  }
}

/** Whether a push is the own account's, and so to be believed (RFC 6121 2.1.6, XEP-0191 3.3). `own`: full JID. */
export function isOwnPush(from: string | undefined, own: string | undefined): boolean {
  if (from === undefined) return true;
  return own !== undefined && !from.includes("/") && accountOf(from) === bareJid(own);
}
