// What files become in a real browser.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import { DEFAULT_LIMITS } from "@status-scheme/protocol";
import type { Limits } from "@status-scheme/protocol";
import { startBrowser } from "@status-scheme/testbed";
import type { TestBrowser } from "@status-scheme/testbed";
import type { Page } from "playwright-core";
import sharp from "sharp";
import type { SharpOptions } from "sharp";
import type { FilesApi } from "./page.ts";

declare const files: FilesApi;
const MEDIA = join(import.meta.dirname, "../../../fixtures/media");

let browser: TestBrowser;
let page: Page;
const made = new Map<string, Uint8Array>();
beforeAll(async () => {
  const noise = { create: { width: 900, height: 600, channels: 3, background: "red", noise: { type: "gaussian" } } };
  made.set(
    "noise.png",
    await sharp(noise as SharpOptions)
      .png()
      .toBuffer(),
  );
  // An empty picture, and a blue one.
  const raw = { width: 16, height: 32, channels: 4, pageHeight: 16 } as const;
  const pixels = Buffer.concat([Buffer.alloc(16 * 16 * 4), Buffer.alloc(16 * 16 * 4, Buffer.from([0, 0, 255, 255]))]);
  made.set("nothing-first.gif", await sharp(pixels, { raw }).gif().toBuffer());
  made.set("nothing-first.webp", await sharp(pixels, { raw }).webp({ lossless: true }).toBuffer());
  const blue = { create: { width: 100, height: 100, channels: 3, background: "blue" } } as const;
  const sides = sharp({ create: { width: 300, height: 100, channels: 3, background: "red" } });
  made.set(
    "blue-right.png",
    await sides
      .composite([{ input: blue, left: 200, top: 0 }])
      .png()
      .toBuffer(),
  );
  browser = await startBrowser({
    entry: join(import.meta.dirname, "page.ts"),
    file: async (path) => {
      if (!path.startsWith("/media/")) return undefined;
      const name = path.slice("/media/".length);
      return { bytes: made.get(name) ?? (await readFile(join(MEDIA, name))), type: "application/octet-stream" };
    },
  });
  page = await browser.open();
  await page.waitForFunction(() => "files" in globalThis);
});
afterAll(() => browser?.close());
// Nothing of that is an error of the page, or leaves this machine.
afterEach(() => {
  expect(browser.errors()).toEqual([]);
  expect(browser.strays()).toEqual([]);
});

const read = (name: string, limits: Partial<Limits> = {}, shrink = true) =>
  page.evaluate(([file, options]) => files.read(file, options), [
    name,
    { limits: { ...DEFAULT_LIMITS, ...limits }, shrink },
  ] as const);

test.each([
  ["valid/still.png", { kind: "image", mediaType: "image/png" }, false],
  ["valid/still.avif", { kind: "image", mediaType: "image/avif" }, false],
  ["valid/jpeg-named.png", { kind: "image", mediaType: "image/jpeg" }, false],
  ["valid/moving.gif", { kind: "animation", mediaType: "image/gif" }, true],
  ["valid/moving.webp", { kind: "animation", mediaType: "image/webp" }, true],
  ["valid/moving.png", { kind: "animation", mediaType: "image/apng" }, true],
  ["av/valid/tone.ogg", { kind: "audio", mediaType: "audio/ogg" }, false],
  ["av/valid/tone.mp3", { kind: "audio", mediaType: "audio/mpeg" }, false],
  ["av/valid/tone.wav", { kind: "audio", mediaType: "audio/wav" }, false],
  ["av/valid/tone.weba", { kind: "audio", mediaType: "audio/webm" }, false],
  ["av/valid/vp9.webm", { kind: "video", mediaType: "video/webm" }, true],
  ["av/valid/live.webm", { kind: "video", mediaType: "video/webm" }, true],
  ["av/valid/clip.mp4", { kind: "video", mediaType: "video/mp4" }, true],
])("%s is measured, and has a still where it moves", async (name, wanted, hasStill) => {
  const found = await read(name);
  const isSeen = wanted.kind !== "audio";
  expect(found).toMatchObject({ medium: wanted });
  const { medium, still } = found as Exclude<typeof found, { code: unknown }>;
  if (isSeen) expect(medium).toMatchObject({ width: expect.any(Number), height: expect.any(Number) });
  if (wanted.kind === "audio" || wanted.kind === "video") expect(medium!.length).toBeGreaterThan(0);
  expect(still !== undefined).toBe(hasStill);
  if (hasStill) expect(still).toMatchObject({ kind: "image", mediaType: "image/webp", width: medium!.width });
});

test.each<[string, Partial<Limits>, object]>([
  ["invalid/svg-named.png", {}, { code: "not-taken" }],
  ["invalid/heic.heic", {}, { code: "not-taken" }],
  ["invalid/signature-only.png", {}, { code: "not-taken" }],
  ["invalid/cut-in-header.png", {}, { code: "not-taken" }],
  ["invalid/cut.webp", {}, { code: "broken" }],
  ["av/invalid/empty.mp4", {}, { code: "not-taken" }],
  ["av/invalid/hevc.mp4", {}, { code: "not-supported" }],
  ["hostile/bomb-30000.png", {}, { code: "limit-exceeded", limit: "image-pixels" }],
  ["hostile/bomb-moving.gif", {}, { code: "limit-exceeded", limit: expect.stringMatching(/^animation-/) }],
  ["valid/moving.gif", { "animation-bytes": 100 }, { code: "limit-exceeded", limit: "animation-bytes", allowed: 100 }],
  ["valid/moving.gif", { "animation-frames": 1 }, { code: "limit-exceeded", limit: "animation-frames", allowed: 1 }],
  ["valid/moving.webp", { "animation-length": 1 }, { code: "limit-exceeded", limit: "animation-length" }],
  ["valid/moving.png", { "animation-pixels": 1 }, { code: "limit-exceeded", limit: "animation-pixels" }],
  ["av/valid/tone.ogg", { "audio-bytes": 10 }, { code: "limit-exceeded", limit: "audio-bytes" }],
  ["av/valid/tone.ogg", { "audio-length": 10 }, { code: "limit-exceeded", limit: "audio-length" }],
  ["av/valid/vp9.webm", { "video-bytes": 10 }, { code: "limit-exceeded", limit: "video-bytes" }],
  ["av/valid/vp9.webm", { "video-length": 10 }, { code: "limit-exceeded", limit: "video-length" }],
  ["av/valid/vp9.webm", { "video-side": 10 }, { code: "limit-exceeded", limit: "video-side" }],
])("%s with %j is a problem that says which", async (name, limits, problem) => {
  expect(await read(name, limits)).toMatchObject(problem);
});

test("an image beyond the limits is made smaller, and the person can be told; or refused", async () => {
  const size = made.get("noise.png")!.length;
  expect(size).toBeGreaterThan(DEFAULT_LIMITS["image-bytes"]);
  const { medium, shrunkFrom } = (await read("noise.png")) as { medium: { bytes: number }; shrunkFrom: number };
  expect(shrunkFrom).toBe(size);
  expect(medium.bytes).toBeLessThanOrEqual(DEFAULT_LIMITS["image-bytes"]);
  expect(medium).toMatchObject({ mediaType: "image/webp", width: 512, height: 341 });
  const { medium: tiny } = (await read("noise.png", { "image-bytes": 3_000 })) as { medium: { bytes: number } };
  expect(tiny.bytes).toBeLessThanOrEqual(3_000);
  expect(await read("noise.png", {}, false)).toEqual({
    ...{ code: "limit-exceeded", limit: "image-bytes" },
    ...{ allowed: DEFAULT_LIMITS["image-bytes"], actual: size },
  });
});

test("a picture is cut to the square in its middle, or to the one given", async () => {
  const isRed = expect.objectContaining({ width: 100, height: 100, mediaType: "image/webp" });
  const centre = await page.evaluate(() => files.crop("blue-right.png"));
  expect(centre).toEqual(isRed);
  const right = await page.evaluate(() => files.crop("blue-right.png", { x: 200, y: 0, size: 100 }));
  const colours = [centre, right].map((one) => (one as { middle: number[] }).middle);
  expect(colours[0]![0]).toBeGreaterThan(200);
  expect(colours[1]![2]).toBeGreaterThan(200);
  expect(await page.evaluate(() => files.crop("hostile/bomb-30000.png"))).toMatchObject({ code: "limit-exceeded" });
});

const stillAt = async (name: string, share: number) =>
  (await page.evaluate(([of, at]) => files.still(of, at), [name, share] as const)) as { middle: number[] };

test("a still is taken of a video at the time that is asked for", async () => {
  const [first, later] = [
    await stillAt("av/valid/dark-at-first.mp4", 0),
    await stillAt("av/valid/dark-at-first.mp4", 0.5),
  ];
  const light = ({ middle }: { middle: number[] }) => middle[0]! + middle[1]! + middle[2]!;
  expect(light(later)).toBeGreaterThan(light(first));
});

test.each(["nothing-first.gif", "nothing-first.webp", "valid/moving.png"])(
  "a still of an animation is the picture that is asked for: %s",
  async (name) => {
    const [first, last] = [await stillAt(name, 0), await stillAt(name, 1)];
    expect(last).not.toEqual(first);
    if (made.has(name)) expect([first.middle[3], last.middle]).toEqual([0, expect.arrayContaining([0, 255])]);
  },
);
