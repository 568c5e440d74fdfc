// Who is no contact any more, and another account on the same client: nothing of before is kept or shown.
import { expect, test } from "@jest/globals";
import { encodeFetchResult, SchemeError } from "@status-scheme/protocol";
import type { Element } from "@status-scheme/protocol";
import { memoryCache } from "../../src/cache/memory.ts";
import { idle } from "./support/clock.ts";
import { BALCONY, by, JULIET, looks, withScheme } from "./support/juliet.ts";
import { makeMedium, S1, S2, schemeOf, textLook } from "./support/values.ts";
import { createWorld } from "./support/world.ts";

const BENVOLIO = "benvolio@capulet.lit";
const schemesIn = async (cache: ReturnType<typeof memoryCache>) =>
  (await cache.keys("")).filter((key) => key.includes("/scheme/"));
const fetched = (stamp: typeof S1) =>
  encodeFetchResult({ owner: JULIET, status: "changed", stamp, scheme: schemeOf(JULIET, stamp, ...looks) });

/** A scheme is held, and juliet was asked for the next one. */
const whileAsked = async () => {
  const cache = memoryCache();
  const world = await withScheme({ cache });
  const answer = Promise.withResolvers<Element>();
  world.answers.set("fetch", () => answer.promise);
  world.notice(JULIET, S2);
  await idle();
  return { cache, world, answer };
};

// holds: removed-contact-dropped
test("what was asked of a contact who is removed meanwhile is not kept", async () => {
  const { cache, world, answer } = await whileAsked();
  expect(await schemesIn(cache)).toHaveLength(1);
  world.push(JULIET, "remove");
  await idle();
  answer.resolve(fetched(S2));
  await idle();
  expect(await schemesIn(cache)).toEqual([]);
});

// holds: cache-by-account
test("another account sees nothing of what the one before did", async () => {
  const cache = memoryCache();
  const world = createWorld({ cache });
  const image = makeMedium(new TextEncoder().encode("a closed door"));
  world.media.set(image.sources[0]!, () => new Response("a closed door"));
  world.schemes.set(JULIET, schemeOf(JULIET, S1, textLook("available", "For romeo alone", { media: [image] })));
  await world.login();
  world.presence(BALCONY, { hint: by(S1) });
  await idle();
  expect(world.viewer.shown(JULIET)).toMatchObject({ look: { media: [{}] } });
  world.logout();
  world.schemes.clear();
  world.looks.length = 0;
  await world.login(BENVOLIO);
  world.presence(BALCONY, { hint: by(S1) });
  await idle();
  expect(world.looks.filter(({ look }) => look)).toEqual([]);
  expect(world.viewer.shown(JULIET)).toEqual(expect.not.objectContaining({ look: expect.anything() }));
  expect((await schemesIn(cache)).filter((key) => key.startsWith(BENVOLIO))).toEqual([]);
  // What romeo had is romeo's still.
  world.logout();
  await world.login();
  world.presence(BALCONY, { hint: by(S1) });
  await idle();
  expect(world.viewer.shown(JULIET)).toMatchObject({ look: { text: "For romeo alone" } });
});

// holds: cache-by-account
test("an answer for the account before is not the next one's", async () => {
  const { cache, world, answer } = await whileAsked();
  world.logout();
  world.schemes.clear();
  await world.login(BENVOLIO);
  world.presence(BALCONY);
  await idle();
  answer.resolve(fetched(S2));
  await idle();
  expect(world.viewer.shown(JULIET)!.look).toBeUndefined();
  expect((await schemesIn(cache)).filter((key) => key.startsWith(BENVOLIO))).toEqual([]);
});

test("contacts of the account before are none of the next one's, though its roster cannot be had", async () => {
  const world = await withScheme();
  world.logout();
  world.answers.set("roster", () => Promise.reject(new Error("no roster")));
  await world.login(BENVOLIO);
  expect([world.viewer.contacts(), world.viewer.shown(JULIET)]).toEqual([[], undefined]);
});

// holds: cache-by-account
test.each(["roster", "items", "sync", "fetch"])(
  "another account does not wait for what failed for the one before: %s",
  async (verb) => {
    const world = createWorld();
    world.schemes.set(JULIET, schemeOf(JULIET, S1, ...looks));
    world.answers.set(verb, () => new SchemeError("try-later"));
    await world.login();
    world.presence(BALCONY, { hint: by(S1) });
    await world.clock.advance(12 * 3_600_000);
    world.logout();
    await world.login(BENVOLIO);
    world.presence(BALCONY, { hint: by(S1) });
    await world.clock.advance(3_000);
    world.answers.clear();
    await world.clock.advance(20_000);
    expect(world.viewer.shown(JULIET)).toMatchObject({ look: { text: "Here" }, fresh: true });
  },
);
