// Bits of Binary (XEP-0231), for small media in band (draft, "Small Media in Band").
//
// get     <data xmlns='urn:xmpp:bob' cid='sha-256+…hex…@bob.xmpp.org'/>
// result  <data xmlns='urn:xmpp:bob' cid='…' type='image/webp' [max-age='86400']>…base64…</data>
import { malformed } from "../errors.ts";
import { base64OfHex, hexOfBase64 } from "../hex.ts";
import type { Bits, BitsRequest } from "../model.ts";
import { NS_BOB } from "../namespaces.ts";
import type { Element } from "../xml.ts";
import { element } from "../xml.ts";
import { decodeBase64, encodeBase64 } from "./base64.ts";
import { attribute, compact, expect, filled, natural, optional } from "./read.ts";

/** What the data may have at most (XEP-0231, 3), in bytes. */
export const BITS_BYTES = 8_192;

/** The content identifier of bytes, by their SHA-256 in base64. */
export function cidOf(hash: string): string {
  return `sha-256+${hexOfBase64(hash)}@bob.xmpp.org`;
}

/** The SHA-256 in base64 that a content identifier names; undefined where it is by another algorithm, or none at all. */
export function hashOfCid(cid: string): string | undefined {
  const [, hex] = /^sha-256\+([\da-f]{64})@bob\.xmpp\.org$/.exec(cid) ?? [];
  return hex === undefined ? undefined : base64OfHex(hex);
}

export function encodeBitsRequest({ cid }: BitsRequest): Element {
  return element(NS_BOB, "data", { cid });
}

/** @throws SchemeError `bad-request` */
export function decodeBitsRequest(data: Element): BitsRequest {
  expect(data, "data", NS_BOB);
  return { cid: attribute(data, "cid", filled) };
}

/** @throws SchemeError `bad-request` for more bytes than there may be */
export function encodeBits({ cid, mediaType, bytes, maxAge }: Bits): Element {
  if (bytes.length > BITS_BYTES) malformed("data", "too many bytes");
  return element(NS_BOB, "data", { cid, type: mediaType, "max-age": maxAge }, encodeBase64(bytes));
}

/** @throws SchemeError `bad-request`, also for base64 of more than there may be */
export function decodeBits(data: Element): Bits {
  expect(data, "data", NS_BOB);
  // XEP-0231 shows line breaks in its data.
  const text = data.getText().replace(/[\t\n\r ]/g, "");
  if (text.length > 4 * Math.ceil(BITS_BYTES / 3)) malformed("data", "too many bytes");
  return compact({
    cid: attribute(data, "cid", filled),
    mediaType: attribute(data, "type", filled),
    maxAge: optional(data, "max-age", natural),
    bytes: decodeBase64(text, "data"),
  });
}
