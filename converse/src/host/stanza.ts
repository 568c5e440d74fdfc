// Stanzas between Converse.js, whose they are as the browser's elements, and ours. By walking: nothing is written out and
// parsed again. Namespaces are read from `xmlns` as it is declared, because Strophe's builder sets nothing else.
import { Element as Stanza } from "@status-scheme/protocol/viewing";

/** Deeper is nothing that this protocol has. */
const MAX_DEPTH = 64;
const NS_XMLNS = "http://www.w3.org/2000/xmlns/";
const NS_XML = "http://www.w3.org/XML/1998/namespace";

/** Undefined where it is nested deeper than anything of ours. */
export function fromDom(element: Element, depth = 0): Stanza | undefined {
  if (depth > MAX_DEPTH) return undefined;
  const result = new Stanza(element.tagName);
  for (const { name, value } of element.attributes) result.attrs[name] = value;
  for (let node = element.firstChild; node; node = node.nextSibling) {
    if (node.nodeType === Node.ELEMENT_NODE) {
      const child = fromDom(node as Element, depth + 1);
      if (!child) return undefined;
      result.cnode(child);
    } else if (node.nodeType === Node.TEXT_NODE || node.nodeType === Node.CDATA_SECTION_NODE) {
      result.children.push(node.nodeValue!);
    }
  }
  return result;
}

/** `xmlns`: of the stanza, where it does not say. */
export function toDom(stanza: Stanza, xmlns = "jabber:client"): Element {
  return build(document.implementation.createDocument(null, null), stanza, xmlns, true);
}

function build(document: Document, stanza: Stanza, inherited: string, isRoot: boolean): Element {
  const xmlns = stanza.attrs.xmlns ?? inherited;
  const result = document.createElementNS(stanza.getNS() ?? xmlns, stanza.name);
  if (isRoot) result.setAttributeNS(NS_XMLNS, "xmlns", xmlns);
  for (const [name, value] of Object.entries(stanza.attrs)) {
    if (value === undefined || value === null) continue;
    const namespace = namespaceOf(name);
    if (namespace === undefined) result.setAttribute(name, String(value));
    else result.setAttributeNS(namespace, name, String(value));
  }
  for (const child of stanza.children) {
    const isElement = child instanceof Stanza;
    result.append(isElement ? build(document, child, xmlns, false) : document.createTextNode(String(child)));
  }
  return result;
}

function namespaceOf(attribute: string): string | undefined {
  if (attribute === "xmlns" || attribute.startsWith("xmlns:")) return NS_XMLNS;
  return attribute.startsWith("xml:") ? NS_XML : undefined;
}
