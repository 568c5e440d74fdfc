// The change notice, inside a headline message (draft, "Change Notices"); in push mode with the whole scheme.
//
// <changed xmlns='urn:xmpp:status-scheme:0' owner='juliet@capulet.lit' stamp='…'>[<scheme …>…</scheme>]</changed>
import { onlyBareJid } from "../jid.ts";
import type { ChangedNotice } from "../model.ts";
import { NS } from "../namespaces.ts";
import { parseStamp } from "../stamp.ts";
import type { Element } from "../xml.ts";
import { element } from "../xml.ts";
import { attribute, child, compact, expect } from "./read.ts";
import { decodeStampedScheme, encodeScheme } from "./scheme.ts";

export function encodeChanged({ owner, stamp, scheme }: ChangedNotice): Element {
  return element(NS, "changed", { owner, stamp }, scheme && encodeScheme(scheme));
}

/** @throws SchemeError `bad-request` */
export function decodeChanged(changed: Element): ChangedNotice {
  expect(changed, "changed");
  const owner = attribute(changed, "owner", onlyBareJid);
  const stamp = attribute(changed, "stamp", parseStamp);
  const scheme = child(changed, "scheme");
  return compact({ owner, stamp, scheme: scheme && decodeStampedScheme(scheme, { owner, stamp }) });
}
