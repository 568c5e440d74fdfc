// SHA-256 values: base64 on the wire (XEP-0300).
import { malformed } from "./errors.ts";

/** The one spelling of 32 bytes: its last character carries four bits. */
const SHA_256 = /^[A-Za-z\d+/]{42}[AEIMQUYcgkosw048]=$/;

/** @throws SchemeError `bad-request` unless it is the base64 of 32 bytes */
export function parseHash(text: string, what: string): string {
  if (!SHA_256.test(text)) malformed(what, "not the base64 of a SHA-256");
  return text;
}
