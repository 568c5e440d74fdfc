// The pipeline with ffmpeg, and ffmpeg kept on its leash. Without it: av.test.ts.
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { DEFAULT_LIMITS } from "@status-scheme/protocol";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { silentLog } from "../../src/log.ts";
import type { Ffmpeg } from "../../src/media/ffmpeg.ts";
import { createFfmpeg } from "../../src/media/ffmpeg.ts";
import { findFfmpeg } from "../../src/media/find-ffmpeg.ts";
import { AV_TYPES } from "../../src/media/formats/av-structure.ts";
import type { WorkingMediaPipeline } from "../../src/media/pipeline.ts";
import { createMediaPipeline } from "../../src/media/pipeline.ts";
import { avCases, avFixture } from "./av-cases.ts";
import { pixel } from "./webp.ts";

let path: string;
let ffmpeg: Ffmpeg;
let withIt: WorkingMediaPipeline;
let folder: string;
const without = createMediaPipeline({ limits: DEFAULT_LIMITS });

beforeAll(async () => {
  path = (await findFfmpeg("auto", silentLog))!;
  ffmpeg = createFfmpeg({ path });
  withIt = createMediaPipeline({ limits: DEFAULT_LIMITS, ffmpeg });
  folder = await mkdtemp(join(tmpdir(), "ffmpeg-"));
});
afterAll(async () => {
  await Promise.all([withIt.stop(), without.stop(), rm(folder, { recursive: true })]);
});

/** A program in the place of ffmpeg. */
async function program(name: string, script: string): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, `#!/bin/sh\n${script}\n`);
  await chmod(file, 0o755);
  return file;
}
const tone = { bytes: avFixture("valid/tone.wav"), mediaType: "audio/wav" };

describe("decoded once to the end", () => {
  test.each(avCases.valid)("$name", async ({ kind, bytes, expected }) => {
    expect(await withIt.normalise(kind, bytes)).toMatchObject(expected);
  });

  test("what is no picture inside is refused, and only then", async () => {
    const garbled = Buffer.from(avFixture("valid/clip.mp4"));
    const data = garbled.indexOf("mdat") + 4;
    // Behind the size and the header of the first unit that is a picture.
    garbled.fill(0xa5, data + 700, data + 900);
    await expect(without.normalise("video", garbled)).resolves.toBeDefined();
    await expect(withIt.normalise("video", garbled)).rejects.toMatchObject({
      code: "bad-medium",
      detail: { medium: "video", reason: "broken video" },
    });
  });
});

describe("the still of a video whose owner brought none", () => {
  // holds: still-not-blank
  test("is its first picture with something on it", async () => {
    const video = await withIt.normalise("video", avFixture("valid/dark-at-first.mp4"));
    const still = await withIt.still("video", video.bytes);
    expect(still).toMatchObject({ mediaType: "image/webp", width: 64, height: 48 });
    // Where it begins, it is all black.
    const colours = await Promise.all([4, 20, 36, 60].map((x) => pixel(still.bytes, x, 10)));
    expect(new Set(colours.map(String)).size).toBeGreaterThan(1);
  });

  test("is upright", async () => {
    const { bytes } = await withIt.normalise("video", avFixture("valid/turned.mp4"));
    expect(await withIt.still("video", bytes)).toMatchObject({ width: 48, height: 64 });
  });

  test("is the same each time", async () => {
    const bytes = avFixture("valid/vp9.webm");
    const [once, again] = [await withIt.still("video", bytes), await withIt.still("video", bytes)];
    expect(Buffer.from(once.bytes).equals(again.bytes)).toBe(true);
  });

  test("cannot be had without ffmpeg", async () => {
    await expect(without.still("video", avFixture("valid/clip.mp4"))).rejects.toMatchObject({
      code: "bad-look",
      detail: { medium: "video", reason: "no image as its still" },
    });
  });
});

describe("the leash", () => {
  // holds: no-outside-references
  test("playlists lead nowhere, whatever they are taken for", async () => {
    let visits = 0;
    const server = createServer((_, response) => {
      visits += 1;
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/secret.ts`;
    const lists = [
      `#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n${url}\n#EXT-X-ENDLIST\n`,
      `ffconcat version 1.0\nfile ${url}\nfile ${join(folder, "secret")}\n`,
    ];
    for (const list of lists) {
      for (const mediaType of Object.values(AV_TYPES)) {
        const medium = { bytes: Buffer.from(list), mediaType };
        await expect(ffmpeg.check(medium)).rejects.toMatchObject({ code: "bad-medium" });
      }
    }
    server.close();
    expect(visits).toBe(0);
  });

  test("bounded memory and time, and no environment", async () => {
    const reports = createFfmpeg({ path: await program("reports", "ulimit -v; ulimit -t; env"), seconds: 7 });
    const [memory, seconds, ...environment] = Buffer.from(await reports.pictures(tone))
      .toString()
      .trim()
      .split("\n");
    expect([memory, seconds]).toEqual(["1048576", "7"]);
    expect(environment.map((line) => line.split("=")[0]).filter((name) => name !== "PWD" && name !== "_")).toEqual([]);
  });

  // holds: decoding-bounded
  test("what hangs is killed, and the medium is at fault", async () => {
    const hangs = createFfmpeg({ path: await program("hangs", "exec sleep 600"), seconds: 0.2 });
    await expect(hangs.check(tone)).rejects.toMatchObject({ code: "bad-medium" });
  });

  test("what writes without end is killed", async () => {
    const floods = createFfmpeg({ path: await program("floods", "exec cat /dev/zero"), seconds: 30 });
    await expect(floods.pictures(tone)).rejects.toMatchObject({ code: "bad-medium" });
  });

  test("stop ends what runs, as its own doing", async () => {
    const hangs = createFfmpeg({ path: await program("hangs-too", "exec sleep 600") });
    const failure = hangs.check(tone).catch((error: unknown) => error);
    await hangs.stop();
    expect(await failure).toMatchObject({ code: "service-unavailable" });
    await expect(hangs.check(tone)).rejects.toMatchObject({ code: "service-unavailable" });
  });
});

describe("which one", () => {
  test("none, where it is off", async () => {
    expect(await findFfmpeg("off", silentLog)).toBeUndefined();
  });

  test("the one that is named, and none other in its place", async () => {
    expect(await findFfmpeg(path, silentLog)).toBe(path);
    await expect(findFfmpeg(join(folder, "nothing"), silentLog)).rejects.toThrow("does not run");
    await expect(findFfmpeg("/bin/true", silentLog)).rejects.toThrow("does not run");
  });
});
