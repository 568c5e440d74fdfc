// Boxes (ISO/IEC 14496-12, 4.2), and the tables in them.
import { MalformedStructure } from "../structure.ts";

export interface Box {
  readonly type: string;
  /** Where its contents begin. */
  readonly body: number;
  readonly end: number;
}

/** The boxes from `from` to `to`, all within. @throws MalformedStructure */
export function boxesIn(bytes: Buffer, from: number, to: number): Box[] {
  const boxes: Box[] = [];
  for (let at = from; at < to; at = boxes.at(-1)!.end) {
    const box = boxAt(bytes, at, to);
    if (box.end > to) throw new MalformedStructure("a box larger than the one around it");
    boxes.push(box);
  }
  return boxes;
}

/** The boxes of the file, up to what is no box. @throws RangeError where the last one is cut short */
export function boxesOfFile(bytes: Buffer): Box[] {
  const boxes: Box[] = [];
  for (let at = 0; at + 8 <= bytes.length; at = boxes.at(-1)!.end) {
    if (!/^[ -~]{4}$/.test(bytes.toString("latin1", at + 4, at + 8))) break;
    const box = boxAt(bytes, at, bytes.length);
    if (box.end > bytes.length) throw new RangeError("a box beyond the end");
    boxes.push(box);
  }
  return boxes;
}

/** The one box of this type. @throws MalformedStructure where there is none, or a second */
export function theBox(boxes: readonly Box[], type: string): Box {
  const [box, ...more] = boxes.filter((one) => one.type === type);
  if (box === undefined) throw new MalformedStructure(`no ${type} box`);
  if (more.length > 0) throw new MalformedStructure(`a second ${type} box`);
  return box;
}

/** The entries of a table: a count at `at`, then that many entries of `width` bytes, all within the box. */
export function tableAt(
  bytes: Buffer,
  box: Box,
  at: number,
  width: number,
): { count: number; entry(i: number): number } {
  const count = bytes.readUInt32BE(at);
  const first = at + 4;
  if (first + count * width > box.end) throw new MalformedStructure(`a table longer than its ${box.type} box`);
  return { count, entry: (i) => first + i * width };
}

function boxAt(bytes: Buffer, at: number, to: number): Box {
  const size = bytes.readUInt32BE(at);
  const type = bytes.toString("latin1", at + 4, at + 8);
  if (size === 0) return { type, body: at + 8, end: to };
  const isLarge = size === 1;
  const actual = isLarge ? Number(bytes.readBigUInt64BE(at + 8)) : size;
  const header = isLarge ? 16 : 8;
  if (actual < header) throw new MalformedStructure("a box smaller than its header");
  return { type, body: at + header, end: at + actual };
}
