// The SOCKS5 destination address of a bytestream (XEP-0065 5.3.2, XEP-0260 2.2): what both parties name to the
// streamhost, which joins those who name the same.
import { fullJid } from "./jid.ts";

/**
 * DST.ADDR, 40 hex digits: SHA-1 of stream id, requester and target, where the requester is the party that offered the
 * candidate, initiator of the session or not. @throws SchemeError `bad-request` unless both are full JIDs
 */
export async function destinationAddress(sid: string, requester: string, target: string): Promise<string> {
  const text = sid + fullJid(requester, "requester") + fullJid(target, "target");
  const digest = await crypto.subtle.digest("SHA-1", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
