// What a viewer says of media that are not to be had for now, so that nobody waits for them (draft, "What to Show").
import { expect, test } from "@jest/globals";
import { SchemeError } from "@status-scheme/protocol";
import type { Medium } from "@status-scheme/protocol";
import { memoryCache } from "../../src/cache/memory.ts";
import type { Transfers } from "../../src/transfer/api.ts";
import { idle } from "./support/clock.ts";
import { BALCONY, by, JULIET } from "./support/juliet.ts";
import { makeMedium, S1, S2, schemeOf, textLook } from "./support/values.ts";
import { createWorld } from "./support/world.ts";
import type { World, WorldOptions } from "./support/world.ts";

const door = new TextEncoder().encode("a closed door");
const image = makeMedium(door);
const here = (...media: Medium[]) => schemeOf(JULIET, S1, textLook("available", "Here", { media }));
const url = (medium: Medium) => medium.sources[0]!;
/** Of each look that was told: the kinds here, and those given up. */
const told = ({ looks }: World) =>
  looks.flatMap(({ look }) => (look ? [[look.media.map(({ kind }) => kind), look.givenUp]] : []));

/** Juliet's look has these media; what is asked of each does not end by itself. */
async function show(media: Medium[], options: WorldOptions = {}) {
  const world = createWorld(options);
  const ends = media.map(() => Promise.withResolvers<Response>());
  for (const [index, medium] of media.entries()) world.media.set(url(medium), () => ends[index]!.promise);
  world.schemes.set(JULIET, here(...media));
  await world.login();
  world.presence(BALCONY);
  await idle();
  return { world, end: ends[0]! };
}

test.each([
  ["is not there", () => new Response("", { status: 404 })],
  ["is refused", () => new Response("", { status: 403 })],
  ["is of a service that fails", () => new Response("", { status: 503 })],
  ["is other bytes", () => new Response("A CLOSED DOOR")],
])("what %s is given up, and not before", async (_, answer) => {
  const { world, end } = await show([image]);
  expect(told(world)).toEqual([[[], undefined]]);
  end.resolve(answer());
  await idle();
  expect(told(world)).toEqual([
    [[], undefined],
    [[], ["image"]],
  ]);
  expect(world.viewer.shown(JULIET)).toMatchObject({ look: { offered: ["image"], givenUp: ["image"] }, fresh: false });
});

test("that it is tried again is not to be seen, until it comes", async () => {
  const { world, end } = await show([image]);
  end.reject(new TypeError("fetch failed"));
  await idle();
  world.looks.length = 0;
  const next = Promise.withResolvers<Response>();
  world.media.set(url(image), () => next.promise);
  await world.clock.advance(20_000);
  world.presence(BALCONY, { status: "What else?" });
  await idle();
  expect([world.fetched.length, told(world)]).toEqual([2, [[[], ["image"]]]]);
  next.resolve(new Response(door));
  await idle();
  expect(told(world).slice(1)).toEqual([[["image"], undefined]]);
  expect(world.viewer.shown(JULIET)).toMatchObject({ fresh: true });
});

test("what fails again stays given up, and is told of once", async () => {
  const { world, end } = await show([image]);
  end.resolve(new Response("", { status: 404 }));
  await world.clock.advance(3_600_000);
  expect(world.fetched.length).toBeGreaterThan(3);
  expect(told(world)).toEqual([
    [[], undefined],
    [[], ["image"]],
  ]);
});

test("what is asked for and fails is given up beside what is here, and nothing else is", async () => {
  const [video, sound] = (["video", "audio"] as const).map((kind) =>
    makeMedium(new TextEncoder().encode(kind), { kind, mediaType: `${kind}/webm` }),
  );
  const { world, end } = await show([image, video!, sound!]);
  end.resolve(new Response(door));
  await idle();
  world.media.delete(url(video!));
  expect(world.viewer.shown(JULIET)!.look!.givenUp).toBeUndefined();
  world.viewer.load(JULIET, "video");
  await idle();
  expect(told(world).at(-1)).toEqual([["image"], ["video"]]);
});

test("of another look nothing is given up", async () => {
  const sun = makeMedium(new TextEncoder().encode("the sun"));
  const { world, end } = await show([image]);
  end.resolve(new Response("", { status: 404 }));
  await idle();
  world.media.set(url(sun), () => new Promise(() => undefined));
  world.schemes.set(JULIET, schemeOf(JULIET, S2, textLook("available", "Here", { media: [sun] })));
  world.notice(JULIET, S2);
  await idle();
  expect(world.viewer.shown(JULIET)).toMatchObject({ stamp: S2 });
  expect(world.viewer.shown(JULIET)!.look!.givenUp).toBeUndefined();
});

test("what failed before is given up at once when its look is shown again", async () => {
  const { world, end } = await show([image]);
  end.resolve(new Response("", { status: 404 }));
  await idle();
  world.presence(BALCONY, { type: "unavailable" });
  await idle();
  world.looks.length = 0;
  world.presence(BALCONY);
  await idle();
  expect(told(world)).toEqual([[[], ["image"]]]);
});

// holds: media-type-of-kind
test("what nobody may show is given up unseen", async () => {
  const { world } = await show([makeMedium(door, { mediaType: "image/svg+xml" })]);
  expect([world.fetched, told(world)]).toEqual([[], [[[], ["image"]]]]);
});

/** Romeo has her scheme, and not its image. */
async function remembered(): Promise<WorldOptions> {
  const cache = memoryCache();
  const { world } = await show([image], { cache });
  world.viewer.stop();
  return { cache };
}

test("while nobody can be asked, nobody waits; once somebody can, it comes, and only that is to be seen", async () => {
  const world = createWorld(await remembered());
  world.schemes.set(JULIET, here(image));
  const next = Promise.withResolvers<Response>();
  world.media.set(url(image), () => next.promise);
  const asked = Promise.withResolvers<undefined>();
  world.answers.set("info", () => asked.promise.then(() => Promise.reject(new SchemeError("try-later"))));
  await world.clock.advance(2 * 86_400_000); // what was known of the domain is not believed any more
  await world.login();
  world.presence(BALCONY, { hint: by(S1) });
  await idle();
  // It is being found out who has it.
  expect(told(world)).toEqual([[[], undefined]]);
  asked.resolve(undefined);
  await idle();
  expect(told(world).slice(1)).toEqual([[[], ["image"]]]);
  world.answers.delete("info");
  await world.clock.advance(20_000);
  expect(world.fetched).toHaveLength(1);
  next.resolve(new Response(door));
  await idle();
  const all = told(world).map(([media, givenUp]) => (media as string[])[0] ?? (givenUp ? "given up" : "waited for"));
  expect(all.filter((one, index) => one !== all[index - 1])).toEqual(["waited for", "given up", "image"]);
});

test("of someone who is not logged in nobody is asked, and nobody waits", async () => {
  const cache = memoryCache();
  const first = createWorld({ cache });
  const offline = schemeOf(JULIET, S1, textLook("offline", "Gone", { media: [image] }));
  first.schemes.set(JULIET, offline);
  await first.login();
  first.presence(BALCONY);
  await idle();
  first.viewer.stop();
  const world = createWorld({ cache });
  world.schemes.set(JULIET, offline);
  await world.login();
  expect([world.fetched, told(world)]).toEqual([[], [[[], ["image"]]]]);
});

test("what an owner's client does not bring is given up, and tried again unseen", async () => {
  const outcomes = [
    { error: new SchemeError("no-such-medium") },
    { error: new SchemeError("limit-exceeded") },
    { bytes: door },
  ];
  const fetchMedia: Transfers["fetchMedia"] = async (_, media, { onMedium }) => {
    for (const medium of typeof media === "function" ? media() : media) onMedium(medium, outcomes.shift()!);
  };
  const world = createWorld({ transfers: async () => ({ fetchMedia }) as Partial<Transfers> as Transfers });
  world.schemes.set(JULIET, here(makeMedium(door, { sources: [] })));
  await world.login();
  world.presence(BALCONY, { hint: { stamp: S1 } });
  await idle();
  await world.clock.advance(3_600_000);
  expect(outcomes).toEqual([]);
  expect(told(world)).toEqual([
    [[], undefined],
    [[], ["image"]],
    [["image"], undefined],
  ]);
});
