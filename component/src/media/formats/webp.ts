// WebP (RFC 9649, 2): a RIFF file of chunks. An animation says so in VP8X, how often it is played in ANIM, and has a chunk ANMF
// for each frame.
import type { StructureReader } from "./structure.ts";
import { MalformedStructure, shownDelay } from "./structure.ts";

const CHUNK_HEADER = 8;
const ANIMATION_FLAG = 0x02;

export const readWebp: StructureReader = (bytes) => {
  if (bytes.toString("latin1", 0, 4) !== "RIFF" || bytes.toString("latin1", 8, 12) !== "WEBP") return undefined;
  const end = CHUNK_HEADER + even(bytes.readUInt32LE(4));
  const delays: number[] = [];
  let size: { width: number; height: number } | undefined;
  let plays = 0;
  for (let at = 12; at < end; at += CHUNK_HEADER + even(bytes.readUInt32LE(at + 4))) {
    const data = at + CHUNK_HEADER;
    switch (bytes.toString("latin1", at, at + 4)) {
      case "VP8X":
        if (bytes.readUInt8(data) & ANIMATION_FLAG) {
          size = { width: 1 + bytes.readUIntLE(data + 4, 3), height: 1 + bytes.readUIntLE(data + 7, 3) };
        }
        break;
      case "ANIM":
        plays = bytes.readUInt16LE(data + 4);
        break;
      case "ANMF":
        delays.push(shownDelay(bytes.readUIntLE(data + 12, 3)));
        break;
    }
  }
  if (delays.length <= 1) return { kind: "image", format: "webp", end };
  if (size === undefined) throw new MalformedStructure("frames in what is no animation");
  return { kind: "animation", format: "webp", animation: { ...size, delays, plays }, end };
};

/** RIFF pads every chunk to an even length. */
function even(length: number): number {
  return length + (length % 2);
}
