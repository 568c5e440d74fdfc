// ltx 3 ships no types: the part protocol/src/xml.ts uses. `ltx/lib` is the CommonJS copy that both
// @xmpp/client (ESM) and @xmpp/component (CommonJS) resolve; `ltx` under ESM would be another copy.
declare module "ltx/lib/Element.js" {
  class Element {
    constructor(name: string, attrs?: Record<string, unknown> | string | null);
    name: string;
    parent: Element | null;
    attrs: Record<string, string>;
    children: (Element | string)[];
    is(name: string, xmlns?: string): boolean;
    getName(): string;
    getNS(): string | undefined;
    getAttr(name: string, xmlns?: string): string | undefined;
    getChild(name: string, xmlns?: string): Element | undefined;
    getChildren(name: string, xmlns?: string): Element[];
    getChildElements(): Element[];
    getChildText(name: string, xmlns?: string): string | null;
    getText(): string;
    text(): string;
    append(...nodes: unknown[]): void;
    cnode<T>(child: T): T;
    remove(child: Element | string, xmlns?: string): this;
    root(): Element;
    toString(): string;
  }
  export default Element;
}
declare module "ltx/lib/parsers/ltx.js" {
  import type { EventEmitter } from "node:events";
  export default class Parser extends EventEmitter {
    write(data: string): void;
    end(data?: string): void;
  }
}
declare module "ltx/lib/equal.js" {
  import type Element from "ltx/lib/Element.js";
  const equal: { equal(a: Element, b: Element): boolean };
  export default equal;
}
