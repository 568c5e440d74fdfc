// What a viewer makes of owners' clients that serve or push schemes (draft, sections 8.16, 8.17 and 9.2).
import { describe, expect, jest, test } from "@jest/globals";
import { encodeChanged, SchemeError, stanza } from "@status-scheme/protocol";
import type { StampedScheme } from "@status-scheme/protocol";
import type { Transfers } from "../../src/transfer/api.ts";
import { memoryCache } from "../../src/cache/memory.ts";
import { idle } from "./support/clock.ts";
import { BALCONY, by, JULIET, looks } from "./support/juliet.ts";
import { S1, S2, S3, schemeOf, SERVICE, textLook } from "./support/values.ts";
import { createWorld } from "./support/world.ts";
import type { World, WorldOptions } from "./support/world.ts";

const GARDEN = `${JULIET}/garden`;
const questions = ({ askedFor }: World) => askedFor("check", "fetch").map(({ verb, to }) => `${verb} ${to}`);
const shown = ({ viewer }: World) => viewer.shown(JULIET)!;

/** A push, of this scheme, from this full JID. */
const push = (world: World, scheme: StampedScheme, from = BALCONY, owner = scheme.owner) =>
  world.receive(stanza("message", { type: "headline", from }, encodeChanged({ owner, stamp: scheme.stamp, scheme })));

/** Logged in; juliet's client on the balcony serves S1, which is held. */
async function served(options: WorldOptions = {}): Promise<World> {
  const world = createWorld(options);
  world.syncs.push({ token: "t", more: false, full: true, changed: [], gone: [] });
  await world.login();
  world.schemes.set(JULIET, schemeOf(JULIET, S1, ...looks));
  world.presence(BALCONY, { hint: { stamp: S1 } });
  await idle();
  await world.clock.advance(options.takePushes ? 5_000 : 0);
  expect(shown(world)).toMatchObject({ stamp: S1, fresh: true });
  world.asked.length = 0;
  return world;
}

describe("schemes of different sources", () => {
  // holds: service-silent-on-client-stored
  test("a service that says something else, or nothing, changes nothing", async () => {
    const world = await served();
    world.notice(JULIET, S3);
    await idle();
    expect(shown(world)).toMatchObject({ stamp: S1, fresh: true });
    expect(questions(world)).toEqual([]);
  });

  // holds: sources-kept-apart
  test("what a service gave is not shown as the client's while that does not answer, and the other way round", async () => {
    const world = createWorld();
    world.schemes.set(JULIET, schemeOf(JULIET, S1, ...looks));
    await world.login();
    world.presence(BALCONY, { hint: by(S1) });
    await idle();
    expect(shown(world)).toMatchObject({ stamp: S1 });
    world.answers.set(`check ${BALCONY}`, () => new SchemeError("try-later"));
    world.presence(BALCONY, { hint: {} });
    await idle();
    expect(shown(world).look).toBeUndefined();
    world.answers.delete(`check ${BALCONY}`);
    world.schemes.set(JULIET, schemeOf(JULIET, S2, textLook("available", "From the client")));
    await world.clock.advance(60_000);
    expect(shown(world)).toMatchObject({ look: { text: "From the client" } });
  });

  test("a stamp that is held needs no question, whichever device hints at it", async () => {
    const world = await served();
    world.schemes.set(JULIET, schemeOf(JULIET, S2, textLook("available", "In the garden")));
    world.presence(GARDEN, { priority: 5, hint: { stamp: S2 } });
    await idle();
    expect(shown(world)).toMatchObject({ stamp: S2, resource: "garden" });
    expect(questions(world)).toEqual([`fetch ${GARDEN}`]);
    world.presence(GARDEN, { type: "unavailable" });
    await idle();
    expect(shown(world)).toMatchObject({ stamp: S1, fresh: true });
    world.presence(GARDEN, { priority: 5, hint: { stamp: S2 } });
    await idle();
    expect(shown(world)).toMatchObject({ stamp: S2, resource: "garden", fresh: true });
    expect(questions(world)).toEqual([`fetch ${GARDEN}`]);
  });

  test("an owner who moves to a service, and back: each is asked once", async () => {
    const world = await served();
    world.schemes.set(JULIET, schemeOf(JULIET, S2, textLook("available", "From the service")));
    world.presence(BALCONY, { hint: by(S2) });
    await idle();
    expect(shown(world)).toMatchObject({ stamp: S2, fresh: true });
    world.presence(BALCONY, { hint: { stamp: S1 } });
    await idle();
    expect(shown(world)).toMatchObject({ stamp: S1, fresh: true });
    expect(questions(world)).toEqual([`check ${SERVICE}`, `fetch ${SERVICE}`]);
  });

  test("an owner who is not there is shown by the offline look of the scheme that was shown last", async () => {
    const cache = memoryCache();
    const lasting = { ...cache, close: () => Promise.resolve() };
    const world = await served({ cache: lasting });
    world.presence(BALCONY, { type: "unavailable" });
    await idle();
    expect(shown(world)).toMatchObject({ loggedIn: false, look: { text: "Gone" } });
    const next = createWorld({ cache: lasting });
    next.syncs.push({ token: "t", more: false, full: true, changed: [], gone: [] });
    await next.login();
    expect(shown(next)).toMatchObject({ loggedIn: false, look: { text: "Gone" } });
    next.presence(BALCONY, { hint: { stamp: S1 } });
    await idle();
    expect(shown(next)).toMatchObject({ loggedIn: true, look: { text: "Here" }, fresh: true });
    expect(questions(next)).toEqual([]);
  });

  test("a client that does not answer such questions has nothing to see: that is no failure", async () => {
    const world = createWorld();
    world.answers.set(`fetch ${BALCONY}`, () => new SchemeError("service-unavailable"));
    await world.login();
    world.presence(BALCONY, { hint: { stamp: S1 } });
    await idle();
    expect(shown(world)).toMatchObject({ loggedIn: true, fresh: true });
    expect(world.warnings).toEqual([]);
  });
});

describe("notices of a client", () => {
  // holds: client-notice-of-its-owner
  test("count from the client that is shown, about its own owner", async () => {
    const world = await served();
    world.schemes.set(JULIET, schemeOf(JULIET, S2, textLook("available", "New")));
    world.notice(JULIET, S2, "tybalt@capulet.lit/street");
    world.notice(JULIET, S2, GARDEN);
    await idle();
    expect(questions(world)).toEqual([]);
    world.notice(JULIET, S2, BALCONY);
    await idle();
    expect(questions(world)).toEqual([`fetch ${BALCONY}`]);
    expect(shown(world)).toMatchObject({ stamp: S2, fresh: true });
  });

  test("with the stamp that is held cause nothing", async () => {
    const world = await served();
    world.notice(JULIET, S1, BALCONY);
    await idle();
    expect(questions(world)).toEqual([]);
  });
});

// holds: decline-is-final-for-now
test("who declines is not asked again until the stamp is another, the client new, or a person asks", async () => {
  const declined = Object.assign(new SchemeError("forbidden"), { reason: { condition: "decline" } });
  const fetchDocument = jest.fn(() => Promise.reject<never>(declined));
  const world = createWorld({ transfers: async () => ({ fetchDocument }) as Partial<Transfers> as Transfers });
  await world.login();
  world.answers.set(`fetch ${BALCONY}`, () => new SchemeError("forbidden"));
  const sessions = () => fetchDocument.mock.calls.length;
  world.presence(BALCONY, { hint: { stamp: S1 } });
  await idle();
  for (const show of ["dnd", "away", "xa"]) {
    world.presence(BALCONY, { show, hint: { stamp: S1 } });
    await idle();
  }
  await world.clock.advance(24 * 3_600_000);
  expect(sessions()).toBe(1);
  world.presence(BALCONY, { hint: { stamp: S2 } });
  await idle();
  expect(sessions()).toBe(2);
  await expect(world.viewer.check(JULIET)).rejects.toMatchObject({ code: "forbidden" });
  expect(sessions()).toBe(3);
});

describe("a pushed scheme", () => {
  const next = schemeOf(JULIET, S2, textLook("available", "Pushed"));

  // holds: push-replaces-the-question, push-not-answered
  test("is shown, and no question follows, whoever stores it; nothing is sent back", async () => {
    for (const hint of [{ stamp: S2 }, by(S2)]) {
      const world = await served();
      const before = world.sent.length;
      push(world, next);
      world.presence(BALCONY, { show: "away", hint });
      await idle();
      expect(shown(world)).toMatchObject({ look: { text: "Pushed" }, stamp: S2, fresh: true });
      expect(questions(world)).toEqual([]);
      expect(world.sent).toHaveLength(before);
    }
  });

  // holds: push-believed-from-owner
  test.each([
    ["a stranger", "tybalt@capulet.lit/street"],
    ["a service", SERVICE],
    ["the owner's account", JULIET],
  ])("from %s is not believed", async (_who, from) => {
    const world = await served();
    push(world, next, from);
    await idle();
    expect(shown(world)).toMatchObject({ stamp: S1, look: { text: "Here" } });
  });

  test("of someone who is no contact is not kept", async () => {
    const world = await served();
    push(world, schemeOf("tybalt@capulet.lit", S2, ...looks), "tybalt@capulet.lit/street");
    await idle();
    expect(world.viewer.shown("tybalt@capulet.lit")).toBeUndefined();
  });

  // holds: pushed-scheme-checked
  test("that a fetched one would be refused for is not believed", async () => {
    const world = await served();
    const many = Array.from({ length: 65 }, (_, index) => textLook(`state_${index}`, "x", { show: "dnd" }));
    push(world, schemeOf(JULIET, S2, ...many));
    push(world, schemeOf("romeo@capulet.lit", S2, ...looks), BALCONY, JULIET);
    await idle();
    expect(shown(world)).toMatchObject({ stamp: S1 });
  });

  test("of a device that is not shown is there when it is", async () => {
    const world = await served();
    push(world, next, GARDEN);
    await idle();
    expect(shown(world)).toMatchObject({ stamp: S1 });
    world.presence(GARDEN, { priority: 5, hint: { stamp: S2 } });
    await idle();
    expect(shown(world)).toMatchObject({ stamp: S2, fresh: true });
    expect(questions(world)).toEqual([]);
  });
});

// holds: question-waits-for-push
test("a viewer that takes pushes waits five seconds for one before it asks because of a hint", async () => {
  const world = await served({ takePushes: true });
  world.schemes.set(JULIET, schemeOf(JULIET, S2, ...looks));
  world.presence(BALCONY, { hint: { stamp: S2 } });
  await world.clock.advance(4_999);
  expect(questions(world)).toEqual([]);
  await world.clock.advance(1);
  expect(questions(world)[0]).toBe(`check ${BALCONY}`);
});
