// The looks that someone may start from: schemes that any service takes, in both languages, told apart where they are smallest.
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { readSchemeFolder } from "@status-scheme/folder/node";
import type { LookDraft } from "@status-scheme/client-plugin";
import { createMediaPipeline } from "@status-scheme/component";
import { BASE_STATES, DEFAULT_LIMITS } from "@status-scheme/protocol";
import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import sharp from "sharp";
import { pixelDistance, pixelsOf, SIGHTS, sightOf } from "./pixels.ts";

const STARTERS = join(import.meta.dirname, "../starters");
const SCRIPT = join(import.meta.dirname, "../scripts/draw-starters.mjs");
const LANGUAGES = ["en", "de"];
const PICTURE = /\.(png|webp)$/;

interface Starter {
  readonly id: string;
  readonly title: Record<string, string>;
  readonly description: Record<string, string>;
  readonly licence: string;
  readonly preview: string[];
  readonly files: string[];
}
const list = JSON.parse(await readFile(join(STARTERS, "index.json"), "utf8")) as Starter[];
const ids = list.map(({ id }) => id);
const read = (id: string) => readSchemeFolder(join(STARTERS, id));
const mediumOf = (look: LookDraft, kind: string) => look.media?.find((medium) => medium.kind === kind);
const imageOf = (look: LookDraft) => (mediumOf(look, "image") as { bytes: Uint8Array }).bytes;

const pipeline = createMediaPipeline({ limits: DEFAULT_LIMITS });
afterAll(() => pipeline.stop());

describe("the list", () => {
  test("names every set's folder and all of its files, and nothing else", async () => {
    expect((await readdir(STARTERS)).sort()).toEqual([...ids, "index.json"].sort());
    for (const { id, files, preview } of list) {
      expect((await readdir(join(STARTERS, id))).sort()).toEqual([...files].sort());
      expect(files).toEqual(expect.arrayContaining(preview));
    }
  });

  test.each(list)("$id has a title and a description in both languages, and a licence", (starter) => {
    for (const words of [starter.title, starter.description]) expect(Object.keys(words)).toEqual(LANGUAGES);
    expect(starter.licence).toMatch(/MIT/);
  });

  test("all of it is small enough to come along with the editor", async () => {
    const files = list.flatMap(({ id, files }) => files.map((file) => join(STARTERS, id, file)));
    const sizes = await Promise.all(files.map(async (file) => (await readFile(file)).byteLength));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(900_000);
  });
});

describe.each(ids)("%s", (id) => {
  let looks: LookDraft[];
  beforeAll(async () => {
    looks = await read(id);
  });

  test("has every base state, and some states of one's own", () => {
    const states = looks.map(({ state }) => state);
    expect(states).toEqual(expect.arrayContaining([...BASE_STATES]));
    const own = looks.filter(({ state }) => !BASE_STATES.includes(state as (typeof BASE_STATES)[number]));
    expect(own.length).toBeGreaterThanOrEqual(4);
    for (const { show } of own) expect(show).toBeDefined();
  });

  test("every look has a text, and every image and sound a description, in both languages", () => {
    const languages = (texts: LookDraft["text"]) => texts?.map(({ lang }) => lang);
    for (const look of looks) {
      expect(languages(look.text)).toEqual(LANGUAGES);
      expect(languages(mediumOf(look, "image")?.desc)).toEqual(LANGUAGES);
      const sound = mediumOf(look, "audio");
      if (sound) expect(languages(sound.desc)).toEqual(LANGUAGES);
    }
  });

  test("every medium is accepted by a service with the default limits, as what it is", async () => {
    for (const { state, media = [] } of looks) {
      for (const medium of media) {
        const { kind, bytes } = medium as typeof medium & { bytes: Uint8Array };
        const made = await pipeline.normalise(kind, bytes);
        const picture = { mediaType: "image/webp", width: 256, height: 256 };
        expect({ state, ...made }).toMatchObject({
          state,
          ...(kind === "audio" ? { mediaType: "audio/wav" } : picture),
        });
        if (kind === "animation") expect(made.length).toBeLessThanOrEqual(3_010);
        if (kind === "audio") expect(made.length).toBeLessThanOrEqual(1_000);
      }
    }
  });

  test("animations are calm: at most fifteen frames in a second, without an end, and start with their still", async () => {
    for (const look of looks) {
      const animation = mediumOf(look, "animation") as { bytes: Uint8Array } | undefined;
      if (!animation) continue;
      const { delay, loop } = await sharp(animation.bytes, { animated: true }).metadata();
      expect({ state: look.state, loop }).toEqual({ state: look.state, loop: 0 });
      expect(Math.min(...delay!)).toBeGreaterThanOrEqual(66);
      expect(pixelDistance(await pixelsOf(animation.bytes, 64), await pixelsOf(imageOf(look), 64))).toBeLessThan(8);
    }
  });

  // Of the 441 between black and white. At this size compression changes less than 6 (held below): ten times that is no
  // accident, and is what most of the pixels being of another colour comes to. Other colour vision takes hues away: half has to
  // be left, by what is lighter, what is darker, and the shape.
  test.each([
    ["everyone's", 60],
    ["protanopic", 35],
    ["deuteranopic", 35],
    ["tritanopic", 35],
    ["colourless", 30],
  ] as const)("any two states can be told apart at 16 pixels: %s sight", async (sight, least) => {
    const seen = await Promise.all(
      looks.map(async (look) => ({
        state: look.state,
        pixels: sightOf(SIGHTS[sight], await pixelsOf(imageOf(look), 16)),
      })),
    );
    const alike = seen.flatMap((one, at) =>
      seen
        .slice(at + 1)
        .filter((other) => pixelDistance(one.pixels, other.pixels) < least)
        .map((other) => `${one.state} and ${other.state}`),
    );
    expect(alike).toEqual([]);
  });

  test("what the service's compression changes at 16 pixels is far less than that", async () => {
    for (const look of looks) {
      const { bytes } = await pipeline.normalise("image", imageOf(look));
      expect(pixelDistance(await pixelsOf(bytes, 16), await pixelsOf(imageOf(look), 16))).toBeLessThan(6);
    }
  });
});

test("the script draws the very same files", async () => {
  const folder = await mkdtemp(join(tmpdir(), "starters-"));
  try {
    await promisify(execFile)(process.execPath, [SCRIPT, folder]);
    expect((await readdir(folder)).sort()).toEqual((await readdir(STARTERS)).sort());
    expect(await readFile(join(folder, "index.json"), "utf8")).toBe(
      await readFile(join(STARTERS, "index.json"), "utf8"),
    );
    for (const { id, files } of list) {
      expect((await readdir(join(folder, id))).sort()).toEqual([...files].sort());
      for (const file of files) {
        const [kept, made] = await Promise.all([STARTERS, folder].map((root) => readFile(join(root, id, file))));
        if (made!.equals(kept!)) continue;
        // Another version of an encoder may write other bytes, but of the same picture.
        expect(file).toMatch(PICTURE);
        const [before, after] = await Promise.all([kept!, made!].map((bytes) => pixelsOf(bytes, 256, { all: true })));
        expect({ file, pixels: after!.length }).toEqual({ file, pixels: before!.length });
        expect(pixelDistance(before!, after!)).toBeLessThan(2);
      }
    }
  } finally {
    await rm(folder, { recursive: true });
  }
});
