// Names of other documents, as the XSF's own list of entities has them (draft/xsf/xep.ent): "XEP-0030", "RFC 6121".
import { readFileSync } from "node:fs";

export interface Spec {
  /** `XEP-0030`. */
  readonly name: string;
  /** `Service Discovery`. */
  readonly title: string;
  /** `xep0030`: what the XSF's XML calls it. */
  readonly entity: string;
  readonly url: string;
}

export const ENTITIES_FILE = new URL("../xsf/xep.ent", import.meta.url);
/** How a text names one. */
export const SPEC_NAME = /\b(?:XEP-\d{4}|RFC \d+)\b/;

let entities: string | undefined;

/** @throws Error where the XSF's list has no such document */
export function specOf(name: string): Spec {
  const entity = name.toLowerCase().replace(/[^a-z\d]/g, "");
  entities ??= readFileSync(ENTITIES_FILE, "utf8");
  const at = entities.indexOf(`<!ENTITY ${entity} `);
  const [, title] = /<note>[^:<]*: (.*?) &lt;/.exec(entities.slice(at, entities.indexOf("\n", at))) ?? [];
  if (at === -1 || title === undefined) throw new Error(`${name} is not in the XSF's list of entities`);
  return { name, title: title.trim(), entity, url: urlOf(name) };
}

function urlOf(name: string): string {
  if (name.startsWith("XEP-")) return `https://xmpp.org/extensions/${name.toLowerCase()}.html`;
  return `https://www.rfc-editor.org/rfc/${name.toLowerCase().replace(" ", "")}`;
}
