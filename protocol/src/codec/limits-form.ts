// A service's limits and the origins its media come from, in its disco#info (XEP-0128; draft, "Limits and Origins").
//
// <x xmlns='jabber:x:data' type='result'>
//   <field var='FORM_TYPE' type='hidden'><value>urn:xmpp:status-scheme:0</value></field>
//   <field var='scheme-bytes'><value>65536</value></field> …one for each limit
//   <field var='media-origins' type='text-multi'><value>https://schemes.capulet.lit</value>*</field>
// </x>
import { malformed } from "../errors.ts";
import { DEFAULT_LIMITS, LIMIT_NAMES } from "../limits.ts";
import type { Limits } from "../limits.ts";
import { NS, NS_DATA_FORMS } from "../namespaces.ts";
import type { Element } from "../xml.ts";
import { element } from "../xml.ts";
import { children, distinct, expect, natural, webUrl } from "./read.ts";

export interface LimitsForm {
  readonly limits: Limits;
  /** `scheme://host[:port]`, as WHATWG URL serialises origins. */
  readonly origins: readonly string[];
}

/** The limits that are given, and the origins where they are: a service gives all (draft, section 8.2, of a client). */
export function encodeLimitsForm(limits: Partial<Limits>, origins?: readonly string[]): Element {
  const field = (name: string, type: string | undefined, values: readonly (string | number)[]) =>
    element(
      NS_DATA_FORMS,
      "field",
      { var: name, type },
      ...values.map((value) => element(NS_DATA_FORMS, "value", {}, value)),
    );
  return element(
    NS_DATA_FORMS,
    "x",
    { type: "result" },
    field("FORM_TYPE", "hidden", [NS]),
    ...LIMIT_NAMES.map((name) => limits[name] !== undefined && field(name, undefined, [limits[name]])),
    origins && field("media-origins", "text-multi", origins),
  );
}

/** A limit the form does not name has its default. @throws SchemeError `bad-request` */
export function decodeLimitsForm(form: Element): LimitsForm {
  expect(form, "x", NS_DATA_FORMS);
  const fields = distinct(children(form, "field", NS_DATA_FORMS), ({ attrs }) => String(attrs.var), "field");
  const valuesOf = (name: string): string[] => {
    const found = fields.find(({ attrs }) => attrs.var === name);
    return found ? children(found, "value", NS_DATA_FORMS).map((value) => value.getText().trim()) : [];
  };
  if (valuesOf("FORM_TYPE")[0] !== NS) malformed("FORM_TYPE", `not ${NS}`);
  const limits = LIMIT_NAMES.map((name) => {
    const [value] = valuesOf(name);
    return [name, value === undefined ? DEFAULT_LIMITS[name] : natural(value, name)];
  });
  return { limits: Object.fromEntries(limits) as Limits, origins: valuesOf("media-origins").map(origin) };
}

function origin(text: string): string {
  const { origin: bare } = new URL(webUrl(text, "media-origins"));
  return bare === text ? bare : malformed("media-origins", "more than an origin");
}
