// In-band bytestreams (XEP-0047), as far as XEP-0261 and the draft, "In-Band Bytestreams", use them: data in IQs.
//
// set  <open xmlns='http://jabber.org/protocol/ibb' sid='…' block-size='4096' stanza='iq'/>
// set  <data xmlns='http://jabber.org/protocol/ibb' sid='…' seq='0'>…base64…</data>
// set  <close xmlns='http://jabber.org/protocol/ibb' sid='…'/>
import { malformed } from "../errors.ts";
import { NS_IBB } from "../namespaces.ts";
import type { Element } from "../xml.ts";
import { element } from "../xml.ts";
import { decodeBase64, encodeBase64 } from "./base64.ts";
import { attribute, expect, natural, oneOf, optional } from "./read.ts";

export interface IbbOpen {
  readonly sid: string;
  /** Bytes of a block at most, before base64. */
  readonly blockSize: number;
  /** What carries the blocks; this protocol uses IQs only. */
  readonly stanza: "iq" | "message";
}
export interface IbbData {
  readonly sid: string;
  /** Counts blocks of one direction from 0, and after 65535 from 0 again. */
  readonly seq: number;
  readonly data: Uint8Array;
}
export interface IbbClose {
  readonly sid: string;
}

/** Both a block's size and its number are 16-bit (XEP-0047 2.1, 2.2). */
const MAX_16_BIT = 65_535;

export function encodeIbbOpen({ sid, blockSize, stanza }: IbbOpen): Element {
  // Written out although it is the default, as everyone does.
  return element(NS_IBB, "open", { sid, "block-size": blockSize, stanza });
}

/** @throws SchemeError `bad-request` */
export function decodeIbbOpen(open: Element): IbbOpen {
  expect(open, "open", NS_IBB);
  return decodeStream(open);
}

/** What XEP-0047's `open` and XEP-0261's `transport` say alike. */
export function decodeStream(found: Element): IbbOpen {
  return {
    sid: attribute(found, "sid", nmtoken),
    blockSize: attribute(found, "block-size", blockSize),
    stanza: optional(found, "stanza", oneOf(["iq", "message"])) ?? "iq",
  };
}

/** @throws SchemeError `bad-request` for more bytes than any block may have */
export function encodeIbbData({ sid, seq, data }: IbbData): Element {
  if (data.length > MAX_16_BIT) malformed("data", "more than a block may have");
  return element(NS_IBB, "data", { sid, seq }, encodeBase64(data));
}

/** @throws SchemeError `bad-request`, also for base64 that is not the one canonical spelling (XEP-0047 6) */
export function decodeIbbData(found: Element): IbbData {
  expect(found, "data", NS_IBB);
  return {
    sid: attribute(found, "sid", nmtoken),
    seq: attribute(found, "seq", unsignedShort),
    data: decodeBase64(found.getText(), "data"),
  };
}

export function encodeIbbClose({ sid }: IbbClose): Element {
  return element(NS_IBB, "close", { sid });
}

/** @throws SchemeError `bad-request` */
export function decodeIbbClose(close: Element): IbbClose {
  expect(close, "close", NS_IBB);
  return { sid: attribute(close, "sid", nmtoken) };
}

/** XML's Nmtoken, of a length that is no burden as a key. */
export function nmtoken(text: string, what: string): string {
  return /^[\p{L}\p{N}\p{M}._:-]{1,255}$/u.test(text) ? text : malformed(what, "not a name token");
}
function unsignedShort(text: string, what: string): number {
  const value = natural(text, what);
  return value <= MAX_16_BIT ? value : malformed(what, "more than 65535");
}
function blockSize(text: string, what: string): number {
  return unsignedShort(text, what) || malformed(what, "zero");
}
