// Stanza errors (RFC 6120 8.3; draft, "Error Handling"), by the table in errors.ts.
//
// <error type='modify'>
//   <not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
//   [<text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' xml:lang='en'>…</text>]
//   [<limit-exceeded xmlns='urn:xmpp:status-scheme:0' limit='image-bytes' max='262144' actual='300000' look='dnd' medium='image'/>]
// </error>
import { ERRORS, SchemeError } from "../errors.ts";
import type { ErrorCode, ErrorDetail } from "../errors.ts";
import { LIMIT_NAMES } from "../limits.ts";
import { MEDIUM_KINDS } from "../model.ts";
import { NS, NS_STANZAS } from "../namespaces.ts";
import { parseStamp } from "../stamp.ts";
import { element, stanza } from "../xml.ts";
import type { Element, XmlAttributes } from "../xml.ts";
import { parseState } from "./look.ts";
import type { Parse } from "./read.ts";
import { compact, filled, natural, oneOf } from "./read.ts";

/** What each of our elements says. */
const ATTRIBUTES: Readonly<Record<string, readonly (keyof ErrorDetail)[]>> = {
  "limit-exceeded": ["limit", "max", "actual", "look", "medium", "after"],
  "bad-medium": ["look", "medium", "reason"],
  "bad-look": ["look", "medium", "reason"],
  retry: ["after"],
  current: ["stamp", "version"],
  malformed: ["what", "reason"],
};
/** For logs: of a length that does not hurt there. */
const note: Parse<string> = (value) => value.slice(0, 256).toWellFormed();
const PARSE: { readonly [K in keyof ErrorDetail]-?: Parse<NonNullable<ErrorDetail[K]>> } = {
  limit: oneOf(LIMIT_NAMES),
  max: natural,
  actual: natural,
  look: parseState,
  medium: oneOf(MEDIUM_KINDS),
  what: note,
  reason: note,
  stamp: parseStamp,
  version: filled,
  after: natural,
};
/** Conditions that are not in our table, or are there for more than one code. */
const BY_CONDITION: Readonly<Record<string, ErrorCode>> = {
  gone: "not-found",
  "not-acceptable": "bad-request",
  "jid-malformed": "bad-request",
  "unexpected-request": "bad-request",
  "not-allowed": "forbidden",
  "not-authorized": "forbidden",
  "policy-violation": "forbidden",
  "registration-required": "forbidden",
  "subscription-required": "forbidden",
  "resource-constraint": "rate-exceeded",
  "recipient-unavailable": "try-later",
  "remote-server-not-found": "try-later",
  "gateway-timeout": "try-later",
};
const BY_TYPE: Readonly<Record<string, ErrorCode>> = { auth: "forbidden", modify: "bad-request", wait: "try-later" };
const CODES = Object.keys(ERRORS) as ErrorCode[];
const rowOf = (code: ErrorCode): { readonly condition: string; readonly type: string; readonly element?: string } =>
  ERRORS[code];

/** The `<error/>` to put into a stanza of type error. `cause` stays here. */
export function encodeError({ code, detail }: SchemeError): Element {
  const { condition, type, element: own } = rowOf(code);
  const names = (own && ATTRIBUTES[own]) || [];
  const attributes = Object.fromEntries(names.map((name) => [name, detail[name]])) as XmlAttributes;
  const says = detail.reason !== undefined && !names.includes("reason");
  return stanza(
    "error",
    { type },
    element(NS_STANZAS, condition),
    says && element(NS_STANZAS, "text", { "xml:lang": "en" }, detail.reason),
    own !== undefined && element(NS, own, attributes),
  );
}

/** Any stanza error as ours: by our own element, else by its condition, else by its type. Never throws. */
export function decodeError(error: Element): SchemeError {
  const inside = error.getChildElements();
  const own = inside.find((child) => child.getNS() === NS && Object.hasOwn(ATTRIBUTES, child.getName()));
  const defined = inside.filter((child) => child.getNS() === NS_STANZAS);
  const condition = defined.find((child) => child.getName() !== "text")?.getName() ?? "";
  const text = defined.find((child) => child.getName() === "text")?.getText();
  const code = codeOf(own?.getName(), condition, String(error.attrs.type));
  return new SchemeError(
    code,
    compact({ reason: text ? note(text, "text") : undefined, ...(own && decodeDetail(own)) }),
  );
}

function codeOf(own: string | undefined, condition: string, type: string): ErrorCode {
  const ours = own === undefined ? [] : CODES.filter((code) => rowOf(code).element === own);
  const find = (codes: readonly ErrorCode[]) => codes.find((code) => rowOf(code).condition === condition);
  const known = Object.hasOwn(BY_CONDITION, condition) ? BY_CONDITION[condition] : find(CODES);
  return find(ours) ?? ours[0] ?? known ?? (Object.hasOwn(BY_TYPE, type) ? BY_TYPE[type]! : "internal");
}

/** What can be read of the details; the rest is left out, because there is nobody to refuse an error to. */
function decodeDetail(own: Element): ErrorDetail {
  const detail: Record<string, unknown> = {};
  for (const name of ATTRIBUTES[own.getName()]!) {
    try {
      if (own.attrs[name] !== undefined) detail[name] = PARSE[name](own.attrs[name], name);
    } catch {
      continue;
    }
  }
  return detail;
}
