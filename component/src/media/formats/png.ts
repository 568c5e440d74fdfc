// PNG (W3C PNG, 5): a signature, then chunks up to IEND. It is an APNG where an acTL comes before the first IDAT (11.3.6.1);
// each frame has an fcTL.
import type { AnimationFacts, StructureReader } from "./structure.ts";
import { MalformedStructure, shownDelay } from "./structure.ts";

const SIGNATURE = Buffer.from("89504e470d0a1a0a", "hex");
/** Length, type and CRC around a chunk's data. */
const AROUND_DATA = 12;

export interface PngChunk {
  readonly type: string;
  readonly data: Buffer;
  /** Where the chunk ends. */
  readonly end: number;
}

/** The chunks up to IEND. @throws RangeError where they are cut short, Error where the first is no IHDR */
export function* pngChunks(bytes: Buffer): Generator<PngChunk> {
  let at = SIGNATURE.length;
  for (let type = ""; type !== "IEND";) {
    const end = at + AROUND_DATA + bytes.readUInt32BE(at);
    if (end > bytes.length) throw new RangeError("a chunk beyond the end");
    type = bytes.toString("latin1", at + 4, at + 8);
    if (at === SIGNATURE.length && type !== "IHDR") throw new MalformedStructure("no IHDR first");
    yield { type, data: bytes.subarray(at + 8, end - 4), end };
    at = end;
  }
}

export const readPng: StructureReader = (bytes) => {
  if (!bytes.subarray(0, SIGNATURE.length).equals(SIGNATURE)) return undefined;
  const delays: number[] = [];
  let size = { width: 0, height: 0 };
  let announced: { frames: number; plays: number } | undefined;
  let isBeforeData = true;
  let end = 0;
  for (const chunk of pngChunks(bytes)) {
    const { type, data } = chunk;
    if (type === "IHDR") size = { width: data.readUInt32BE(0), height: data.readUInt32BE(4) };
    if (type === "acTL" && isBeforeData) announced = { frames: data.readUInt32BE(0), plays: data.readUInt32BE(4) };
    if (type === "fcTL") delays.push(shownDelay(delayOf(data)));
    if (type === "IDAT") isBeforeData = false;
    end = chunk.end;
  }
  if (announced === undefined || announced.frames <= 1) return { kind: "image", format: "png", end };
  if (delays.length !== announced.frames) throw new MalformedStructure("another number of frames than it says");
  // What does not fit WebP's 16 bits is as good as endless.
  const plays = announced.plays > 0xffff ? 0 : announced.plays;
  const animation: AnimationFacts = { ...size, delays, plays };
  return { kind: "animation", format: "apng", animation, end };
};

/** Seconds as a fraction, whose denominator 0 means 100. */
function delayOf(frameControl: Buffer): number {
  return (frameControl.readUInt16BE(20) * 1000) / (frameControl.readUInt16BE(22) || 100);
}
