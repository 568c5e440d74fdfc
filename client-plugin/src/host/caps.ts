// The verification string of XEP-0115 section 5.1: a hash of what an entity answers to disco#info.
import { NS_DATA_FORMS } from "@status-scheme/protocol/viewing";
import type { Element } from "@status-scheme/protocol";

/** The `ver` of `hash='sha-1'`, base64, of a disco#info `<query/>`. */
export async function capsVer(query: Element): Promise<string> {
  const identities = query.getChildren("identity").map(({ attrs }) => {
    const lang = attrs["xml:lang"] ?? "";
    return `${attrs.category}/${attrs.type ?? ""}/${lang}/${attrs.name ?? ""}`;
  });
  const features = query.getChildren("feature").map(({ attrs }) => attrs.var ?? "");
  const parts = [
    ...sorted(identities),
    ...sorted(features),
    ...sorted(query.getChildren("x", NS_DATA_FORMS).flatMap(form)),
  ];
  const bytes = Uint8Array.from(parts.map((part) => `${part}<`).join(""), (byte) => byte.charCodeAt(0));
  return btoa(String.fromCharCode(...new Uint8Array(await crypto.subtle.digest("SHA-1", bytes))));
}

/** What an extension form is about (XEP-0068); undefined: it does not say so as it should, and counts for nothing. */
export function formType(x: Element): string | undefined {
  const type = x.getChildren("field").find(({ attrs }) => attrs.var === "FORM_TYPE" && attrs.type === "hidden");
  return type && valuesOf(type)[0];
}

function valuesOf(field: Element): string[] {
  return field.getChildren("value").map((value) => value.getText());
}

/** An extension form (XEP-0128): its FORM_TYPE, then its other fields, each with its values. */
function form(x: Element): string[] {
  const type = formType(x);
  if (type === undefined) return [];
  const others = x.getChildren("field").filter(({ attrs }) => attrs.var !== "FORM_TYPE");
  const fields = others.map((field) => [field.attrs.var ?? "", ...sorted(valuesOf(field))].join("<"));
  return [[type, ...sorted(fields)].join("<")];
}

/** By i;octet (RFC 4790 9.3): as strings of bytes of UTF-8. */
function sorted(texts: readonly string[]): string[] {
  return texts.map((text) => String.fromCharCode(...new TextEncoder().encode(text))).sort();
}
