// How every decoder reads (draft, "Extensibility"): what it does not know it ignores; what it knows and finds missing,
// repeated or malformed it refuses with `bad-request`, naming the element or attribute.
import { malformed } from "../errors.ts";
import { NS } from "../namespaces.ts";
import type { Element } from "../xml.ts";

/** Text to value. @throws SchemeError `bad-request` naming `what` */
export type Parse<T> = (text: string, what: string) => T;

/** The element is the one expected. */
export function expect(found: Element, name: string, xmlns: string = NS): void {
  if (!found.is(name, xmlns)) malformed(name, "missing");
}

export function attribute<T>(of: Element, name: string, parse: Parse<T>): T {
  return optional(of, name, parse) ?? malformed(name, "missing");
}
export function optional<T>(of: Element, name: string, parse: Parse<T>): T | undefined {
  const text = of.attrs[name];
  return text === undefined ? undefined : parse(text, name);
}

export function children(of: Element, name: string, xmlns: string = NS): Element[] {
  // ltx takes `xmlns=''` for "inherited".
  return of.getChildren(name, xmlns).filter((child) => child.attrs.xmlns !== "");
}
export function child(of: Element, name: string, xmlns: string = NS): Element | undefined {
  const [first, second] = children(of, name, xmlns);
  if (second) malformed(name, "more than one");
  return first;
}
export function onlyChild(of: Element, name: string, xmlns: string = NS): Element {
  return child(of, name, xmlns) ?? malformed(name, "missing");
}
/** The text of a child, without the white space around it. */
export function leaf<T>(of: Element, name: string, xmlns: string, parse: Parse<T>): T | undefined {
  const found = child(of, name, xmlns);
  return found && parse(found.getText().trim(), name);
}

export function filled(text: string, what: string): string {
  return text === "" ? malformed(what, "empty") : text;
}
/** A decimal integer without leading zeros, from 0. */
export function natural(text: string, what: string): number {
  const value = /^(?:0|[1-9]\d{0,15})$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(value) ? value : malformed(what, "not a natural number");
}
export function positive(text: string, what: string): number {
  return natural(text, what) || malformed(what, "zero");
}
export function oneOf<const T extends string>(values: readonly T[]): Parse<T> {
  return (text, what) => values.find((value) => value === text) ?? malformed(what, `not one of ${values.join(", ")}`);
}
/** xs:boolean. */
export function truth(text: string, what: string): boolean {
  return /^(true|1)$/.test(text) || (!/^(false|0)$/.test(text) && malformed(what, "not a boolean"));
}
/** An absolute http(s) URL, without credentials. */
export function webUrl(text: string, what: string): string {
  const url = /^https?:\/\/[^\s\\\p{Cc}\p{Cf}]+$/iu.test(text) && URL.canParse(text) && new URL(text);
  if (!url || url.username || url.password) malformed(what, "not an http or https URL");
  return text;
}
/** Refuses repetition. */
export function distinct<T>(values: readonly T[], key: (value: T) => string, what: string): readonly T[] {
  if (new Set(values.map(key)).size < values.length) malformed(what, "repeated");
  return values;
}

type Compact<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};
/** Without the properties that are undefined. */
export function compact<T extends object>(value: T): Compact<T> {
  const kept: Partial<T> = {};
  for (const key in value) if (value[key] !== undefined) kept[key] = value[key];
  return kept as unknown as Compact<T>;
}
