// SHA-256 values in hex, where they name things.
import { malformed } from "./errors.ts";
import { parseHash } from "./hash.ts";

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
