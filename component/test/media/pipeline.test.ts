import { afterAll, describe, expect, test } from "@jest/globals";
import type { MediumKind, SchemeError } from "@status-scheme/protocol";
import { DEFAULT_LIMITS } from "@status-scheme/protocol";
import { createMediaPipeline } from "../../src/media/pipeline.ts";
import { cases, fixture } from "./cases.ts";
import { chunksOf, pixel } from "./webp.ts";

const pipeline = createMediaPipeline({ limits: DEFAULT_LIMITS });
afterAll(() => pipeline.stop());

const refusal = (kind: MediumKind, bytes: Uint8Array): Promise<unknown> =>
  pipeline.normalise(kind, bytes).then(
    () => undefined,
    (error: unknown) => error,
  );

// holds: images-re-encoded, image-scaled-down, format-from-bytes
describe("stills that are accepted", () => {
  const stills = cases.valid.filter(({ kind }) => kind === "image");
  test.each(stills)("$name becomes a WebP without metadata", async ({ bytes, expected }) => {
    const medium = await pipeline.normalise("image", bytes);
    expect(medium).toMatchObject({ mediaType: "image/webp", ...expected });
    expect(["VP8 ", "VP8L", "VP8X ALPH VP8 "]).toContain(chunksOf(medium.bytes).join(" "));
  });
});

// holds: nothing-that-runs
describe("bytes that are refused", () => {
  test.each(cases.invalid)("$name", async ({ kind, bytes, expected }) => {
    expect(await refusal(kind, bytes)).toMatchObject(expected);
  });
});

// holds: no-polyglots, pixels-before-decoding
describe("bytes made to do harm", () => {
  test.each(cases.hostile)("$name", async ({ kind, bytes, expected }) => {
    if ("code" in expected) expect(await refusal(kind, bytes)).toMatchObject(expected);
    else expect(await pipeline.normalise(kind, bytes)).toMatchObject(expected);
  });

  test("an error says nothing of decoders or places", async () => {
    const error = (await refusal("image", fixture("hostile/lying-size.avif"))) as SchemeError;
    expect(JSON.stringify({ ...error, message: error.message })).not.toMatch(/vips|heif|libspng|\//i);
    expect(String(error.cause)).toMatch(/heif/); // …but the log can
  });
});

describe("what the picture looks like", () => {
  const normalise = async (path: string) => (await pipeline.normalise("image", fixture(path))).bytes;
  const near = (expected: readonly number[], tolerance = 8) =>
    expected.map((value) => ({ asymmetricMatch: (actual: number) => Math.abs(actual - value) <= tolerance }));

  // holds: orientation-applied, metadata-removed
  test("EXIF orientation is applied, and gone with the rest of EXIF", async () => {
    expect(Buffer.from(fixture("valid/oriented.jpg")).includes("Juliet Capulet")).toBe(true);
    const upright = await normalise("valid/oriented.jpg");
    expect(Buffer.from(upright).includes("Juliet")).toBe(false);
    // Turned clockwise by a quarter, the blue corner is at the upper right.
    expect(await pixel(upright, 90, 10)).toEqual(near([32, 64, 224, 255], 20));
    expect(await pixel(upright, 10, 10)).toEqual(near([200, 100, 50, 255], 20));
  });

  test("colours of another profile are converted to sRGB", async () => {
    const stored = await pixel(fixture("valid/display-p3.png"), 10, 10);
    expect(stored).not.toEqual(near([0x3c, 0xc8, 0x50, 255]));
    expect(await pixel(await normalise("valid/display-p3.png"), 10, 10)).toEqual(near([0x3c, 0xc8, 0x50, 255]));
  });

  test("CMYK, 16 bits and gray become sRGB of 8 bits", async () => {
    expect(await pixel(await normalise("valid/cmyk.jpg"), 40, 40)).toEqual(near([200, 100, 50, 255], 40));
    expect(await pixel(await normalise("valid/sixteen-bit.png"), 40, 40)).toEqual(near([200, 100, 50, 255]));
    expect(await pixel(await normalise("valid/gray.png"), 40, 40)).toEqual(near([120, 120, 120, 255]));
  });

  test("transparency stays", async () => {
    expect(await pixel(await normalise("valid/alpha.png"), 40, 40)).toEqual(near([255, 0, 0, 128]));
    expect(await pixel(await normalise("valid/gray-alpha.png"), 40, 40)).toEqual(near([120, 120, 120, 128]));
  });

  test("the same bytes always make the same image", async () => {
    const once = await normalise("valid/oriented.jpg");
    expect(Buffer.from(once).equals(await normalise("valid/oriented.jpg"))).toBe(true);
  });
});

describe("limits", () => {
  const still = fixture("valid/still.png");

  test("bytes of the kind", async () => {
    const limited = createMediaPipeline({ limits: { ...DEFAULT_LIMITS, "image-bytes": still.length - 1 } });
    await expect(limited.normalise("image", still)).rejects.toMatchObject({
      code: "limit-exceeded",
      detail: { medium: "image", limit: "image-bytes", max: still.length - 1, actual: still.length },
    });
  });

  // holds: image-scaled-down
  test("the operator's pixels and side are the ones that hold", async () => {
    const limits = { ...DEFAULT_LIMITS, "image-pixels": 200 * 100, "image-side": 50 };
    const limited = createMediaPipeline({ limits });
    expect(await limited.normalise("image", still)).toMatchObject({ width: 50, height: 25 });
    await expect(limited.normalise("image", fixture("valid/large.png"))).rejects.toMatchObject({
      detail: { limit: "image-pixels", max: 20_000, actual: 960_000 },
    });
    await limited.stop();
  });

  test("so many may wait, and the rest is told to come back", async () => {
    const busy = createMediaPipeline({ limits: DEFAULT_LIMITS, concurrency: 1, waiting: 1 });
    const results = await Promise.allSettled([1, 2, 3].map(() => busy.normalise("image", still)));
    await busy.stop();
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected"]);
    expect(results[2]).toMatchObject({ reason: { code: "rate-exceeded", detail: { after: expect.any(Number) } } });
  });
});

// holds: no-silent-first-frame, kind-from-bytes
test("what an animation is published as, its bytes must be, and the other way round", async () => {
  const wrong = (reason: string) => ({ code: "bad-medium", detail: expect.objectContaining({ reason }) });
  expect(await refusal("image", fixture("valid/moving.gif"))).toMatchObject(wrong("the bytes are an animation (gif)"));
  expect(await refusal("image", fixture("valid/moving.webp"))).toMatchObject(
    wrong("the bytes are an animation (webp)"),
  );
  expect(await refusal("image", fixture("valid/moving.png"))).toMatchObject(wrong("the bytes are an animation (apng)"));
  expect(await refusal("animation", fixture("valid/still.gif"))).toMatchObject(wrong("the bytes are an image (gif)"));
  expect(await refusal("animation", fixture("valid/one-frame-apng.png"))).toMatchObject(
    wrong("the bytes are an image (png)"),
  );
});

// holds: kind-not-taken
test("a kind that the operator does not take is not implemented", async () => {
  const silent = createMediaPipeline({ limits: DEFAULT_LIMITS, kinds: ["image"] });
  await expect(silent.normalise("animation", fixture("valid/moving.gif"))).rejects.toMatchObject({
    code: "not-implemented",
    detail: { medium: "animation" },
  });
  expect(await silent.normalise("image", fixture("valid/still.png"))).toMatchObject({ mediaType: "image/webp" });
  await silent.stop();
});

test("a stopped pipeline takes nothing more", async () => {
  const stopped = createMediaPipeline({ limits: DEFAULT_LIMITS });
  await stopped.normalise("image", fixture("valid/still.png"));
  await stopped.stop();
  await expect(stopped.normalise("image", fixture("valid/still.png"))).rejects.toMatchObject({
    code: "service-unavailable",
  });
});
