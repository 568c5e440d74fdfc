// Animations through the pipeline: what is kept of them, what is refused, and the stills made from them.
import { afterAll, describe, expect, test } from "@jest/globals";
import type { LimitName } from "@status-scheme/protocol";
import { DEFAULT_LIMITS } from "@status-scheme/protocol";
import { inspect } from "../../src/media/inspect.ts";
import type { WorkingMediaPipeline } from "../../src/media/pipeline.ts";
import { createMediaPipeline } from "../../src/media/pipeline.ts";
import { cases, fixture } from "./cases.ts";
import { animationOf, chunksOf, pixel } from "./webp.ts";

const started: WorkingMediaPipeline[] = [];
function pipelineOf(limits: Partial<Record<LimitName, number>> = {}): WorkingMediaPipeline {
  const pipeline = createMediaPipeline({ limits: { ...DEFAULT_LIMITS, ...limits } });
  started.push(pipeline);
  return pipeline;
}
const pipeline = pipelineOf();
afterAll(async () => {
  for (const one of started) await one.stop();
});

const normalise = async (name: string) => (await pipeline.normalise("animation", fixture(`valid/${name}`))).bytes;
const still = async (name: string) => (await pipeline.still("animation", await normalise(name))).bytes;
const near = (expected: readonly number[], tolerance = 16) =>
  expected.map((value) => ({ asymmetricMatch: (actual: number) => Math.abs(actual - value) <= tolerance }));
/** See-through, whatever the colour under it. */
const CLEAR = [expect.any(Number), expect.any(Number), expect.any(Number), 0];
const BLUE = near([0x20, 0x40, 0xe0, 255], 24);

describe("animations that are accepted", () => {
  const animations = cases.valid.filter(({ kind }) => kind === "animation");
  test.each(animations)("$name becomes an animated WebP without metadata", async ({ bytes, expected }) => {
    const medium = await pipeline.normalise("animation", bytes);
    expect(medium).toEqual({ ...expected, mediaType: "image/webp", bytes: expect.any(Uint8Array) });
    expect(new Set(chunksOf(medium.bytes))).toEqual(new Set(["VP8X", "ANIM", "ANMF"]));
  });
});

describe("what is kept", () => {
  // holds: animation-kept
  test.each([
    ["moving.gif", [100, 100, 50, 200], 0],
    ["once.gif", [100, 100, 100, 100], 1],
    ["transparent.gif", [100, 100, 100], 3],
    ["moving.webp", [120, 120, 80], 2],
    ["passing.png", [100, 100, 100, 300, 100], 3],
  ])("frames, their delays as browsers show them, and how often it plays: %s", async (name, delays, plays) => {
    expect(inspect(await normalise(name)).animation).toMatchObject({ delays, plays });
  });

  // holds: animation-kept
  test("transparency", async () => {
    const bytes = await normalise("transparent.gif");
    expect(await pixel(bytes, 2, 2, 1)).toEqual(CLEAR);
    expect(await pixel(bytes, 20, 16, 1)).toEqual(BLUE);
    // What moved on left nothing behind.
    expect(await pixel(bytes, 6, 16, 1)).toEqual(CLEAR);
  });

  test("an APNG's frames, each where it belongs, over or instead of what was there, and gone as it says", async () => {
    const bytes = await normalise("passing.png");
    const [left, both, right, belowRight] = [
      [6, 16],
      [13, 16],
      [36, 12],
      [36, 26],
    ] as const;
    const shows = async (frame: number, ...colours: unknown[]) => {
      const places = [left, both, right, belowRight];
      expect(await Promise.all(places.map(([x, y]) => pixel(bytes, x, y, frame)))).toEqual(colours);
    };
    const violet = near([0x90, 0x20, 0x70, 255], 32);
    await shows(0, CLEAR, CLEAR, CLEAR, CLEAR);
    await shows(1, BLUE, BLUE, CLEAR, CLEAR);
    await shows(2, BLUE, violet, CLEAR, CLEAR);
    await shows(3, BLUE, BLUE, BLUE, CLEAR);
    await shows(4, BLUE, BLUE, CLEAR, BLUE);
  });

  test("nothing of the picture for those who cannot show an APNG", async () => {
    const bytes = await normalise("hidden-first.png");
    expect(await pixel(bytes, 40, 28)).toEqual(CLEAR);
    expect(await pixel(bytes, 6, 16)).toEqual(BLUE);
  });

  test("colours, converted to sRGB", async () => {
    const bytes = await normalise("display-p3-moving.png");
    const stored = await pixel(fixture("valid/display-p3-moving.png"), 10, 10);
    expect(stored).not.toEqual(near([0x3c, 0xc8, 0x50, 255], 8));
    expect(await pixel(bytes, 10, 10, 0)).toEqual(near([0x3c, 0xc8, 0x50, 255], 8));
    expect(await pixel(bytes, 10, 10, 1)).toEqual(near([0xc8, 0x3c, 0x50, 255], 8));
  });

  test.each(["moving.gif", "moving.webp", "moving.png"])("the same bytes make the same: %s", async (name) => {
    const other = pipelineOf();
    const once = await other.normalise("animation", fixture(`valid/${name}`));
    expect(Buffer.from(once.bytes).equals(await normalise(name))).toBe(true);
    expect(Buffer.from((await other.still("animation", once.bytes)).bytes).equals(await still(name))).toBe(true);
  });
});

describe("the still", () => {
  // holds: still-not-blank
  test("is the first frame with something on it", async () => {
    const bytes = await still("blank-first.gif");
    expect(chunksOf(bytes)).not.toContain("ANIM");
    expect(await pixel(bytes, 10, 16)).toEqual(BLUE);
    expect(await pixel(bytes, 40, 16)).toEqual(near([0xc8, 0x64, 0x32, 255]));
    // A frame that only lets see through is as blank as one of one colour.
    expect(await pixel(await still("passing.png"), 6, 16)).toEqual(BLUE);
  });

  test("is the first frame where all are blank", async () => {
    expect(await pixel(await still("display-p3-moving.png"), 10, 10)).toEqual(near([0x3c, 0xc8, 0x50, 255]));
  });

  test("keeps to the limits of images", async () => {
    const bytes = await normalise("wide.gif");
    expect(await pipelineOf({ "image-side": 128 }).still("animation", bytes)).toMatchObject({ width: 128, height: 64 });
  });

  test.each(["image", "audio"] as const)("is not made of another kind: %s", async (kind) => {
    const failure = { code: "bad-look", detail: { medium: kind } };
    await expect(pipeline.still(kind, fixture("valid/still.png"))).rejects.toMatchObject(failure);
  });
});

describe("limits, each met and passed by one", () => {
  const refusal = async (
    limit: LimitName,
    max: number,
    bytes: Uint8Array,
    limits: Parameters<typeof pipelineOf>[0],
  ) => {
    const at = await pipelineOf(limits).normalise("animation", bytes);
    expect(at.bytes.length).toBeGreaterThan(0);
    const below = pipelineOf({ ...limits, [limit]: max - 1 }).normalise("animation", bytes);
    await expect(below).rejects.toMatchObject({
      code: "limit-exceeded",
      detail: { medium: "animation", limit, max: max - 1, actual: max },
    });
  };

  // holds: never-shortened
  test("frames", async () => {
    const bytes = await animationOf({ width: 16, height: 16, delays: Array<number>(150).fill(20) });
    await refusal("animation-frames", 150, bytes, {});
    const longer = await animationOf({ width: 16, height: 16, delays: Array<number>(151).fill(20) });
    await expect(pipeline.normalise("animation", longer)).rejects.toMatchObject({
      detail: { limit: "animation-frames", max: 150, actual: 151 },
    });
  });

  // holds: never-shortened
  test("length, delays counted as browsers show them", async () => {
    await refusal(
      "animation-length",
      5_000,
      await animationOf({ width: 8, height: 8, delays: [2_000, 2_900, 10] }),
      {},
    );
  });

  // holds: animation-pixels-before-decoding
  test("pixels of all frames", async () => {
    await refusal("animation-pixels", 600, await animationOf({ width: 20, height: 10, delays: [50, 50, 50] }), {});
  });

  test("bytes", async () => {
    const bytes = fixture("valid/moving.png");
    await refusal("animation-bytes", bytes.length, bytes, {});
  });

  // holds: animation-scaled-down
  test("the longer side of what is served", async () => {
    const small = pipelineOf({ "animation-side": 24 });
    for (const name of ["moving.gif", "moving.webp", "moving.png"]) {
      expect(await small.normalise("animation", fixture(`valid/${name}`))).toMatchObject({ width: 24 });
    }
  });

  test("what comes out is within the bytes as well, at less quality if it must be", async () => {
    const bytes = fixture("valid/transparent.gif");
    const best = await normalise("transparent.gif");
    expect(best.length).toBeGreaterThan(bytes.length);
    const smaller = await pipelineOf({ "animation-bytes": bytes.length }).normalise("animation", bytes);
    expect(smaller.bytes.length).toBeLessThanOrEqual(bytes.length);
    expect(inspect(smaller.bytes).animation).toEqual(inspect(best).animation);
  });

  test("or refused", async () => {
    const bytes = fixture("valid/once.gif");
    const limits = { "animation-bytes": bytes.length };
    await expect(pipelineOf(limits).normalise("animation", bytes)).rejects.toMatchObject({
      code: "limit-exceeded",
      detail: { limit: "animation-bytes", max: bytes.length, actual: expect.any(Number) },
    });
  });
});
