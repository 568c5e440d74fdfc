// GIF (GIF89a, appendix B): a header, then extensions and images as chains of sub-blocks, up to the trailer. More than one
// image is an animation; how often it is played says an application extension that Netscape came up with.
import type { StructureReader } from "./structure.ts";
import { MalformedStructure, shownDelay } from "./structure.ts";

const EXTENSION = 0x21;
const IMAGE = 0x2c;
const TRAILER = 0x3b;
/** Labels of extensions. */
const GRAPHIC_CONTROL = 0xf9;
const APPLICATION = 0xff;
const LOOPING = /^(NETSCAPE2\.0|ANIMEXTS1\.0)$/;

export const readGif: StructureReader = (bytes) => {
  if (!/^GIF8[79]a$/.test(bytes.toString("latin1", 0, 6))) return undefined;
  const delays: number[] = [];
  let delay = 0;
  let plays = 1;
  for (let at = 13 + colourTable(bytes.readUInt8(10)); ;) {
    switch (bytes.readUInt8(at)) {
      case EXTENSION: {
        const label = bytes.readUInt8(at + 1);
        // Hundredths of a second.
        if (label === GRAPHIC_CONTROL) delay = bytes.readUInt16LE(at + 4) * 10;
        if (label === APPLICATION) plays = playsOf(bytes, at) ?? plays;
        at = skipSubBlocks(bytes, at + 2);
        break;
      }
      case IMAGE:
        delays.push(shownDelay(delay));
        delay = 0;
        // After the descriptor: its own colour table, and the LZW code size before the data.
        at = skipSubBlocks(bytes, at + 11 + colourTable(bytes.readUInt8(at + 9)));
        break;
      case TRAILER: {
        const end = at + 1;
        if (delays.length <= 1) return { kind: "image", format: "gif", end };
        const size = { width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) };
        return { kind: "animation", format: "gif", animation: { ...size, delays, plays }, end };
      }
      default:
        throw new MalformedStructure("unknown block");
    }
  }
};

/** It counts repetitions, after the first play. */
function playsOf(bytes: Buffer, extension: number): number | undefined {
  const data = extension + 14;
  if (!LOOPING.test(bytes.toString("latin1", extension + 3, data))) return undefined;
  if (bytes.readUInt8(data) !== 3 || bytes.readUInt8(data + 1) !== 1) return undefined;
  const repetitions = bytes.readUInt16LE(data + 2);
  // What does not fit WebP's 16 bits is as good as endless.
  return repetitions === 0 || repetitions === 0xffff ? 0 : repetitions + 1;
}

/** Bytes of the colour table that a packed field announces. */
function colourTable(packed: number): number {
  return packed & 0x80 ? 3 * 2 ** ((packed & 0x07) + 1) : 0;
}

function skipSubBlocks(bytes: Buffer, from: number): number {
  let at = from;
  for (let length = bytes.readUInt8(at); length > 0; length = bytes.readUInt8(at)) at += 1 + length;
  return at + 1;
}
