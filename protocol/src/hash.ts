// SHA-256 values: base64 on the wire (XEP-0300), hex where they name things.
import { malformed } from "./errors.ts";

/** The one spelling of 32 bytes: its last character carries four bits. */
const SHA_256 = /^[A-Za-z\d+/]{42}[AEIMQUYcgkosw048]=$/;

/** @throws SchemeError `bad-request` unless it is the base64 of 32 bytes */
export function parseHash(text: string, what: string): string {
  if (!SHA_256.test(text)) malformed(what, "not the base64 of a SHA-256");
  return text;
}

/** @throws SchemeError `bad-request` */
export function hexOfBase64(base64: string): string {
  const bytes = atob(parseHash(base64, "hash"));
  return Array.from(bytes, (byte) => byte.charCodeAt(0).toString(16).padStart(2, "0")).join("");
}

/** @throws SchemeError `bad-request` */
export function base64OfHex(hex: string): string {
  if (!/^[\da-f]{64}$/.test(hex)) malformed("hash", "not the hex of a SHA-256");
  return btoa(hex.replace(/../g, (byte) => String.fromCharCode(Number.parseInt(byte, 16))));
}
