// H.264 sequence parameter sets (ITU-T H.264, 7.3.2.1.1), from the configuration in the container (ISO/IEC 14496-15, 5.3.3.1) and
// from the packets, where decoders take them as well.
import type { Bits } from "./bits.ts";
import { bitsOf } from "./bits.ts";
import type { Size, SizeReader } from "./frame-sizes.ts";

const SEQUENCE_PARAMETERS = 7;
/** Profiles whose sets say more of chroma. */
const HIGH = [100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135];

export const h264Sizes: SizeReader = (packet, config) => {
  if (config === undefined) throw new RangeError("no configuration");
  const sets = [...configured(config), ...inPacket(packet, (config[4]! & 3) + 1)];
  return sets.map((set) => sizeOf(bitsOf(withoutEmulation(set))));
};

function* configured(config: Uint8Array): Generator<Uint8Array> {
  const bytes = Buffer.from(config.buffer, config.byteOffset, config.byteLength);
  let at = 6;
  for (let rest = bytes.readUInt8(5) & 31; rest > 0; rest--) {
    const size = bytes.readUInt16BE(at);
    yield within(bytes, at + 2, size);
    at += 2 + size;
  }
}

function* inPacket(packet: Uint8Array, lengthBytes: number): Generator<Uint8Array> {
  const bytes = Buffer.from(packet.buffer, packet.byteOffset, packet.byteLength);
  for (let at = 0; at < bytes.length;) {
    const size = bytes.readUIntBE(at, lengthBytes);
    const unit = within(bytes, at + lengthBytes, size);
    if (((unit[0] ?? 0) & 31) === SEQUENCE_PARAMETERS) yield unit;
    at += lengthBytes + size;
  }
}

function within(bytes: Buffer, at: number, size: number): Uint8Array {
  if (at + size > bytes.length) throw new RangeError("a unit beyond its packet");
  return bytes.subarray(at, at + size);
}

/** 7.4.1: a 3 after two zeros only keeps them from looking like a start code. */
function withoutEmulation(unit: Uint8Array): Uint8Array {
  return unit.filter((byte, i) => !(byte === 3 && unit[i - 1] === 0 && unit[i - 2] === 0));
}

function sizeOf(bits: Bits): Size {
  bits.skip(8);
  const profile = bits.read(8);
  bits.skip(16);
  bits.golomb();
  const chroma = HIGH.includes(profile) ? skipHighProfile(bits) : 1;
  bits.golomb();
  skipOrderCount(bits);
  bits.golomb();
  bits.skip(1);
  const width = (bits.golomb() + 1) * 16;
  const units = bits.golomb() + 1;
  const fields = bits.flag() ? 1 : 2;
  if (fields === 2) bits.skip(1);
  bits.skip(1);
  const isCropped = bits.flag();
  const [left, right, top, bottom] = isCropped ? Array.from({ length: 4 }, () => bits.golomb()) : [0, 0, 0, 0];
  // 7.4.2.1.1: counted in samples of chroma, and of a field.
  const stepX = chroma === 1 || chroma === 2 ? 2 : 1;
  const stepY = (chroma === 1 ? 2 : 1) * fields;
  return { width: width - stepX * (left! + right!), height: units * 16 * fields - stepY * (top! + bottom!) };
}

function skipHighProfile(bits: Bits): number {
  const chroma = bits.golomb();
  if (chroma === 3) bits.skip(1);
  bits.golomb();
  bits.golomb();
  bits.skip(1);
  const hasScaling = bits.flag();
  if (hasScaling)
    for (let i = 0; i < (chroma === 3 ? 12 : 8); i++) if (bits.flag()) skipScalingList(bits, i < 6 ? 16 : 64);
  return chroma;
}

/** 7.3.2.1.1.1 */
function skipScalingList(bits: Bits, size: number): void {
  let last = 8;
  for (let i = 0, next = 8; i < size && next !== 0; i++) {
    const code = bits.golomb();
    next = (last + (code % 2 ? (code + 1) / 2 : -code / 2) + 256) % 256;
    if (next !== 0) last = next;
  }
}

function skipOrderCount(bits: Bits): void {
  const type = bits.golomb();
  if (type === 0) bits.golomb();
  if (type !== 1) return;
  bits.skip(1);
  bits.golomb();
  bits.golomb();
  const cycle = bits.golomb();
  if (cycle > 255) throw new RangeError("a number too large");
  for (let i = 0; i < cycle; i++) bits.golomb();
}
