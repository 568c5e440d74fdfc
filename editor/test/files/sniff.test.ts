import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import sharp from "sharp";
import { sniff } from "../../src/files/sniff.ts";

const MEDIA = join(import.meta.dirname, "../../../fixtures/media");
const names = (await readdir(join(MEDIA, "valid"))).filter((name) => /\.(png|jpg|webp|gif|avif)$/.test(name));
const bytesOf = async (...path: string[]) => new Uint8Array(await readFile(join(MEDIA, ...path)));

test.each(names)("%s has the measures that a decoder finds", async (name) => {
  const bytes = await bytesOf("valid", name);
  const { format, width, height, pages = 1, pageHeight, delay } = await sharp(bytes, { animated: true }).metadata();
  const found = sniff(bytes);
  const wanted = { width, height: pageHeight ?? height, mediaType: `image/${format === "heif" ? "avif" : format}` };
  if (found?.mediaType === "image/apng") {
    expect(found).toMatchObject({ kind: "animation", width, height });
    return;
  }
  expect(found).toMatchObject({ kind: pages > 1 ? "animation" : "image", ...wanted });
  const length = delay?.reduce((sum, ms) => sum + (ms <= 10 ? 100 : ms), 0);
  if (pages > 1) expect(found).toMatchObject({ frames: pages, length });
});

test("an APNG's frames and length are counted", async () => {
  expect(sniff(await bytesOf("valid", "moving.png"))).toMatchObject({ kind: "animation", mediaType: "image/apng" });
  expect(sniff(await bytesOf("valid", "one-frame-apng.png"))).toMatchObject({ kind: "image", mediaType: "image/png" });
});

test.each([
  ["clip.mp4", "video", "video/mp4"],
  ["fragmented.mp4", "video", "video/mp4"],
  ["vp9.webm", "video", "video/webm"],
  ["live.webm", "video", "video/webm"],
  ["tone.m4a", "audio", "audio/mp4"],
  ["tone.mp3", "audio", "audio/mpeg"],
  ["tagged.mp3", "audio", "audio/mpeg"],
  ["tone.ogg", "audio", "audio/ogg"],
  ["tone.wav", "audio", "audio/wav"],
])("%s is %s, %s", async (name, kind, mediaType) => {
  expect(sniff(await bytesOf("av/valid", name))).toEqual({ kind, mediaType });
});

test.each(["svg-named.png", "heic.heic", "tiff.tif", "page-named.gif", "words.png"])(
  "%s is nothing that is taken",
  async (name) => {
    expect(sniff(await bytesOf("invalid", name))).toBeUndefined();
  },
);
test.each(["matroska.mkv", "quicktime.mov", "playlist.m3u8"])("%s is nothing that is taken", async (name) => {
  expect(sniff(await bytesOf("av/invalid", name))).toBeUndefined();
});

describe("no file makes it fail or hang", () => {
  test.each(["hostile", "invalid", "av/hostile", "av/invalid"])("%s", async (folder) => {
    for (const name of await readdir(join(MEDIA, folder))) {
      const bytes = await bytesOf(folder, name);
      expect(() => sniff(bytes)).not.toThrow();
    }
  });

  test("cut anywhere", async () => {
    for (const name of ["moving.gif", "moving.webp", "moving.png", "still.jpg", "still.avif"]) {
      const bytes = await bytesOf("valid", name);
      for (let at = 0; at < Math.min(bytes.length, 400); at += 1) expect(() => sniff(bytes.slice(0, at))).not.toThrow();
    }
  });

  test("what it says is read before it is decoded", async () => {
    const { width, height } = sniff(await bytesOf("hostile", "bomb-30000.png"))!;
    expect(width! * height!).toBeGreaterThan(50_000_000);
  });
});
