// AV1 sequence headers (AV1 Bitstream & Decoding Process Specification, 5.3 to 5.5): the largest size of any frame that follows.
import type { Bits } from "./bits.ts";
import { bitsOf } from "./bits.ts";
import type { Size, SizeReader } from "./frame-sizes.ts";

const SEQUENCE_HEADER = 1;

export const av1Sizes: SizeReader = (packet) => [...sequenceHeaders(packet)].map((obu) => sizeOf(bitsOf(obu)));

/** 5.3: open bitstream units, one after another. */
function* sequenceHeaders(packet: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < packet.length;) {
    const header = packet[at]!;
    at += header & 4 ? 2 : 1;
    let size = packet.length - at;
    if (header & 2) [size, at] = leb128(packet, at);
    if (size < 0 || at + size > packet.length) throw new RangeError("a unit beyond its packet");
    if (((header >> 3) & 15) === SEQUENCE_HEADER) yield packet.subarray(at, at + size);
    at += size;
  }
}

function leb128(bytes: Uint8Array, from: number): [value: number, end: number] {
  let value = 0;
  for (let i = 0; i < 8; i++) {
    const byte = bytes[from + i];
    if (byte === undefined) break;
    value += (byte & 0x7f) * 128 ** i;
    if (byte < 0x80) return [value, from + i + 1];
  }
  throw new RangeError("a number cut short");
}

function sizeOf(bits: Bits): Size {
  bits.skip(3 + 1);
  const isReduced = bits.flag();
  if (isReduced) bits.skip(5);
  else skipOperatingPoints(bits);
  const widthBits = bits.read(4) + 1;
  const heightBits = bits.read(4) + 1;
  return { width: bits.read(widthBits) + 1, height: bits.read(heightBits) + 1 };
}

function skipOperatingPoints(bits: Bits): void {
  let delayBits: number | undefined;
  const hasTiming = bits.flag();
  if (hasTiming) {
    bits.skip(32 + 32);
    const isEven = bits.flag();
    if (isEven) bits.golomb();
    const hasModel = bits.flag();
    if (hasModel) {
      delayBits = bits.read(5) + 1;
      bits.skip(32 + 5 + 5);
    }
  }
  const hasDelay = bits.flag();
  const points = bits.read(5) + 1;
  for (let i = 0; i < points; i++) {
    bits.skip(12);
    const hasTier = bits.read(5) > 7;
    if (hasTier) bits.skip(1);
    if (delayBits !== undefined && bits.flag()) bits.skip(2 * delayBits + 1);
    if (hasDelay && bits.flag()) bits.skip(4);
  }
}
