// AVIF (AV1 Image File Format, 6; ISO/IEC 14496-12, 4.2): boxes, the first of them `ftyp`. An image sequence has a `moov`;
// no decoder here reads one. HEIC and other relatives have other brands, and are none of ours.
import type { StructureReader } from "./structure.ts";
import { MalformedStructure } from "./structure.ts";

export const readAvif: StructureReader = (bytes) => {
  if (bytes.toString("latin1", 4, 8) !== "ftyp") return undefined;
  const brands = brandsOf(bytes);
  if (!brands.includes("avif") && !brands.includes("avis")) return undefined;
  let sequence = brands[0] === "avis";
  let at = 0;
  while (at < bytes.length) {
    const type = bytes.toString("latin1", at + 4, at + 8);
    // What is no box name is not of this file any more.
    if (!/^[ -~]{4}$/.test(type)) break;
    if (type === "moov") sequence = true;
    at += boxSize(bytes, at);
  }
  return sequence ? { kind: "animation", format: "avis", end: at } : { kind: "image", format: "avif", end: at };
};

/** The major brand, then the compatible ones. */
function brandsOf(bytes: Buffer): string[] {
  const box = bytes.subarray(0, boxSize(bytes, 0));
  const brands = [box.toString("latin1", 8, 12)];
  for (let at = 16; at + 4 <= box.length; at += 4) brands.push(box.toString("latin1", at, at + 4));
  return brands;
}

function boxSize(bytes: Buffer, at: number): number {
  const size = bytes.readUInt32BE(at);
  if (size === 0) return bytes.length - at; // to the end of the file
  const large = size === 1;
  const actual = large ? Number(bytes.readBigUInt64BE(at + 8)) : size;
  if (actual < (large ? 16 : 8)) throw new MalformedStructure("a box smaller than its header");
  return actual;
}
