// JPEG (ITU-T T.81, B.1): marker segments, and after each SOS entropy-coded data, up to EOI.
import type { StructureReader } from "./structure.ts";
import { MalformedStructure } from "./structure.ts";

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
/** Every scan of a progressive JPEG goes over the whole image again, inside one call of the decoder that no time limit reaches. */
const MAX_SCANS = 64;

export const readJpeg: StructureReader = (bytes) => {
  if (bytes[0] !== 0xff || bytes[1] !== SOI || bytes[2] !== 0xff) return undefined;
  let scans = 0;
  for (let at = 2; ;) {
    if (bytes.readUInt8(at) !== 0xff) throw new MalformedStructure("no marker where one must be");
    const marker = bytes.readUInt8(at + 1);
    if (marker === 0xff) {
      at += 1; // fill byte
    } else if (marker === EOI) {
      return { kind: "image", format: "jpeg", end: at + 2 };
    } else {
      at += 2 + bytes.readUInt16BE(at + 2);
      if (marker !== SOS) continue;
      scans += 1;
      if (scans > MAX_SCANS) throw new MalformedStructure("too many scans");
      at = skipEntropyCoded(bytes, at);
    }
  }
};

/** To the next marker that is neither a stuffed zero nor a restart. */
function skipEntropyCoded(bytes: Buffer, from: number): number {
  let at = from;
  for (;;) {
    at = bytes.indexOf(0xff, at);
    if (at === -1) throw new RangeError("no marker after a scan");
    const next = bytes.readUInt8(at + 1);
    if (next !== 0x00 && (next < 0xd0 || next > 0xd7)) return at;
    at += 2;
  }
}
