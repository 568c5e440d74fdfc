// VP9 uncompressed headers (VP9 Bitstream & Decoding Process Specification, 6.2 and 7.2; superframes: annex B). Any frame may say
// a size, not only key frames.
import type { Bits } from "./bits.ts";
import { bitsOf } from "./bits.ts";
import type { Size, SizeReader } from "./frame-sizes.ts";

const SYNC_CODE = 0x498342;
const SRGB = 7;
const REFERENCES = 3;

export const vp9Sizes: SizeReader = (packet) => framesOf(packet).flatMap((frame) => sizeOf(bitsOf(frame)) ?? []);

/** A superframe ends in an index, which begins and ends with the same byte. */
function framesOf(packet: Uint8Array): Uint8Array[] {
  const marker = packet.at(-1) ?? 0;
  const width = ((marker >> 3) & 3) + 1;
  const count = (marker & 7) + 1;
  const index = packet.length - (2 + width * count);
  if ((marker & 0xe0) !== 0xc0 || packet[index] !== marker) return [packet];
  const bytes = Buffer.from(packet.buffer, packet.byteOffset, packet.byteLength);
  const frames: Uint8Array[] = [];
  let at = 0;
  for (let i = 0; i < count; i++) {
    const size = bytes.readUIntLE(index + 1 + i * width, width);
    if (at + size > index) throw new RangeError("a frame beyond its superframe");
    if (size > 0) frames.push(packet.subarray(at, at + size));
    at += size;
  }
  return frames;
}

function sizeOf(bits: Bits): Size | undefined {
  if (bits.read(2) !== 2) throw new RangeError("no VP9 frame");
  const profile = bits.read(1) + 2 * bits.read(1);
  if (profile === 3) bits.skip(1);
  const isShownAgain = bits.flag();
  if (isShownAgain) return undefined;
  const isKey = !bits.flag();
  const isShown = bits.flag();
  const isResilient = bits.flag();
  if (isKey) {
    sync(bits);
    skipColours(bits, profile);
    return readSize(bits);
  }
  const isIntra = !isShown && bits.flag();
  if (!isResilient) bits.skip(2);
  if (isIntra) {
    sync(bits);
    if (profile > 0) skipColours(bits, profile);
  }
  bits.skip(8);
  if (isIntra) return readSize(bits);
  bits.skip(REFERENCES * 4);
  for (let i = 0; i < REFERENCES; i++) if (bits.flag()) return undefined; // as large as that one
  return readSize(bits);
}

function sync(bits: Bits): void {
  if (bits.read(24) !== SYNC_CODE) throw new RangeError("no VP9 frame");
}

function skipColours(bits: Bits, profile: number): void {
  if (profile >= 2) bits.skip(1);
  const isSrgb = bits.read(3) === SRGB;
  if (!isSrgb) bits.skip(1);
  if (profile % 2 === 1) bits.skip(isSrgb ? 1 : 3);
}

function readSize(bits: Bits): Size {
  return { width: bits.read(16) + 1, height: bits.read(16) + 1 };
}
