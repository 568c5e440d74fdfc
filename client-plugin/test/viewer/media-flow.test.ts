// Media, from the look shown back to the bytes: verified, bounded, at most four at once, what is seen first.
import { describe, expect, test } from "@jest/globals";
import type { Medium } from "@status-scheme/protocol";
import { memoryCache } from "../../src/cache/memory.ts";
import { idle } from "./support/clock.ts";
import { BALCONY, JULIET } from "./support/juliet.ts";
import { makeMedium, ORIGIN, S1, S2, schemeOf, textLook } from "./support/values.ts";
import { createWorld } from "./support/world.ts";
import type { World, WorldOptions } from "./support/world.ts";

const bytesOf = (text: string) => new TextEncoder().encode(text);
const serve = (world: World, medium: Medium, bytes: Uint8Array) => {
  for (const url of medium.sources) world.media.set(url, () => new Response(bytes as Uint8Array<ArrayBuffer>));
};
const door = bytesOf("a closed door");

/** Juliet's look has this medium; she is there, and everything that happens has happened. */
async function show(medium: Medium, prepare: (world: World) => void, options: WorldOptions = {}): Promise<World> {
  const world = createWorld(options);
  prepare(world);
  world.schemes.set(JULIET, schemeOf(JULIET, S1, textLook("available", "Here", { media: [medium] })));
  await world.login();
  world.presence(BALCONY);
  await idle();
  return world;
}

test("the look is shown at once, and again with its image", async () => {
  const medium = makeMedium(door, { width: 256, height: 128 });
  const world = await show(medium, (it) => serve(it, medium, door));
  const withText = world.looks.filter(({ look }) => look);
  expect(withText.map(({ look, fresh }) => [look!.text, look!.media.length, fresh])).toEqual([
    ["Here", 0, false],
    ["Here", 1, true],
  ]);
  const [shown] = world.viewer.shown(JULIET)!.look!.media;
  expect(shown).toMatchObject({ kind: "image", width: 256, height: 128, size: door.length, desc: "A picture" });
  expect(shown!.bytes).toEqual(door);
  expect(shown!.url).toBe(`data:image/webp;base64,${Buffer.from(door).toString("base64")}`);
});

test("bytes are had once, whatever their URLs, states and contacts", async () => {
  const mercutio = "mercutio@capulet.lit";
  const medium = makeMedium(door);
  const elsewhere = { ...medium, sources: [`${ORIGIN}/media/another-url`] };
  const cache = memoryCache();
  const options = { contacts: [JULIET, mercutio], cache };
  const world = await show(medium, (it) => serve(it, medium, door), options);
  world.schemes.set(mercutio, schemeOf(mercutio, S1, textLook("available", "Hi", { media: [elsewhere] })));
  world.notice(mercutio, S1);
  world.presence(`${mercutio}/square`);
  await idle();
  expect(world.viewer.shown(mercutio)!.look!.media).toHaveLength(1);
  world.viewer.stop();
  const again = await show(elsewhere, () => undefined, options);
  expect(again.viewer.shown(JULIET)!.look!.media).toHaveLength(1);
  expect([world.fetched, again.fetched]).toEqual([medium.sources, []]);
});

test.each([1, 4])(
  "bytes that come while others wait for the same are theirs, too, %d at a time",
  async (concurrency) => {
    const contacts = [JULIET, "mercutio@capulet.lit"];
    const world = createWorld({ contacts, concurrency });
    for (const jid of contacts) {
      const medium = makeMedium(door, { sources: [`${ORIGIN}/${jid}`] });
      serve(world, medium, door);
      world.schemes.set(jid, schemeOf(jid, S1, textLook("available", "Here", { media: [medium] })));
    }
    await world.login();
    for (const jid of contacts) world.presence(`${jid}/phone`);
    await idle();
    expect(world.fetched).toHaveLength(1);
    for (const jid of contacts) expect(world.viewer.shown(jid)!.look!.media).toHaveLength(1);
  },
);

test("what is seen is fetched before what is not, and the rest ahead of its state", async () => {
  const world = createWorld({ concurrency: 1 });
  const looks = ["chat", "available", "offline"].map((state) => {
    const bytes = bytesOf(state);
    const medium = makeMedium(bytes, { sources: [`${ORIGIN}/${state}`] });
    serve(world, medium, bytes);
    return textLook(state, state, { media: [medium] });
  });
  world.schemes.set(JULIET, schemeOf(JULIET, S1, ...looks));
  await world.login();
  world.presence(BALCONY);
  await idle();
  expect(world.fetched).toEqual(["available", "chat", "offline"].map((state) => `${ORIGIN}/${state}`));
  world.looks.length = 0;
  world.presence(BALCONY, { type: "unavailable" });
  await idle();
  // No look without its image in between.
  expect(world.looks).toMatchObject([{ loggedIn: false, look: { text: "offline", media: [{}] } }]);
});

// holds: few-fetches-at-once
test("at most four fetches are in flight at once", async () => {
  const contacts = Array.from({ length: 20 }, (_, index) => `contact${index}@capulet.lit`);
  const world = createWorld({ contacts });
  let inFlight = 0;
  let most = 0;
  for (const jid of contacts) {
    const bytes = bytesOf(jid);
    const medium = makeMedium(bytes);
    world.schemes.set(jid, schemeOf(jid, S1, textLook("available", "Here", { media: [medium] })));
    world.media.set(medium.sources[0]!, async () => {
      most = Math.max(most, ++inFlight);
      await idle();
      inFlight--;
      return new Response(bytes);
    });
  }
  await world.login();
  for (const jid of contacts) world.presence(`${jid}/phone`);
  for (let turn = 0; turn < 20; turn++) await idle();
  expect(world.fetched).toHaveLength(20);
  expect(most).toBe(4);
  expect(world.settled()).toBe(1);
});

test("kinds that are not wanted are not fetched", async () => {
  const sound = makeMedium(door, { kind: "audio", mediaType: "audio/ogg" });
  const world = await show(sound, (it) => serve(it, sound, door));
  expect(world.fetched).toEqual([]);
  expect(world.viewer.shown(JULIET)).toMatchObject({ look: { text: "Here", media: [] }, fresh: true });
  const loud = await show(sound, (it) => serve(it, sound, door), { kinds: ["image", "audio"] });
  expect(loud.viewer.shown(JULIET)!.look!.media).toMatchObject([{ kind: "audio" }]);
});

describe("a medium that is not to be had", () => {
  const medium = makeMedium(door);
  const answering = (answer: () => Response | Promise<Response>, of = medium) =>
    show(of, (world) => of.sources.forEach((url) => world.media.set(url, answer)));

  // holds: media-hash-verified, negative-cache
  test.each([
    ["other bytes of the same size", () => new Response("A CLOSED DOOR"), "bad-medium"],
    ["fewer bytes", () => new Response("a closed"), "bad-medium"],
    ["more bytes", () => new Response("a closed door, and a wall"), "bad-medium"],
    ["nothing", () => new Response(null, { status: 200 }), "bad-medium"],
    ["not there", () => new Response("", { status: 404 }), "fetch-failed"],
    ["a server that fails", () => new Response("", { status: 503 }), "fetch-failed"],
    ["no connection", () => Promise.reject(new TypeError("fetch failed")), "fetch-failed"],
  ])("%s: the look is shown without, and it is tried again later", async (_, answer, code) => {
    const world = await answering(answer);
    expect(world.viewer.shown(JULIET)).toMatchObject({ look: { text: "Here", media: [] }, fresh: false });
    expect(world.warnings).toMatchObject([{ code, contact: JULIET }]);
    expect(world.settled()).toBe(1);
    for (const status of ["a", "b", "c"]) world.presence(BALCONY, { status });
    await idle();
    expect(world.fetched).toHaveLength(1);
    serve(world, medium, door);
    await world.clock.advance(120_000);
    expect(world.viewer.shown(JULIET)).toMatchObject({ look: { media: [{}] }, fresh: true });
  });

  // holds: media-size-obeyed
  test("no more bytes are read than promised", async () => {
    let pulled = 0;
    const endless = () =>
      new Response(
        new ReadableStream({
          pull(controller) {
            pulled++;
            controller.enqueue(door);
          },
        }),
      );
    const world = await answering(endless);
    expect(world.warnings).toMatchObject([{ code: "bad-medium" }]);
    expect(pulled).toBeLessThan(5);
  });

  test("a server that is silent is given up on", async () => {
    const world = createWorld();
    world.media.set(medium.sources[0]!, () => new Promise(() => undefined));
    world.schemes.set(JULIET, schemeOf(JULIET, S1, textLook("available", "Here", { media: [medium] })));
    await world.login();
    world.presence(BALCONY);
    await world.clock.advance(31_000);
    expect(world.warnings).toMatchObject([{ code: "fetch-failed" }]);
    expect(world.settled()).toBe(1);
  });

  // holds: media-declared-origins-only
  test.each([
    ["another origin", ["https://evil.example/door"]],
    ["another port", ["https://schemes.capulet.lit:8443/door"]],
    ["another scheme", ["http://schemes.capulet.lit/door"]],
    ["an origin that begins alike", ["https://schemes.capulet.lit.evil.example/door"]],
  ])("%s is never asked", async (_, sources) => {
    const elsewhere = makeMedium(door, { sources });
    const world = await show(elsewhere, (it) => serve(it, elsewhere, door));
    expect(world.fetched).toEqual([]);
    expect(world.viewer.shown(JULIET)!.look!.media).toEqual([]);
    expect(world.warnings).toMatchObject([{ code: "fetch-failed" }]);
  });

  test("of several sources the first good one is taken", async () => {
    const several = makeMedium(door, { sources: ["https://evil.example/door", `${ORIGIN}/gone`, `${ORIGIN}/door`] });
    const world = await show(several, (it) => it.media.set(`${ORIGIN}/door`, () => new Response(door)));
    expect(world.fetched).toEqual([`${ORIGIN}/gone`, `${ORIGIN}/door`]);
    expect(world.viewer.shown(JULIET)!.look!.media).toHaveLength(1);
  });

  // holds: media-type-of-kind
  test.each(["image/svg+xml", "text/html", "application/xhtml+xml", "audio/ogg"])(
    "an image of type %s, which a browser might run, is none",
    async (mediaType) => {
      const page = makeMedium(door, { mediaType });
      const world = await show(page, (it) => serve(it, page, door));
      expect(world.fetched).toEqual([]);
      expect(world.viewer.shown(JULIET)!.look!.media).toEqual([]);
    },
  );
});

// holds: cleared-scheme-dropped
test("a cleared scheme takes its media out of the cache", async () => {
  const cache = memoryCache();
  const medium = makeMedium(door);
  const world = await show(medium, (it) => serve(it, medium, door), { cache });
  const media = async () => (await cache.keys("")).filter((key) => key.includes("/medium/"));
  expect(await media()).toHaveLength(1);
  world.schemes.set(JULIET, schemeOf(JULIET, S2));
  world.notice(JULIET, S2);
  await idle();
  expect(await media()).toEqual([]);
});
