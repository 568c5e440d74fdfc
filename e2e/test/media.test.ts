// Everything that moves and sounds, from a folder to a contact's screen: published by the command line, made clean by the
// component, fetched by the plugin, played by a real browser from the component's own URLs (draft, "Media").
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { ShownMedium } from "@status-scheme/client-plugin";
import type { Medium, MediumKind } from "@status-scheme/protocol";
import { MEDIUM_KINDS } from "@status-scheme/protocol";
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { playOn, type Played } from "./support/player.ts";
import { startWorld, type Person, type World } from "./support/world.ts";

const FIXTURES = join(import.meta.dirname, "../../fixtures/media");
const CLI = join(import.meta.dirname, "../../cli/src/main.ts");

const SCHEME = `
available:
  text: On the balcony
  image: still.png
  animation: { file: moving.gif, desc: Juliet waves }
  audio: { file: tone.ogg, desc: A lute }
  video: { file: clip.mp4, desc: Juliet on the balcony }
away:
  video: { file: vp9.webm, desc: An empty balcony }
dnd:
  text: Do not disturb
  audio: { file: tagged.mp3, desc: A door }
xa:
  text: Asleep
  audio: { file: tone.m4a, desc: A lullaby }
chat:
  text: Sing to me
  audio: { file: tone.wav, desc: A song }
`;

let world: World;
let romeo: Person;

beforeAll(async () => {
  world = await startWorld();
  romeo = await arrive();
});
afterAll(() => world?.stop());

const arrive = () => world.person("romeo", { resource: "orchard", plugin: { kinds: MEDIUM_KINDS } });

/** A folder with this scheme, and what it names. */
async function folderOf(name: string, scheme: string): Promise<string> {
  const folder = join(world.bed.directory, name);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "scheme.yaml"), scheme);
  for (const [file] of scheme.matchAll(/\b[\w-]+\.(?:png|gif|ogg|mp3|m4a|wav|mp4|webm)\b/g)) {
    const place = /png|gif/.test(file) ? "valid" : "av/valid";
    await cp(join(FIXTURES, place, file), join(folder, file));
  }
  return folder;
}

async function publish(folder: string, { bed }: World = world): Promise<{ code: number; said: string }> {
  const args = ["publish", folder, "--jid", bed.jid("juliet"), "--service", bed.service];
  const child = spawn(process.execPath, [CLI, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, STATUS_SCHEME_PASSWORD: bed.password("juliet") },
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (data) => (said += data));
  const [code] = (await once(child, "close")) as [number];
  return { code, said };
}

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("base64");
const kindsOf = (media: readonly { kind: MediumKind }[]) => media.map(({ kind }) => kind).toSorted();

describe("juliet publishes a folder with every kind of medium", () => {
  let juliet: Person;
  beforeAll(async () => {
    expect(await publish(await folderOf("balcony", SCHEME))).toEqual({
      code: 0,
      said: expect.stringMatching("5 looks"),
    });
    juliet = await world.person("juliet");
  });
  const seen = async (state: string, count: number): Promise<readonly ShownMedium[]> => {
    await juliet.schemes.setState(state);
    const { look } = await romeo.sees("juliet", (shown) => shown.state === state && shown.look?.media.length === count);
    return look!.media;
  };

  test("romeo's plugin has what it shows, the rest when asked, and the bytes are those of the hashes", async () => {
    // Who has asked for no more yet.
    romeo = await arrive();
    expect(kindsOf(await seen("available", 3))).toEqual(["audio", "image", "video"]);
    expect(romeo.schemes.load(juliet.jid, "animation")).toBe(true);
    const media = await seen("available", 4);
    expect(kindsOf(media)).toEqual(["animation", "audio", "image", "video"]);
    for (const { bytes, hash, size } of media) {
      expect(bytes.length).toBe(size);
      expect(sha256(bytes)).toBe(hash);
    }
    expect(media.find(({ kind }) => kind === "video")).toMatchObject({
      ...{ mediaType: "video/mp4", width: 64, height: 48, length: 1000, desc: "Juliet on the balcony" },
    });
    expect(media.find(({ kind }) => kind === "audio")).toMatchObject({ mediaType: "audio/ogg", length: 1000 });
  });

  // holds: still-made-is-told
  test("a video that came without a still gets one, described as the video is", async () => {
    const media = await seen("away", 2);
    expect(kindsOf(media)).toEqual(["image", "video"]);
    expect(media.find(({ kind }) => kind === "image")).toMatchObject({
      ...{ mediaType: "image/webp", width: 64, height: 48, desc: "An empty balcony" },
    });
  });

  test.each([
    ["dnd", "audio/mpeg"],
    ["xa", "audio/mp4"],
    ["chat", "audio/wav"],
  ])("the sound of %s is %s, without the words that were in its tags", async (state, mediaType) => {
    const [sound] = await seen(state, 1);
    expect(sound).toMatchObject({ kind: "audio", mediaType });
    expect(Buffer.from(sound!.bytes).toString("latin1")).not.toMatch(/Juliet|Balcony/);
  });

  describe("in a browser, by the URLs that romeo was given", () => {
    let played: readonly (Played & { readonly medium: Medium })[];
    beforeAll(async () => {
      const { looks } = (await romeo.schemes.check(juliet.jid))!;
      const media = looks.flatMap((look) => look.media).filter(({ kind }) => kind === "audio" || kind === "video");
      const results = await playOn(media.map(({ kind, sources }) => ({ kind: kind as "audio", url: sources[0]! })));
      played = results.map((result, i) => ({ ...result, medium: media[i]! }));
    });

    test("each is played to its end, and is as long and as large as is told", () => {
      expect(played).toHaveLength(6);
      for (const { medium, error, ended, seconds, width, height } of played) {
        expect({ type: medium.mediaType, error, ended }).toEqual({
          type: medium.mediaType,
          error: undefined,
          ended: true,
        });
        expect(Math.abs(seconds * 1000 - medium.length!)).toBeLessThan(60);
        if (medium.kind === "video") expect({ width, height }).toEqual({ width: medium.width, height: medium.height });
      }
    });

    // holds: media-ranges
    test("by range requests, each answered in part; and its place in it can be chosen", () => {
      for (const { ranges, soughtTo } of played) {
        expect(ranges.length).toBeGreaterThan(0);
        expect(new Set(ranges)).toEqual(new Set([206]));
        expect(soughtTo).toBeCloseTo(0.5, 1);
      }
    });
  });
});

describe("refused, with the look and the medium at fault", () => {
  test.each([
    ["a page that is a video too", "av/hostile/page-in-free.mp4", "another kind of file as well"],
    ["a video that is cut short", "av/invalid/cut.mp4", "cut short"],
  ])("%s", async (name, path, reason) => {
    const folder = await folderOf(name.replaceAll(" ", "-"), "available:\n  video: { file: clip.mp4, desc: Her }\n");
    await writeFile(join(folder, "clip.mp4"), await readFile(join(FIXTURES, path)));
    const { code, said } = await publish(folder);
    expect(code).not.toBe(0);
    expect(said).toMatch(/available.*video/);
    expect(said).toMatch(reason);
  });
});

describe("where the operator has no ffmpeg", () => {
  let bare: World;
  beforeAll(async () => {
    bare = await startWorld({}, { config: { media: { ffmpeg: "off" } } });
  });
  afterAll(() => bare?.stop());

  test("a video needs a still of its owner's, and with that is as good as any", async () => {
    const without = await folderOf("bare", "available:\n  video: { file: clip.mp4, desc: Her }\n");
    const { code, said } = await publish(without, bare);
    expect(code).not.toBe(0);
    expect(said).toMatch(/available.*video.*no image as its still/);
    const own = "available:\n  image: still.png\n  video: { file: clip.mp4, desc: Her }\n  text: Here\n";
    expect(await publish(await folderOf("bare-with-still", own), bare)).toMatchObject({ code: 0 });
  });
});
