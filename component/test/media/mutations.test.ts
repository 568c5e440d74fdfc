import { afterAll, expect, test } from "@jest/globals";
import { DEFAULT_LIMITS, SchemeError } from "@status-scheme/protocol";
import { crc32 } from "node:zlib";
import { createMediaPipeline } from "../../src/media/pipeline.ts";
import { cases } from "./cases.ts";
import { chunksOf } from "./webp.ts";

const SEED = 0x5eed;
const MUTANTS = 1_000;
const SECONDS = 20;

/** mulberry32: the same numbers for the same seed, so that a failure comes back. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}

function mutate(bytes: Uint8Array, other: Uint8Array, below: (limit: number) => number): Buffer {
  const copy = Buffer.from(bytes);
  const at = below(copy.length);
  switch (below(8)) {
    case 0: // a number near the header, where sizes are
      copy.writeUInt32BE([0, 1, 0x7fffffff, 0xffffffff, 65_535][below(5)]!, below(Math.min(64, copy.length - 4)));
      return copy;
    case 1:
      return copy.subarray(0, at);
    case 2: // something twice
      return Buffer.concat([copy.subarray(0, at), copy.subarray(below(at + 1))]);
    case 3: // something missing
      return Buffer.concat([copy.subarray(0, below(at + 1)), copy.subarray(at)]);
    case 4: // the middle of another file
      return Buffer.concat([copy.subarray(0, at), Buffer.from(other.subarray(below(other.length)))]);
    default: // bits
      for (let i = below(8); i >= 0; i--) copy[below(copy.length)]! ^= 1 << below(8);
      return copy;
  }
}

/** Makes the checksums of a PNG's chunks right again, so that the decoder reads on. */
function mend(bytes: Buffer): Buffer {
  if (bytes.toString("latin1", 1, 4) !== "PNG") return bytes;
  for (let at = 8; at + 12 <= bytes.length;) {
    const end = at + 8 + bytes.readUInt32BE(at);
    if (end + 4 > bytes.length) break;
    bytes.writeUInt32BE(crc32(bytes.subarray(at + 4, end)), end);
    at = end + 4;
  }
  return bytes;
}

const pipeline = createMediaPipeline({ limits: DEFAULT_LIMITS, seconds: SECONDS });
afterAll(() => pipeline.stop());

test(`${MUTANTS} mutants are refused or become a WebP within the limits, each in time`, async () => {
  const below = random(SEED);
  const originals = [...cases.valid, ...cases.hostile];
  const pick = () => originals[below(originals.length)]!;
  const outcomes = { accepted: 0, refused: 0 };
  for (let i = 0; i < MUTANTS; i++) {
    const { name, bytes } = pick();
    const mutant = mend(mutate(bytes, pick().bytes, below));
    const start = performance.now();
    try {
      const medium = await pipeline.normalise("image", mutant);
      chunksOf(medium.bytes);
      expect(Math.max(medium.width!, medium.height!)).toBeLessThanOrEqual(DEFAULT_LIMITS["image-side"]);
      outcomes.accepted += 1;
    } catch (error) {
      if (!(error instanceof SchemeError)) throw new Error(`mutant ${i} of ${name}`, { cause: error });
      expect(["bad-medium", "limit-exceeded"]).toContain(error.code);
      // No decoder crashed or hung: the checks before it are what refused.
      expect(error.detail.reason ?? "").not.toMatch(/cannot be decoded|too long/);
      outcomes.refused += 1;
    }
    expect(performance.now() - start).toBeLessThan(SECONDS * 1000);
  }
  // The mutations reach both sides, or they would test nothing.
  expect(outcomes.accepted).toBeGreaterThan(MUTANTS / 20);
  expect(outcomes.refused).toBeGreaterThan(MUTANTS / 2);
});
