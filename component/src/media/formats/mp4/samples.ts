// The sample tables of a track (ISO/IEC 14496-12, 8.6 and 8.7): all of them speak of the same samples, and these lie within the
// file. Tables that disagree send demultiplexers into loops, and samples that overlap make a large file of a small one.
import { MalformedStructure } from "../structure.ts";
import type { Box } from "./boxes.ts";
import { tableAt, theBox } from "./boxes.ts";

/** More than ten seconds of anything have, by far. */
export const MAX_SAMPLES = 20_000;

export function checkSampleTables(bytes: Buffer, boxes: readonly Box[]): void {
  const sizes = readSizes(bytes, boxes);
  const spread = (type: string) => {
    const box = theBox(boxes, type);
    const { count, entry } = tableAt(bytes, box, box.body + 4, 8);
    let samples = 0;
    for (let i = 0; i < count; i++) samples += bytes.readUInt32BE(entry(i));
    if (samples !== sizes.length) throw new MalformedStructure(`${type} is not of as many samples as there are`);
  };
  spread("stts");
  if (boxes.some(({ type }) => type === "ctts")) spread("ctts");
  const offsets = readOffsets(bytes, boxes);
  checkChunks(bytes, sizes, offsets, samplesByChunk(bytes, boxes, offsets.length));
}

function readSizes(bytes: Buffer, boxes: readonly Box[]): number[] {
  const box = theBox(boxes, "stsz");
  const common = bytes.readUInt32BE(box.body + 4);
  const { count, entry } = tableAt(bytes, box, box.body + 8, common === 0 ? 4 : 0);
  if (count > MAX_SAMPLES) throw new MalformedStructure("too many samples");
  const sizes = Array.from({ length: count }, (_, i) => common || bytes.readUInt32BE(entry(i)));
  if (sizes.reduce((sum, size) => sum + size, 0) > bytes.length) throw new MalformedStructure("samples that overlap");
  return sizes;
}

function readOffsets(bytes: Buffer, boxes: readonly Box[]): number[] {
  const isLarge = boxes.some(({ type }) => type === "co64");
  const box = theBox(boxes, isLarge ? "co64" : "stco");
  const { count, entry } = tableAt(bytes, box, box.body + 4, isLarge ? 8 : 4);
  return Array.from({ length: count }, (_, i) =>
    isLarge ? Number(bytes.readBigUInt64BE(entry(i))) : bytes.readUInt32BE(entry(i)),
  );
}

/** 8.7.4: runs of chunks, each with so many samples a chunk. */
function samplesByChunk(bytes: Buffer, boxes: readonly Box[], chunks: number): number[] {
  const box = theBox(boxes, "stsc");
  const { count, entry } = tableAt(bytes, box, box.body + 4, 12);
  const bad = () => new MalformedStructure("stsc is not of the chunks there are");
  const samples: number[] = [];
  for (let i = 0; i < count; i++) {
    const first = bytes.readUInt32BE(entry(i));
    const each = bytes.readUInt32BE(entry(i) + 4);
    const next = i + 1 < count ? bytes.readUInt32BE(entry(i + 1)) : chunks + 1;
    if (first !== samples.length + 1 || next <= first || next > chunks + 1 || each === 0 || each > MAX_SAMPLES)
      throw bad();
    while (samples.length < next - 1) samples.push(each);
  }
  if (samples.length !== chunks) throw bad();
  return samples;
}

function checkChunks(bytes: Buffer, sizes: number[], offsets: number[], samples: number[]): void {
  let sample = 0;
  for (const [chunk, offset] of offsets.entries()) {
    const end = sample + samples[chunk]!;
    if (end > sizes.length) throw new MalformedStructure("chunks of more samples than there are");
    let at = offset;
    for (; sample < end; sample++) at += sizes[sample]!;
    if (at > bytes.length) throw new RangeError("samples beyond the end");
  }
  if (sample !== sizes.length) throw new MalformedStructure("samples in no chunk");
}
