// Bytes as base64, in the one canonical spelling (RFC 4648, 3.5, 4).
import { malformed } from "../errors.ts";

/** What a call takes as arguments. */
const CHUNK = 8_192;

export function encodeBase64(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += CHUNK) {
    // V8 spreads a typed array ten times as slowly as it applies one.
    parts.push(String.fromCharCode.apply(null, bytes.subarray(at, at + CHUNK) as unknown as number[]));
  }
  return btoa(parts.join(""));
}

/** @throws SchemeError `bad-request` naming `what` */
export function decodeBase64(base64: string, what: string): Uint8Array {
  const text = decode(base64);
  // What comes back differently had white space, missing padding or bits hidden in the last character.
  if (text === undefined || btoa(text) !== base64) malformed(what, "not base64");
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at);
  return bytes;
}

function decode(base64: string): string | undefined {
  try {
    return atob(base64);
  } catch {
    return undefined;
  }
}
