// The only importer of ltx in the project, from `ltx/lib`: the copy that @xmpp/client (ESM) and @xmpp/component
// (CommonJS) both use. `import … from "ltx"` under ESM is another copy, whose elements fail xmpp.js's `instanceof`
// checks: a handler that returns one sends an empty result instead.
import Element from "ltx/lib/Element.js";
import createElement from "ltx/lib/createElement.js";

export { Element };
export type XmlNode = Element | string | number | undefined | null | false;
export type XmlAttributes = Readonly<Record<string, string | number | undefined>>;

/** An element in `xmlns`. Attributes and children that are undefined, null or false are left out. */
export function element(xmlns: string, name: string, attributes: XmlAttributes = {}, ...children: XmlNode[]): Element {
  const attrs: Record<string, string> = { xmlns };
  for (const [key, value] of Object.entries(attributes)) if (value !== undefined) attrs[key] = String(value);
  return createElement(
    name,
    attrs,
    ...children.filter((child) => child !== undefined && child !== null && child !== false),
  );
}

/** A stanza, in the stream's own namespace. */
export function stanza(
  name: "iq" | "message" | "presence",
  attributes: XmlAttributes,
  ...children: XmlNode[]
): Element {
  const attrs: Record<string, string> = {};
  for (const [key, value] of Object.entries(attributes)) if (value !== undefined) attrs[key] = String(value);
  return createElement(
    name,
    attrs,
    ...children.filter((child) => child !== undefined && child !== null && child !== false),
  );
}
