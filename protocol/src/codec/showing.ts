// The presence hint (draft, "Showing a State").
//
// <showing xmlns='urn:xmpp:status-scheme:0' [stamp='…'] [by='schemes.capulet.lit'] [state='in_a_meeting'] [until='…']/>
import { onlyBareJid } from "../jid.ts";
import type { Showing } from "../model.ts";
import { NS } from "../namespaces.ts";
import { parseDateTime, parseStamp, toStamp } from "../stamp.ts";
import type { Element } from "../xml.ts";
import { element } from "../xml.ts";
import { parseState } from "./look.ts";
import { compact, expect, optional } from "./read.ts";

export function encodeShowing({ stamp, by, state, until }: Showing): Element {
  return element(NS, "showing", { stamp, by, state, until: until === undefined ? until : toStamp(until) });
}

/** @throws SchemeError `bad-request` */
export function decodeShowing(showing: Element): Showing {
  expect(showing, "showing");
  return compact({
    stamp: optional(showing, "stamp", parseStamp),
    by: optional(showing, "by", onlyBareJid),
    state: optional(showing, "state", parseState),
    until: optional(showing, "until", parseDateTime),
  });
}
