// "The scheme document itself" (draft, "Asking for the Document"): what a `file` asks for or offers, or, in a reason,
// what is current.
//
// <document xmlns='urn:xmpp:status-scheme:0' [stamp='…']/>
import { NS } from "../namespaces.ts";
import { parseStamp } from "../stamp.ts";
import type { Stamp } from "../stamp.ts";
import type { Element } from "../xml.ts";
import { element } from "../xml.ts";
import { compact, expect, optional } from "./read.ts";

export interface SchemeDocument {
  /** Asked for: the one held, if any. Offered, or current: the document's. */
  readonly stamp?: Stamp;
}

export function encodeDocument({ stamp }: SchemeDocument): Element {
  return element(NS, "document", { stamp });
}

/** @throws SchemeError `bad-request` */
export function decodeDocument(document: Element): SchemeDocument {
  expect(document, "document");
  return compact({ stamp: optional(document, "stamp", parseStamp) });
}
