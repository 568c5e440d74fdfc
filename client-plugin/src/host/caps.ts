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
    ...sorted(query.getChildren("x", NS_DATA_FORMS).map(form)),
  ];
  const bytes = Uint8Array.from(parts.map((part) => `${part}<`).join(""), (byte) => byte.charCodeAt(0));
  return btoa(String.fromCharCode(...new Uint8Array(await crypto.subtle.digest("SHA-1", bytes))));
}

/** An extension form (XEP-0128): its FORM_TYPE, then its other fields, each with its values. */
function form(x: Element): string {
  const fields = x.getChildren("field").map((field) => ({
    name: field.attrs.var ?? "",
    values: sorted(field.getChildren("value").map((value) => value.getText())),
  }));
  const type = fields.find(({ name }) => name === "FORM_TYPE")?.values[0] ?? "";
  const others = fields.filter(({ name }) => name !== "FORM_TYPE");
  return [type, ...sorted(others.map(({ name, values }) => [name, ...values].join("<")))].join("<");
}

/** By i;octet (RFC 4790 9.3): as strings of bytes of UTF-8. */
function sorted(texts: readonly string[]): string[] {
  return texts.map((text) => String.fromCharCode(...new TextEncoder().encode(text))).sort();
}
