// The only importer of ltx in the project, from `ltx/lib`: the copy that @xmpp/client (ESM) and @xmpp/component
// (CommonJS) both use. `import … from "ltx"` under ESM is another copy, whose elements fail xmpp.js's `instanceof`
// checks: a handler that returns one sends an empty result instead.
import Element from "ltx/lib/Element.js";
import { malformed } from "./errors.ts";

export { Element };
export type XmlNode = Element | string | number | undefined | null | false;
export type XmlAttributes = Readonly<Record<string, string | number | undefined>>;

/** What XML 1.0 (2.2) cannot carry, however escaped: one such character ends the whole stream. */
const NOT_XML = /[^\t\n\r -\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

/** @throws SchemeError `bad-request` where XML cannot carry the text (control characters, lone surrogates) */
export function xmlText(text: string, what: string): string {
  if (NOT_XML.test(text)) malformed(what, "not allowed in XML");
  return text;
}

/**
 * An element in `xmlns`. Attributes and children that are undefined, null or false are left out; children of the same
 * namespace inherit it. @throws SchemeError `bad-request` for text that XML cannot carry
 */
export function element(xmlns: string, name: string, attributes: XmlAttributes = {}, ...children: XmlNode[]): Element {
  const result = build(name, { xmlns, ...attributes }, children);
  for (const child of result.children) {
    if (child instanceof Element && child.attrs.xmlns === xmlns) delete child.attrs.xmlns;
  }
  return result;
}

/** A stanza, or its `<error/>`: in the stream's own namespace. */
export function stanza(
  name: "iq" | "message" | "presence" | "error",
  attributes: XmlAttributes,
  ...children: XmlNode[]
): Element {
  return build(name, attributes, children);
}

function build(name: string, attributes: XmlAttributes, children: readonly XmlNode[]): Element {
  const result = new Element(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined) result.attrs[key] = xmlText(String(value), key);
  }
  for (const child of children) {
    if (child === undefined || child === null || child === false || child === "") continue;
    result.cnode(child instanceof Element ? child : xmlText(String(child), name));
  }
  return result;
}

/** The size on the wire, in bytes of UTF-8. */
export function byteLength(xml: Element | string): number {
  return new TextEncoder().encode(String(xml)).length;
}

/**
 * The same information: names, namespaces, attributes in any order, children in order. Prefixes, namespace declarations
 * and white space between elements do not count.
 */
export function treeEqual(a: Element, b: Element): boolean {
  if (a.getName() !== b.getName() || a.getNS() !== b.getNS()) return false;
  if (attributeList(a) !== attributeList(b)) return false;
  const [left, right] = [content(a), content(b)];
  return (
    left.length === right.length &&
    left.every((node, index) => {
      const other = right[index]!;
      return typeof node === "string" || typeof other === "string" ? node === other : treeEqual(node, other);
    })
  );
}

function attributeList(of: Element): string {
  const own = Object.entries(of.attrs).filter(([name]) => !/^xmlns(:|$)/.test(name));
  return JSON.stringify(own.map(([name, value]) => [name, String(value)]).sort());
}

function content(of: Element): (Element | string)[] {
  const elements = of.getChildElements().length > 0;
  const nodes: (Element | string)[] = [];
  for (const node of of.children) {
    if (node instanceof Element) nodes.push(node);
    else if (typeof nodes.at(-1) === "string") nodes.push(String(nodes.pop()) + node);
    else nodes.push(String(node));
  }
  return nodes.filter((node) => node instanceof Element || (elements ? node.trim() : node) !== "");
}
