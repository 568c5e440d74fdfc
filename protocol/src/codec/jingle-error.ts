// Errors in reply to a Jingle action (XEP-0166 10).
//
// <error type='cancel'>
//   <item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/><unknown-session xmlns='urn:xmpp:jingle:errors:1'/>
// </error>
import { malformed } from "../errors.ts";
import { NS_JINGLE_ERRORS, NS_STANZAS } from "../namespaces.ts";
import { element, stanza } from "../xml.ts";
import type { Element } from "../xml.ts";

const ROWS = {
  "out-of-order": { condition: "unexpected-request", type: "wait" },
  "tie-break": { condition: "conflict", type: "cancel" },
  "unknown-session": { condition: "item-not-found", type: "cancel" },
  "unsupported-info": { condition: "feature-not-implemented", type: "cancel" },
} as const;
export type JingleError = keyof typeof ROWS;
const NAMES = Object.keys(ROWS) as JingleError[];

/** The `<error/>` to put into a stanza of type error. */
export function encodeJingleError(name: JingleError): Element {
  const { condition, type } = ROWS[name];
  return stanza("error", { type }, element(NS_STANZAS, condition), element(NS_JINGLE_ERRORS, name));
}

/** @throws SchemeError `bad-request` for any other stanza error */
export function decodeJingleError(error: Element): JingleError {
  return NAMES.find((name) => error.getChild(name, NS_JINGLE_ERRORS)) ?? malformed("error", "not one of Jingle's");
}
