// EBML elements (RFC 8794): an id, a size, the contents. Only a live recording's Segment and Clusters may be of unknown size.
import { MalformedStructure } from "../structure.ts";

export interface Element {
  readonly id: number;
  readonly body: number;
  /** Absent: of unknown size. */
  readonly end?: number;
}

/** The elements from `from` to `to`, all within, all of known size. @throws MalformedStructure */
export function elementsIn(bytes: Buffer, from: number, to: number): Required<Element>[] {
  const elements: Required<Element>[] = [];
  for (let at = from; at < to; at = elements.at(-1)!.end) {
    const { id, body, end } = elementAt(bytes, at);
    if (end === undefined) throw new MalformedStructure("an element of unknown size");
    if (end > to) throw new MalformedStructure("an element larger than the one around it");
    elements.push({ id, body, end });
  }
  return elements;
}

export function elementAt(bytes: Buffer, at: number): Element {
  const idBytes = lengthOf(bytes, at, 4);
  const id = bytes.readUIntBE(at, idBytes);
  const sizeAt = at + idBytes;
  const sizeBytes = lengthOf(bytes, sizeAt, 8);
  const body = sizeAt + sizeBytes;
  // RFC 8794, 4: the marker bit is no part of the size, and all ones are none.
  const marked = BigInt(`0x${bytes.toString("hex", sizeAt, body)}`);
  const size = marked & ((1n << BigInt(7 * sizeBytes)) - 1n);
  if (body > bytes.length) throw new RangeError("an element beyond the end");
  const isUnknown = size === (1n << BigInt(7 * sizeBytes)) - 1n;
  return isUnknown ? { id, body } : { id, body, end: body + Number(size) };
}

/** The one element with this id. @throws MalformedStructure where there is none, or a second */
export function theElement<T extends Element>(elements: readonly T[], id: number, name: string): T {
  const [element, ...more] = elements.filter((one) => one.id === id);
  if (element === undefined) throw new MalformedStructure(`no ${name} element`);
  if (more.length > 0) throw new MalformedStructure(`a second ${name} element`);
  return element;
}

/** An unsigned integer's value; none is zero. */
export function unsigned(bytes: Buffer, { body, end }: Required<Element>): number {
  if (end - body > 6) throw new MalformedStructure("a number that large");
  return end === body ? 0 : bytes.readUIntBE(body, end - body);
}

/** The length of a number of variable length, by its leading zeros. */
function lengthOf(bytes: Buffer, at: number, max: number): number {
  const length = Math.clz32(bytes.readUInt8(at)) - 23;
  if (length > max) throw new MalformedStructure("no element where one must be");
  return length;
}
