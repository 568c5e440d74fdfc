// XML as text in which equal trees are equal line by line, so that a failing comparison shows what differs.
import { Element } from "@status-scheme/protocol";

/** Namespaces in full, attributes sorted, a line for each element; prefixes and white space between elements are gone. */
export function canonical(of: Element, indent = ""): string {
  const name = `{${of.getNS() ?? ""}}${of.getName()}`;
  const attributes = Object.entries(of.attrs)
    .filter(([key]) => !/^xmlns(:|$)/.test(key))
    .map(([key, value]) => ` ${key}=${JSON.stringify(value)}`)
    .sort();
  const elements = of.getChildElements();
  const text = elements.length === 0 ? of.getText() : "";
  const line = `${indent}${name}${attributes.join("")}${text && ` ${JSON.stringify(text)}`}`;
  return [line, ...elements.map((child) => canonical(child, `${indent}  `))].join("\n");
}

/** A copy, with each attribute and text mapped; what stands around it does not follow. */
export function mapped(of: Element, map: (value: string, owner: Element, attribute: string) => string): Element {
  const attrs = Object.entries(of.attrs).map(([key, value]) => [key, map(String(value), of, key)]);
  const copy = new Element(of.name, Object.fromEntries(attrs) as Record<string, string>);
  for (const child of of.children) copy.append(child instanceof Element ? mapped(child, map) : child);
  return copy;
}
