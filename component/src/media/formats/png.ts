// PNG (W3C PNG, 5): a signature, then chunks up to IEND. It is an APNG where an acTL comes before the first IDAT (11.3.6.1).
import type { StructureReader } from "./structure.ts";
import { MalformedStructure } from "./structure.ts";

const SIGNATURE = Buffer.from("89504e470d0a1a0a", "hex");
/** Length, type and CRC around a chunk's data. */
const AROUND_DATA = 12;

export const readPng: StructureReader = (bytes) => {
  if (!bytes.subarray(0, SIGNATURE.length).equals(SIGNATURE)) return undefined;
  let animated = false;
  let imageData = false;
  for (let at = SIGNATURE.length; ;) {
    const length = bytes.readUInt32BE(at);
    const type = bytes.toString("latin1", at + 4, at + 8);
    if (at === SIGNATURE.length && type !== "IHDR") throw new MalformedStructure("no IHDR first");
    if (type === "acTL" && !imageData) animated = bytes.readUInt32BE(at + 8) > 1;
    if (type === "IDAT") imageData = true;
    at += AROUND_DATA + length;
    if (type === "IEND") return { format: animated ? "apng" : "png", animated, end: at };
  }
};
