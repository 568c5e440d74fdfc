// What size frames say they are, wherever in a stream they say it: a decoder that meets a larger one later makes room for it.
import { describe, expect, test } from "@jest/globals";
import { SIZE_READERS } from "../../src/media/codings/frame-sizes.ts";
import { soundSeconds } from "../../src/media/codings/sound-length.ts";

/** Bits written as they are read: [value, how many]. */
function bits(...fields: readonly (readonly [value: number, count: number])[]): Uint8Array {
  const text = fields.map(([value, count]) => value.toString(2).padStart(count, "0").slice(-count)).join("");
  const whole = text.padEnd(Math.ceil(text.length / 8) * 8, "0");
  return Uint8Array.from(whole.match(/.{8}/g)!, (byte) => parseInt(byte, 2));
}
const golomb = (value: number): readonly [number, number] => [value + 1, 2 * Math.floor(Math.log2(value + 1)) + 1];
const sizes = (codec: string, packet: Uint8Array, config?: Uint8Array) => SIZE_READERS[codec]!(packet, config);

describe("VP8", () => {
  test("a key frame says it, its scale left aside", () => {
    const frame = Uint8Array.of(0x10, 0, 0, 0x9d, 0x01, 0x2a, 0xa0, 0x4f, 0x00, 0x0f);
    expect(sizes("vp8", frame)).toEqual([{ width: 0x0fa0, height: 0x0f00 }]);
  });
  test("another frame does not", () => expect(sizes("vp8", Uint8Array.of(0x11))).toEqual([]));
  test("what is no frame is refused", () => expect(() => sizes("vp8", new Uint8Array(10))).toThrow(RangeError));
});

describe("VP9", () => {
  const SIZE = [
    [3999, 16],
    [2999, 16],
  ] as const;
  const LARGE = { width: 4000, height: 3000 };
  const SYNC = [0x498342, 24] as const;
  /** Marker, profile 0, not shown again. */
  const START = [
    [2, 2],
    [0, 2],
    [0, 1],
  ] as const;
  const key = bits(...START, [0, 1], [1, 1], [0, 1], SYNC, [1, 3], [0, 1], ...SIZE);
  const between = (...found: readonly number[]) =>
    bits(...START, [1, 1], [1, 1], [0, 1], [0, 2], [0, 8], [0, 12], ...found.map((one) => [one, 1] as const), ...SIZE);

  test("a key frame says it", () => expect(sizes("vp9", key)).toEqual([LARGE]));
  test("a frame between may say another", () => expect(sizes("vp9", between(0, 0, 0))).toEqual([LARGE]));
  test("or that of one before", () => expect(sizes("vp9", between(0, 1))).toEqual([]));
  test("a frame by itself that is not shown may, too", () => {
    const intra = bits(...START, [1, 1], [0, 1], [0, 1], [1, 1], [0, 2], SYNC, [0, 8], ...SIZE);
    expect(sizes("vp9", intra)).toEqual([LARGE]);
  });
  test("also one that hides behind another in a superframe", () => {
    const shown = between(1);
    const index = [0xc1, shown.length, key.length, 0xc1];
    expect(sizes("vp9", Uint8Array.from([...shown, ...key, ...index]))).toEqual([LARGE]);
  });
});

describe("AV1", () => {
  const size = [
    [11, 4],
    [11, 4],
    [3999, 12],
    [2999, 12],
  ] as const;
  const LARGE = { width: 4000, height: 3000 };
  const unit = (header: Uint8Array) => Uint8Array.from([0x0a, header.length, ...header]);
  const plain = bits([0, 3], [0, 1], [0, 1], [0, 1], [0, 1], [0, 5], [0, 12], [8, 5], [0, 1], ...size);

  test("a sequence header says it, also one that comes later", () => {
    const delimiter = [0x12, 0];
    expect(sizes("av1", Uint8Array.from([...delimiter, ...unit(plain)]))).toEqual([LARGE]);
  });
  test("for one picture", () =>
    expect(sizes("av1", unit(bits([0, 3], [1, 1], [1, 1], [0, 5], ...size)))).toEqual([LARGE]));
  test("with timing, a model of the decoder, and delays before it", () => {
    const timing = [[1, 1], [1, 32], [30, 32], [1, 1], golomb(0)] as const;
    const model = [
      [1, 1],
      [9, 5],
      [1, 32],
      [9, 5],
      [9, 5],
    ] as const;
    const point = [
      [0, 12],
      [9, 5],
      [0, 1],
      [1, 1],
      [5, 10],
      [5, 10],
      [0, 1],
      [1, 1],
      [3, 4],
    ] as const;
    const header = bits([0, 3], [0, 1], [0, 1], ...timing, ...model, [1, 1], [0, 5], ...point, ...size);
    expect(sizes("av1", unit(header))).toEqual([LARGE]);
  });
});

describe("H.264", () => {
  const set = (widthBlocks: number, heightBlocks: number) => {
    const start = [[0x67, 8], [66, 8], [0, 16], golomb(0), golomb(0), golomb(2), golomb(1), [0, 1]] as const;
    return bits(...start, golomb(widthBlocks - 1), golomb(heightBlocks - 1), [1, 1], [0, 1], [0, 1], [0, 1], [1, 1]);
  };
  const config = (small: Uint8Array) => Uint8Array.from([1, 66, 0, 30, 0xff, 0xe1, 0, small.length, ...small]);

  test("the configuration says it", () => {
    expect(sizes("avc", new Uint8Array(), config(set(4, 3)))).toEqual([{ width: 64, height: 48 }]);
  });
  test("and so may a packet", () => {
    const large = set(250, 200);
    const packet = Uint8Array.from([0, 0, 0, large.length, ...large]);
    expect(sizes("avc", packet, config(set(4, 3)))).toContainEqual({ width: 4000, height: 3200 });
  });
  test("a unit beyond its packet is refused", () => {
    expect(() => sizes("avc", Uint8Array.of(0, 0, 1, 0, 0x67), config(set(4, 3)))).toThrow(RangeError);
  });
});

describe("how long sound is", () => {
  test.each([
    ["opus", [0x78], 0.02],
    ["opus", [0x1b, 3], 0.18],
    ["opus", [0xe0], 0.0025],
    ["aac", [0x21], 1024 / 48_000],
    ["mp3", [0xff], undefined],
  ])("%s %p", (codec, packet, seconds) => {
    const actual = soundSeconds(codec, Uint8Array.from(packet), 48_000);
    if (seconds === undefined) expect(actual).toBeUndefined();
    else expect(actual).toBeCloseTo(seconds, 6);
  });
});
