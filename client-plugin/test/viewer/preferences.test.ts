// Which media are fetched and shown by themselves, which when they are asked for, and what a change of mind does.
import { describe, expect, test } from "@jest/globals";
import type { Medium } from "@status-scheme/protocol";
import type { MediaPreferences } from "../../src/api.ts";
import { createPreferences } from "../../src/viewer/preferences.ts";
import { idle } from "./support/clock.ts";
import { BALCONY, JULIET } from "./support/juliet.ts";
import { makeMedium, ORIGIN, S1, schemeOf, textLook } from "./support/values.ts";
import { createWorld } from "./support/world.ts";

type Kind = Medium["kind"];
const TYPES = { image: "image/webp", animation: "image/webp", audio: "audio/ogg", video: "video/webm" } as const;
const bytesOf = (kind: Kind) => new TextEncoder().encode(`the ${kind}`);
const mediumOf = (kind: Kind) =>
  makeMedium(bytesOf(kind), { kind, mediaType: TYPES[kind], sources: [`${ORIGIN}/${kind}`] });
const EVERY: readonly Kind[] = ["audio", "video", "animation", "image"];

describe("of a look with every kind of medium", () => {
  test.each<[string, MediaPreferences, readonly Kind[]]>([
    ["the image, where nothing is said", {}, ["image"]],
    ["the still first, then the video", { kinds: EVERY }, ["image", "video", "audio"]],
    ["the animation, where no video is wanted", { kinds: ["image", "animation"] }, ["image", "animation"]],
    [
      "the animation, where the video cannot be shown",
      { kinds: EVERY, canShow: (it) => it.kind !== "video" },
      ["image", "animation", "audio"],
    ],
    ["the still, where motion is reduced", { kinds: ["video"], reduceMotion: true }, ["image"]],
    ["the sound as ever, where motion is reduced", { kinds: EVERY, reduceMotion: true }, ["image", "audio"]],
    ["nothing, where nothing is wanted", { kinds: [], reduceMotion: true }, []],
  ])("%s", (_, preferences, kinds) => {
    const { choose } = createPreferences(preferences, () => undefined);
    expect(choose(EVERY.map(mediumOf)).map(({ kind }) => kind)).toEqual(kinds);
  });
});

/** Juliet is there, with a look of every kind, and another. */
async function show(options: MediaPreferences) {
  const world = createWorld(options);
  for (const kind of EVERY) {
    world.media.set(`${ORIGIN}/${kind}`, () => new Response(bytesOf(kind) as Uint8Array<ArrayBuffer>));
  }
  const look = textLook("available", "Here", { media: EVERY.map(mediumOf) });
  world.schemes.set(JULIET, schemeOf(JULIET, S1, look, textLook("dnd", "Not now")));
  await world.login();
  world.presence(BALCONY);
  await idle();
  const shown = () => world.viewer.shown(JULIET)!.look!.media.map(({ kind }) => kind);
  const fetched = () => world.fetched.map((url) => url.slice(ORIGIN.length + 1));
  return { world, shown, fetched };
}

test("only what is shown is fetched, and what else there is is told", async () => {
  const { world, shown, fetched } = await show({ kinds: ["image", "video"] });
  expect([shown(), fetched()]).toEqual([["image", "video"], ["image", "video"]]); // prettier-ignore
  expect(world.viewer.shown(JULIET)!.look!.offered).toEqual(EVERY);
});

describe("a medium that is asked for", () => {
  test("comes once, and goes with the look", async () => {
    const { world, shown, fetched } = await show({});
    expect([world.viewer.load(JULIET, "audio"), world.viewer.load(`${JULIET}/balcony`, "audio")]).toEqual([true, true]);
    await idle();
    expect([shown(), fetched()]).toEqual([["image", "audio"], ["image", "audio"]]); // prettier-ignore
    world.presence(BALCONY, { show: "dnd" });
    await idle();
    expect(shown()).toEqual([]);
    world.presence(BALCONY);
    await idle();
    expect([shown(), fetched().length]).toEqual([["image"], 2]);
  });

  test("survives that its URL has expired", async () => {
    const { world, shown } = await show({});
    world.media.set(`${ORIGIN}/audio`, () => new Response("", { status: 403 }));
    world.media.set(`${ORIGIN}/new`, () => new Response(bytesOf("audio") as Uint8Array<ArrayBuffer>));
    const media = EVERY.map(mediumOf).map((it) => (it.kind === "audio" ? { ...it, sources: [`${ORIGIN}/new`] } : it));
    world.schemes.set(JULIET, schemeOf(JULIET, S1, textLook("available", "Here", { media })));
    world.viewer.load(JULIET, "audio");
    await idle();
    expect(shown()).toEqual(["image", "audio"]);
    expect(world.askedFor("fetch")).toHaveLength(2);
  });

  test("that the look does not have, or of nobody, is none", async () => {
    const { world, fetched } = await show({});
    world.presence(BALCONY, { show: "dnd" });
    await idle();
    for (const contact of [JULIET, "nobody@capulet.lit", "@"]) expect(world.viewer.load(contact, "audio")).toBe(false);
    expect(fetched()).toEqual(["image"]);
  });
});

test("a change of mind is seen at once, and fetches what it takes, in other looks too", async () => {
  const { world, shown, fetched } = await show({ kinds: ["image", "video"] });
  world.viewer.prefer({ reduceMotion: true });
  await idle();
  expect(shown()).toEqual(["image"]);
  world.presence(BALCONY, { show: "dnd" });
  world.viewer.prefer({ reduceMotion: false, kinds: ["image", "animation"] });
  await idle();
  expect(fetched()).toEqual(["image", "video", "animation"]);
  world.presence(BALCONY);
  await idle();
  expect([shown(), fetched().length]).toEqual([["image", "animation"], 3]);
});
