// WebP (RFC 9649, 2): a RIFF file of chunks; every ANMF chunk is a frame of an animation.
import type { StructureReader } from "./structure.ts";

const CHUNK_HEADER = 8;

export const readWebp: StructureReader = (bytes) => {
  if (bytes.toString("latin1", 0, 4) !== "RIFF" || bytes.toString("latin1", 8, 12) !== "WEBP") return undefined;
  const end = CHUNK_HEADER + even(bytes.readUInt32LE(4));
  let frames = 0;
  for (let at = 12; at < end; at += CHUNK_HEADER + even(bytes.readUInt32LE(at + 4))) {
    if (bytes.toString("latin1", at, at + 4) === "ANMF") frames += 1;
  }
  return { format: "webp", animated: frames > 1, end };
};

/** RIFF pads every chunk to an even length. */
function even(length: number): number {
  return length + (length % 2);
}
