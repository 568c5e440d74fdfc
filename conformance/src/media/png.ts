// PNG and APNG (PNG 3rd edition), written from scratch: pictures of any size in a few bytes.
import { crc32, deflateSync } from "node:zlib";

const SIGNATURE = Uint8Array.of(137, 80, 78, 71, 13, 10, 26, 10);
export type Color = readonly [red: number, green: number, blue: number, alpha: number];
export interface Frame {
  readonly color: Color;
  readonly delayMs: number;
}

/** A picture of one color: RGBA, `width` × `height` pixels. `text` goes into a comment. */
export function png(width: number, height: number, color: Color, text?: string): Uint8Array {
  const comment = text === undefined ? [] : [chunk("tEXt", ascii(`Comment\0${text}`))];
  return join([SIGNATURE, header(width, height, 8, 6), ...comment, chunk("IDAT", flat(width, height, color)), END]);
}

/** A black picture of many pixels and few bytes: one bit a pixel. */
export function hugePng(width: number, height: number): Uint8Array {
  return join([SIGNATURE, header(width, height, 1, 0), chunk("IDAT", blank(width, height)), END]);
}

/** Frames of one color each; `plays` times over, 0 for ever. */
export function apng(width: number, height: number, frames: readonly Frame[], plays = 0): Uint8Array {
  const data = frames.map(({ color }) => flat(width, height, color));
  return moving(header(width, height, 8, 6), width, height, data, frames, plays);
}

/** Black frames of many pixels and few bytes; one differs, since they would be one picture else. */
export function hugeApng(width: number, height: number, frames: number): Uint8Array {
  const data = Array.from({ length: frames }, (_, index) => blank(width, height, index % 2 === 0 ? 0 : 255));
  const delays = data.map(() => ({ delayMs: 100 }));
  return moving(header(width, height, 1, 0), width, height, data, delays, 0);
}

function moving(
  head: Uint8Array,
  width: number,
  height: number,
  data: readonly Uint8Array[],
  frames: readonly Pick<Frame, "delayMs">[],
  plays: number,
): Uint8Array {
  let sequence = 0;
  const parts = frames.flatMap(({ delayMs }, index) => {
    const control = chunk(
      "fcTL",
      join([u32(sequence++, width, height, 0, 0), u16(delayMs, 1000), Uint8Array.of(0, 0)]),
    );
    if (index === 0) return [control, chunk("IDAT", data[0]!)];
    return [control, chunk("fdAT", join([u32(sequence++), data[index]!]))];
  });
  return join([SIGNATURE, head, chunk("acTL", u32(frames.length, plays)), ...parts, END]);
}

function header(width: number, height: number, depth: number, colorType: number): Uint8Array {
  return chunk("IHDR", join([u32(width, height), Uint8Array.of(depth, colorType, 0, 0, 0)]));
}

function flat(width: number, height: number, color: Color): Uint8Array {
  const row = new Uint8Array(1 + width * 4);
  for (let x = 0; x < width; x += 1) row.set(color, 1 + x * 4);
  return deflateSync(join(Array.from({ length: height }, () => row)));
}

function blank(width: number, height: number, value = 0): Uint8Array {
  const stride = 1 + Math.ceil(width / 8);
  const rows = new Uint8Array(stride * height).fill(value);
  for (let y = 0; y < height; y += 1) rows[y * stride] = 0;
  return deflateSync(rows);
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const body = join([ascii(type), data]);
  return join([u32(data.length), body, u32(crc32(body))]);
}
const END = chunk("IEND", new Uint8Array());

export function ascii(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function u32(...values: readonly number[]): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(values.length * 4));
  values.forEach((value, index) => bytes.setUint32(index * 4, value));
  return new Uint8Array(bytes.buffer);
}

function u16(...values: readonly number[]): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(values.length * 2));
  values.forEach((value, index) => bytes.setUint16(index * 2, value));
  return new Uint8Array(bytes.buffer);
}

export function join(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
