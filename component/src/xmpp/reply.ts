// Replies to IQs (RFC 6120 8.2.3, 8.3).
import { element, encodeError, stanza } from "@status-scheme/protocol";
import type { Element, SchemeError } from "@status-scheme/protocol";

/** What of a request its reply needs. */
export interface Addressed {
  readonly attrs: Readonly<Record<string, string>>;
}

export function resultOf({ attrs }: Addressed, payload: Element | undefined): Element {
  return stanza("iq", { type: "result", from: attrs.to, to: attrs.from, id: attrs.id }, payload);
}

/** `payload`: the request's, to be shown without its children: an error never carries media or lists back. */
export function errorOf({ attrs }: Addressed, error: SchemeError, payload?: Element): Element {
  const address = { type: "error", from: attrs.to, to: attrs.from, id: attrs.id };
  return stanza("iq", address, payload && withoutChildren(payload), encodeError(error));
}

/**
 * Attributes with a prefix are left out as well: it may have been declared outside of the payload, and an undeclared one
 * would end the whole stream.
 */
function withoutChildren(payload: Element): Element {
  const plain = Object.entries(payload.attrs).filter(([name]) => name !== "xmlns" && !name.includes(":"));
  return element(payload.getNS() ?? "", payload.getName(), Object.fromEntries(plain));
}
