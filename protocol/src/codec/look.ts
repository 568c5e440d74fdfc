// <look state='in_a_meeting' show='dnd'><text xml:lang='en'>…</text>* <media kind='…'>…</media>*</look>
import { malformed } from "../errors.ts";
import { SHOWS } from "../model.ts";
import type { Look } from "../model.ts";
import { NS } from "../namespaces.ts";
import type { Element } from "../xml.ts";
import { element } from "../xml.ts";
import { decodeMedium, encodeMedium } from "./medium.ts";
import { attribute, children, compact, oneOf, optional } from "./read.ts";
import { decodeTexts, encodeTexts } from "./text.ts";

/** A base state, or a token like XEP-0108's names: 1 to 64 of `a-z`, `0-9` and `_`. */
export function isState(text: string): boolean {
  return /^[a-z\d_]{1,64}$/.test(text);
}

/** @throws SchemeError `bad-request` */
export function parseState(text: string, what = "state"): string {
  return isState(text) ? text : malformed(what, "not 1 to 64 of a-z, 0-9 and _");
}

export function encodeLook({ state, show, text, media }: Look): Element {
  return element(NS, "look", { state, show }, ...encodeTexts(NS, "text", text), ...media.map(encodeMedium));
}

/** @throws SchemeError `bad-request` */
export function decodeLook(look: Element): Look {
  return compact({
    state: attribute(look, "state", parseState),
    show: optional(look, "show", oneOf(SHOWS)),
    text: decodeTexts(look, NS, "text"),
    media: children(look, "media").map(decodeMedium),
  });
}
