// What decoders read and encoders write of our namespace, measured while they do it.
import { NS } from "@status-scheme/protocol";
import type { Element } from "@status-scheme/protocol";

/** `look@state`, `look>media`. */
export interface Places {
  readonly attributes: Set<string>;
  readonly children: Set<string>;
}
export const noPlaces = (): Places => ({ attributes: new Set(), children: new Set() });

/** Notes what is asked of an element and of everything below it. */
export function watch(of: Element, read: Places): void {
  const name = of.getName();
  const isOurs = of.getNS() === NS;
  const getChildren = of.getChildren.bind(of);
  of.getChildren = (child, xmlns) => {
    if (isOurs && xmlns === NS) read.children.add(`${name}>${child}`);
    return getChildren(child, xmlns);
  };
  for (const child of of.getChildElements()) watch(child, read);
  if (!isOurs) return;
  of.attrs = new Proxy(of.attrs, {
    get: (attrs, key: string) => {
      if (!isDeclaration(key)) read.attributes.add(`${name}@${key}`);
      return attrs[key];
    },
  });
}

/** Notes what is there. */
export function collect(of: Element, written: Places): void {
  for (const child of of.getChildElements()) {
    if (of.getNS() === NS && child.getNS() === NS) written.children.add(`${of.getName()}>${child.getName()}`);
    collect(child, written);
  }
  if (of.getNS() !== NS) return;
  for (const key of Object.keys(of.attrs)) if (!isDeclaration(key)) written.attributes.add(`${of.getName()}@${key}`);
}

function isDeclaration(key: string): boolean {
  return key === "xmlns" || key.startsWith("xmlns:");
}
