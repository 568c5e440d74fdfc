// The document (draft, "The Scheme Document"): never a request or a reply, those wrap it.
//
// <scheme xmlns='urn:xmpp:status-scheme:0' owner='juliet@capulet.lit' [stamp='2026-11-22T08:30:00.123Z']>
//   <look …>…</look>*
// </scheme>
//
// Decoding checks the shape; the rules between looks, texts and media are validateScheme's.
import { malformed } from "../errors.ts";
import { onlyBareJid } from "../jid.ts";
import type { Scheme, StampedScheme } from "../model.ts";
import { NS } from "../namespaces.ts";
import { parseStamp } from "../stamp.ts";
import type { Stamp } from "../stamp.ts";
import type { Element } from "../xml.ts";
import { element } from "../xml.ts";
import { decodeLook, encodeLook } from "./look.ts";
import { attribute, children, compact, expect, optional } from "./read.ts";

export function encodeScheme({ owner, stamp, looks }: Scheme): Element {
  return element(NS, "scheme", { owner, stamp }, ...looks.map(encodeLook));
}

/** @throws SchemeError `bad-request` */
export function decodeScheme(scheme: Element): Scheme {
  expect(scheme, "scheme");
  return compact({
    owner: attribute(scheme, "owner", onlyBareJid),
    stamp: optional(scheme, "stamp", parseStamp),
    looks: children(scheme, "look").map(decodeLook),
  });
}

/**
 * A scheme inside an answer or a notice, which must say the same owner and stamp as what wraps it, where that says them.
 * @throws SchemeError `bad-request`
 */
export function decodeStampedScheme(
  found: Element,
  wrapper: { readonly owner?: string | undefined; readonly stamp?: Stamp | undefined } = {},
): StampedScheme {
  const scheme = decodeScheme(found);
  const { stamp = malformed("stamp", "missing") } = scheme;
  if (wrapper.owner !== undefined && wrapper.owner !== scheme.owner) malformed("owner", "not the scheme's");
  if (wrapper.stamp !== undefined && wrapper.stamp !== stamp) malformed("stamp", "not the scheme's");
  return { ...scheme, stamp };
}
