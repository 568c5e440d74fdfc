// Movie fragments (ISO/IEC 14496-12, 8.8), as browsers record them: the samples of every run lie within the file.
import { MalformedStructure } from "../structure.ts";
import type { Box } from "./boxes.ts";
import { boxesIn, tableAt, theBox } from "./boxes.ts";
import { MAX_SAMPLES } from "./samples.ts";

/** tfhd: what comes before the default size. */
const BEFORE_SIZE = [
  [0x01, 8],
  [0x02, 4],
  [0x08, 4],
] as const;
const DEFAULT_SIZE = 0x10;
/** trun: what comes before the entries, and in each entry before its size. */
const DATA_OFFSET = 0x01;
const FIRST_FLAGS = 0x04;
const SIZE = 0x200;
const ENTRY_FIELDS = [0x100, SIZE, 0x400, 0x800];

/** `moov`: its boxes. */
export function checkFragments(bytes: Buffer, moov: readonly Box[], file: readonly Box[]): void {
  const fragments = file.filter(({ type }) => type === "moof");
  if (fragments.length === 0) return;
  const extends_ = theBox(moov, "mvex");
  const defaults = new Map<number, number>();
  for (const { type, body } of boxesIn(bytes, extends_.body, extends_.end)) {
    if (type === "trex") defaults.set(bytes.readUInt32BE(body + 4), bytes.readUInt32BE(body + 16));
  }
  let samples = 0;
  let total = 0;
  for (const fragment of fragments) {
    for (const traf of boxesIn(bytes, fragment.body, fragment.end).filter(({ type }) => type === "traf")) {
      for (const run of runsOf(bytes, boxesIn(bytes, traf.body, traf.end), defaults)) {
        samples += run.samples;
        total += run.bytes;
        if (samples > MAX_SAMPLES) throw new MalformedStructure("too many samples");
        if (total > bytes.length) throw new MalformedStructure("samples that overlap");
      }
    }
  }
}

function* runsOf(bytes: Buffer, boxes: readonly Box[], defaults: ReadonlyMap<number, number>) {
  const header = theBox(boxes, "tfhd");
  const flags = bytes.readUInt32BE(header.body) & 0xffffff;
  const track = defaults.get(bytes.readUInt32BE(header.body + 4));
  if (track === undefined) throw new MalformedStructure("a fragment of no track");
  const before = BEFORE_SIZE.reduce((sum, [flag, width]) => sum + (flags & flag ? width : 0), 0);
  const each = flags & DEFAULT_SIZE ? bytes.readUInt32BE(header.body + 8 + before) : track;
  for (const box of boxes.filter(({ type }) => type === "trun")) yield readRun(bytes, box, each);
}

function readRun(bytes: Buffer, box: Box, each: number): { samples: number; bytes: number } {
  const flags = bytes.readUInt32BE(box.body) & 0xffffff;
  const width = ENTRY_FIELDS.filter((flag) => flags & flag).length * 4;
  const between = (flags & DATA_OFFSET ? 4 : 0) + (flags & FIRST_FLAGS ? 4 : 0);
  const { count } = tableAt(bytes, { ...box, end: box.end - between }, box.body + 4, width);
  if (count > MAX_SAMPLES) throw new MalformedStructure("too many samples");
  if (!(flags & SIZE)) return { samples: count, bytes: count * each };
  let total = 0;
  const first = box.body + 8 + between + (flags & 0x100 ? 4 : 0);
  for (let i = 0; i < count; i++) total += bytes.readUInt32BE(first + i * width);
  return { samples: count, bytes: total };
}
