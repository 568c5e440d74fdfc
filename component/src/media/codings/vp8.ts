// VP8 frame headers (RFC 6386, 9.1): a key frame says its size.
import type { SizeReader } from "./frame-sizes.ts";

const START_CODE = 0x9d012a;

export const vp8Sizes: SizeReader = (packet) => {
  const bytes = Buffer.from(packet.buffer, packet.byteOffset, packet.byteLength);
  if ((bytes.readUInt8(0) & 1) === 1) return [];
  if (bytes.readUIntBE(3, 3) !== START_CODE) throw new RangeError("no VP8 frame");
  // The two bits above are a hint how to scale, which nobody follows.
  return [{ width: bytes.readUInt16LE(6) & 0x3fff, height: bytes.readUInt16LE(8) & 0x3fff }];
};
