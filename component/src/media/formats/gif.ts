// GIF (GIF89a, appendix B): a header, then extensions and images as chains of sub-blocks, up to the trailer.
import type { StructureReader } from "./structure.ts";
import { MalformedStructure } from "./structure.ts";

const EXTENSION = 0x21;
const IMAGE = 0x2c;
const TRAILER = 0x3b;

export const readGif: StructureReader = (bytes) => {
  if (!/^GIF8[79]a$/.test(bytes.toString("latin1", 0, 6))) return undefined;
  let frames = 0;
  for (let at = 13 + colourTable(bytes.readUInt8(10)); ;) {
    switch (bytes.readUInt8(at)) {
      case EXTENSION:
        at = skipSubBlocks(bytes, at + 2);
        break;
      case IMAGE:
        frames += 1;
        // After the descriptor: its own colour table, and the LZW code size before the data.
        at = skipSubBlocks(bytes, at + 11 + colourTable(bytes.readUInt8(at + 9)));
        break;
      case TRAILER:
        return { format: "gif", animated: frames > 1, end: at + 1 };
      default:
        throw new MalformedStructure("unknown block");
    }
  }
};

/** Bytes of the colour table that a packed field announces. */
function colourTable(packed: number): number {
  return packed & 0x80 ? 3 * 2 ** ((packed & 0x07) + 1) : 0;
}

function skipSubBlocks(bytes: Buffer, from: number): number {
  let at = from;
  for (let length = bytes.readUInt8(at); length > 0; length = bytes.readUInt8(at)) at += 1 + length;
  return at + 1;
}
