// The in-band transport of a content (XEP-0261).
//
// <transport xmlns='urn:xmpp:jingle:transports:ibb:1' sid='…' block-size='4096' [stanza='iq']/>
import { NS_JINGLE_IBB } from "../namespaces.ts";
import type { Element } from "../xml.ts";
import { element } from "../xml.ts";
import { decodeStream } from "./ibb.ts";
import type { IbbOpen } from "./ibb.ts";
import { expect } from "./read.ts";

export interface IbbTransport extends IbbOpen {
  readonly method: "ibb";
}

export function encodeIbbTransport({ sid, blockSize, stanza }: IbbTransport): Element {
  const attributes = { sid, "block-size": blockSize, stanza: stanza === "iq" ? undefined : stanza };
  return element(NS_JINGLE_IBB, "transport", attributes);
}

/** @throws SchemeError `bad-request` */
export function decodeIbbTransport(transport: Element): IbbTransport {
  expect(transport, "transport", NS_JINGLE_IBB);
  return { method: "ibb", ...decodeStream(transport) };
}
