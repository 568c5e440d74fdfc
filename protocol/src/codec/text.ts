// Text in languages: `<text xml:lang='en'>Please do not disturb</text>`, and XEP-0446's `<desc/>` alike.
// The language is the nearest xml:lang up to the document (`<scheme/>`, or a `<report/>`), not beyond: servers write one of their own
// choice on stanzas, and a text must not change its language with the server it passed.
import { malformed } from "../errors.ts";
import type { LocalText } from "../model.ts";
import { NS, NS_REPORTING } from "../namespaces.ts";
import type { Element, XmlNode } from "../xml.ts";
import { element } from "../xml.ts";
import { children, distinct } from "./read.ts";

/** BCP 47 (RFC 5646) by shape, as xs:language has it; "" is "none given". */
export function isLanguage(tag: string): boolean {
  return /^(?:[a-z]{1,8}(?:-[a-z\d]{1,8}){0,8})?$/i.test(tag);
}

export function encodeTexts(xmlns: string, name: string, texts: readonly LocalText[]): XmlNode[] {
  return texts.map(({ lang, text }) => element(xmlns, name, { "xml:lang": lang || undefined }, text));
}

/** At most one a language. @throws SchemeError `bad-request` */
export function decodeTexts(of: Element, xmlns: string, name: string): readonly LocalText[] {
  const texts = children(of, name, xmlns).map((found) => ({ lang: languageOf(found), text: found.getText() }));
  return distinct(texts, ({ lang }) => lang.toLowerCase(), name);
}

function languageOf(found: Element): string {
  for (let at: Element | null = found; at; at = isDocument(at) ? null : at.parent) {
    const tag = at.attrs["xml:lang"];
    if (tag !== undefined) return isLanguage(tag) ? tag : malformed("xml:lang", "not a language tag");
  }
  return "";
}

function isDocument(found: Element): boolean {
  return found.is("scheme", NS) || found.is("report", NS_REPORTING);
}
