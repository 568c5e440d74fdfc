// Names of other documents, "XEP-0030", "RFC 6121", as the XSF's own list of entities has them (draft/xsf/xep.ent).
import { readFileSync } from "node:fs";

export interface Spec {
  /** `XEP-0030`. */
  readonly name: string;
  /** `Service Discovery`. */
  readonly title: string;
  /** `xep0030`: what the XSF's XML calls it. */
  readonly entity: string;
  readonly url: string;
  /** The XSF's list lacks it: a XEP then declares the entity itself. */
  readonly ours?: true;
}

/** How a text names one. */
export const SPEC_NAME = /\b(?:XEP-\d{4}|RFC \d+)\b/;

const ENTITIES_FILE = new URL("../xsf/xep.ent", import.meta.url);
const OURS: Readonly<Record<string, string>> = {
  "RFC 4647": "Matching of Language Tags",
};

let entities: string | undefined;

/** @throws Error where neither the XSF's list nor ours has such a document */
export function specOf(name: string): Spec {
  const entity = name.toLowerCase().replace(/[^a-z\d]/g, "");
  const found = titleOf(entity);
  const title = found ?? OURS[name];
  if (title === undefined) throw new Error(`${name} is not in the XSF's list of entities, nor in references.ts`);
  return { name, title, entity, url: urlOf(name), ...(found === undefined && { ours: true }) };
}

function titleOf(entity: string): string | undefined {
  entities ??= readFileSync(ENTITIES_FILE, "utf8");
  const at = entities.indexOf(`<!ENTITY ${entity} `);
  if (at === -1) return undefined;
  return /<note>[^:<]*: (.*?) &lt;/.exec(entities.slice(at, entities.indexOf("\n", at)))?.[1]!.trim();
}

function urlOf(name: string): string {
  if (name.startsWith("XEP-")) return `https://xmpp.org/extensions/${name.toLowerCase()}.html`;
  return `https://www.rfc-editor.org/rfc/${name.toLowerCase().replace(" ", "")}`;
}
