// A short torture of every format, and that the torture would notice what it is there to notice.
import { expect, jest, test } from "@jest/globals";
import type { WorkingMediaPipeline } from "@status-scheme/component";
import { SchemeError } from "@status-scheme/protocol";
import type { TortureFormat } from "../src/torture/format.ts";
import { fixtures } from "../src/torture/format.ts";
import { FORMATS } from "../src/torture/formats.ts";
import { openPipeline } from "../src/torture/pipeline.ts";
import { torture } from "../src/torture/torture.ts";
import { webpComplaint } from "../src/torture/webp-tools.ts";

const MUTANTS = 480;
const common = { formats: FORMATS, seed: 0x5eed, seconds: 300, log: () => undefined };
const still = fixtures("valid/card.webp").get("valid/card.webp")!;
const animation = fixtures("valid/card-moving.webp").get("valid/card-moving.webp")!;

// holds: decoding-bounded
test(`${MUTANTS} mutants of every format are refused, or become media that other tools read, within the limits`, async () => {
  const pipeline = await openPipeline({ concurrency: 1, seconds: 30 });
  const { tallies, faults } = await torture({ ...common, count: MUTANTS, pipeline });
  expect(faults).toEqual([]);
  // The mutations reach both sides, or they would test nothing.
  const total = (what: "mutants" | "accepted" | "refused") => tallies.reduce((sum, tally) => sum + tally[what], 0);
  expect(total("mutants")).toBe(MUTANTS);
  expect(total("accepted")).toBeGreaterThan(MUTANTS / 30);
  expect(total("refused")).toBeGreaterThan(MUTANTS / 2);
}, 240_000);

test.each([
  ["a worker that died", "crash", new SchemeError("bad-medium", { reason: "cannot be decoded" })],
  ["a worker that was killed", "hang", new SchemeError("bad-medium", { reason: "takes too long to decode" })],
  ["a defect", "crash", new TypeError("Illo")],
  ["a refusal that is none of the medium's", "crash", new SchemeError("internal")],
  ["a medium that is too large", "lie", { bytes: still, mediaType: "image/webp", width: 513, height: 1 }],
  ["a medium that others cannot read", "lie", { bytes: still.subarray(0, 99), mediaType: "image/webp" }],
] as const)("%s is a fault", async (_name, what, result) => {
  const normalise: WorkingMediaPipeline["normalise"] = async () => {
    if (result instanceof Error) throw result;
    return result;
  };
  const stop = jest.fn(async () => undefined);
  const formats = FORMATS.filter(({ kind }) => kind === "image").slice(0, 1);
  const { faults, tallies } = await torture({ ...common, formats, count: 1, pipeline: { normalise, stop } });
  expect(faults).toEqual([expect.objectContaining({ what, format: formats[0]!.name, mutant: 0 })]);
  expect(tallies).toMatchObject([{ mutants: 1 }]);
  expect(stop).toHaveBeenCalledTimes(1);
});

test("the same seed makes the same mutants, and checksums are put right", async () => {
  const seen = async () => {
    const mutants: string[] = [];
    const normalise: WorkingMediaPipeline["normalise"] = async (_kind, bytes) => {
      mutants.push(Buffer.from(bytes).toString("base64"));
      throw new SchemeError("bad-medium");
    };
    const mend: TortureFormat["mend"] = (bytes) => Buffer.concat([Buffer.from("mended"), bytes]);
    const formats = FORMATS.slice(0, 1).map((format) => ({ ...format, mend }));
    await torture({ ...common, formats, count: 20, pipeline: { normalise, stop: async () => undefined } });
    return mutants.sort();
  };
  const first = await seen();
  expect(await seen()).toEqual(first);
  expect(first.every((bytes) => Buffer.from(bytes, "base64").toString("latin1").startsWith("mended"))).toBe(true);
});

test("libwebp's tools read what is whole, and say what is not", async () => {
  const complaint = (bytes: Uint8Array, length?: number) =>
    webpComplaint({ bytes, mediaType: "image/webp", ...(length !== undefined && { length }) });
  expect(await complaint(still)).toBeUndefined();
  expect(await complaint(animation, 400)).toBeUndefined();
  expect(await complaint(still.subarray(0, -100))).toBeDefined();
  expect(await complaint(animation.subarray(0, -100), 400)).toBeDefined();
  expect(await complaint(still, 400)).toMatch(/animation of/);
  const broken = Buffer.from(still).fill(0xff, 30, 60);
  expect(await complaint(broken)).toMatch(/dwebp|webpinfo/);
});
