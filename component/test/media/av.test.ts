// Sounds and videos through the pipeline: what comes out of it, what is refused, and that it comes out the same every time.
import { afterAll, describe, expect, test } from "@jest/globals";
import type { LimitName, MediumKind, SchemeError } from "@status-scheme/protocol";
import { DEFAULT_LIMITS } from "@status-scheme/protocol";
import { createMediaPipeline } from "../../src/media/pipeline.ts";
import { avCases, avFixture } from "./av-cases.ts";

const pipeline = createMediaPipeline({ limits: DEFAULT_LIMITS });
/** Another process, at another time of day and with other random numbers. */
const other = createMediaPipeline({ limits: DEFAULT_LIMITS });
afterAll(() => Promise.all([pipeline.stop(), other.stop()]));

const refusal = (kind: MediumKind, bytes: Uint8Array): Promise<unknown> =>
  pipeline.normalise(kind, bytes).then(
    () => undefined,
    (error: unknown) => error,
  );

describe("accepted", () => {
  // holds: format-from-bytes, length-from-packets
  test.each(avCases.valid)("$name: its type, its size and its length are told", async ({ kind, bytes, expected }) => {
    const { bytes: out, ...facts } = await pipeline.normalise(kind, bytes);
    expect(facts).toEqual(expected);
    // Sounds are raw samples in the largest of them; nothing is added.
    expect(out.length).toBeLessThan(bytes.length + 200);
  });

  test.each(avCases.valid)("$name: the same bytes each time, and again from those", async ({ kind, bytes }) => {
    const once = await pipeline.normalise(kind, bytes);
    const twice = await other.normalise(kind, bytes);
    const again = await other.normalise(kind, once.bytes);
    expect(Buffer.from(twice.bytes).equals(once.bytes)).toBe(true);
    expect(Buffer.from(again.bytes).equals(once.bytes)).toBe(true);
  });
});

describe("what is left out", () => {
  test("the time of day", async () => {
    const { bytes } = await pipeline.normalise("video", avFixture("valid/clip.mp4"));
    const written = Buffer.from(bytes).readUInt32BE(Buffer.from(bytes).indexOf("mvhd") + 8);
    // ISO/IEC 14496-12, 8.2.2: counted in seconds since 1904.
    expect(new Date(Date.UTC(1904, 0, 1) + written * 1000)).toEqual(new Date(0));
  });

  // holds: metadata-removed, tracks-played-only
  test.each(["tagged.mp3", "tagged.m4a", "tagged.wav", "data-track.mp4"])("tags and covers: %s", async (name) => {
    const bytes = avFixture(`valid/${name}`);
    expect(Buffer.from(bytes).toString("latin1")).toMatch(/Juliet/);
    const out = await pipeline.normalise(name.endsWith("mp4") ? "video" : "audio", bytes);
    expect(Buffer.from(out.bytes).toString("latin1")).not.toMatch(/Juliet|Verona|PNG|tmcd/);
  });

  // holds: trailing-bytes-removed
  test("bytes behind the end", async () => {
    const { bytes } = await pipeline.normalise("video", avFixture("valid/junk-behind.mp4"));
    const { bytes: clean } = await pipeline.normalise("video", avFixture("valid/clip.mp4"));
    expect(Buffer.from(bytes).equals(clean)).toBe(true);
  });

  test("a claim to last for an hour", async () => {
    const { bytes } = await pipeline.normalise("audio", avFixture("hostile/says-an-hour.mp3"));
    expect(Buffer.from(bytes).readUInt32BE(Buffer.from(bytes).indexOf("Xing") + 8)).toBeLessThan(50);
  });
});

describe("refused", () => {
  // holds: one-track-of-each, video-size-from-frames
  test.each(avCases.invalid)("$name", async ({ kind, bytes, expected }) => {
    expect(await refusal(kind, bytes)).toMatchObject({ ...expected, detail: { ...expected.detail, medium: kind } });
  });

  // holds: kind-from-bytes
  test.each([
    ["a video as a sound", "audio", "valid/clip.mp4", "the bytes are a video (mp4)"],
    ["a sound as a video", "video", "valid/tone.m4a", "the bytes are an audio (m4a)"],
    ["a sound as an image", "image", "valid/tone.ogg", "the bytes are an audio (ogg)"],
  ] as const)("%s", async (_, kind, path, reason) => {
    expect(await refusal(kind, avFixture(path))).toMatchObject({ code: "bad-medium", detail: { reason } });
  });
});

describe("made to do harm", () => {
  // holds: no-polyglots, length-from-packets, video-size-from-frames, no-outside-references
  test.each(avCases.hostile)("$name", async ({ kind, bytes, expected }) => {
    if ("code" in expected) expect(await refusal(kind, bytes)).toMatchObject(expected);
    else expect(await pipeline.normalise(kind, bytes)).toMatchObject(expected);
  });

  test("an error says nothing of libraries or places", async () => {
    for (const { kind, bytes } of [...avCases.hostile, ...avCases.invalid]) {
      const error = (await refusal(kind, bytes)) as SchemeError | undefined;
      expect(JSON.stringify({ ...error, message: error?.message })).not.toMatch(/mediabunny|ffmpeg|node:|\//i);
    }
  });
});

// holds: never-shortened
describe("limits, each met and passed by one", () => {
  const clip = avFixture("valid/clip.mp4");
  const tone = avFixture("valid/tone.ogg");
  // holds: never-shortened
  test.each<[LimitName, MediumKind, Uint8Array, number]>([
    ["audio-bytes", "audio", tone, tone.length],
    ["audio-length", "audio", tone, 1000],
    ["video-bytes", "video", clip, clip.length],
    ["video-length", "video", clip, 1000],
    ["video-side", "video", clip, 64],
  ])("%s", async (limit, kind, bytes, actual) => {
    const limited = (max: number) => createMediaPipeline({ limits: { ...DEFAULT_LIMITS, [limit]: max } });
    const [met, passed] = [limited(actual), limited(actual - 1)];
    await expect(met.normalise(kind, bytes)).resolves.toBeDefined();
    await expect(passed.normalise(kind, bytes)).rejects.toMatchObject({
      code: "limit-exceeded",
      detail: { medium: kind, limit, max: actual - 1, actual },
    });
    await Promise.all([met.stop(), passed.stop()]);
  });
});
