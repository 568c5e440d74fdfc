// The presence flow: a contact changes state, and the matrix of check and fetch with hint and sync on and off (rows 6,
// 7, 9 and 10).
import { describe, expect, test } from "@jest/globals";
import { SchemeError } from "@status-scheme/protocol";
import { idle } from "./support/clock.ts";
import { BALCONY, by, JULIET, looks, questions, withScheme } from "./support/juliet.ts";
import { S1, S2, S3, schemeOf, SERVICE, textLook } from "./support/values.ts";
import { createWorld } from "./support/world.ts";
import type { World } from "./support/world.ts";

test("custom state, show, available, offline: each its look, with one event each", async () => {
  const world = await withScheme();
  world.presence(BALCONY, { show: "dnd", hint: by(S1, { state: "in_a_meeting" }) });
  await idle();
  world.presence(BALCONY, { show: "dnd", hint: by(S1, { state: "thinking" }) });
  await idle();
  world.presence(BALCONY, { show: "xa", hint: by(S1) });
  await idle();
  world.presence(BALCONY, { type: "unavailable" });
  await idle();
  expect(world.looks.map(({ state, show, look }) => [state, show, look?.text])).toEqual([
    ["in_a_meeting", "dnd", "Meeting"],
    ["thinking", "dnd", "Busy"],
    ["xa", "xa", "Here"],
    ["offline", "offline", "Gone"],
  ]);
  expect(world.asked).toEqual([]);
});

test("presence that changes nothing to see emits nothing", async () => {
  const world = await withScheme();
  world.presence(BALCONY);
  world.presence(`${JULIET}/phone`, { priority: -1, show: "xa" });
  await idle();
  expect(world.looks).toEqual([]);
});

// holds: until-ends-the-state
test("a state that ends, ends by itself", async () => {
  const world = await withScheme();
  const until = world.clock.now() + 60_000;
  world.presence(BALCONY, { show: "dnd", hint: by(S1, { state: "in_a_meeting", until }) });
  await world.clock.advance(59_999);
  expect(world.viewer.shown(JULIET)).toMatchObject({ state: "in_a_meeting", until });
  await world.clock.advance(1);
  expect(world.viewer.shown(JULIET)).toMatchObject({ state: "dnd", look: { text: "Busy" } });
  expect(world.viewer.shown(JULIET)!.until).toBeUndefined();
});

describe("a hint, with sync", () => {
  test("equal to what is held: no question", async () => {
    const world = await withScheme();
    world.presence(BALCONY, { hint: by(S1) });
    await idle();
    expect(world.asked).toEqual([]);
  });

  // holds: one-question-a-hint
  test("unequal: one question, whatever the number of presences; and the new scheme is fetched", async () => {
    const world = await withScheme();
    world.schemes.set(JULIET, schemeOf(JULIET, S2, textLook("available", "Elsewhere")));
    for (let count = 0; count < 10; count++) world.presence(BALCONY, { hint: by(S2) });
    await idle();
    for (let count = 0; count < 10; count++) world.presence(BALCONY, { show: "away", hint: by(S2) });
    await idle();
    expect(questions(world)).toEqual(["check 1", "fetch 1"]);
    expect(world.viewer.shown(JULIET)).toMatchObject({ stamp: S2, look: { text: "Elsewhere" }, fresh: true });
  });

  // holds: one-question-a-hint
  test("of a second device that is stale: one question, not one for each presence", async () => {
    const world = await withScheme();
    for (let count = 0; count < 5; count++) {
      world.presence(BALCONY, { show: "away", priority: 1, hint: by(S3) });
      await idle();
      world.presence(`${JULIET}/phone`, { priority: 2 + count, hint: by(S1) });
      await idle();
      world.presence(`${JULIET}/phone`, { type: "unavailable" });
      await idle();
    }
    expect(questions(world)).toEqual(["check 1"]);
    expect(world.viewer.shown(JULIET)).toMatchObject({ stamp: S1, fresh: true });
  });

  test("of an owner that sync does not list: one question", async () => {
    const world = createWorld();
    await world.login();
    world.presence(BALCONY, { hint: by(S1) });
    await idle();
    world.presence(BALCONY, { show: "xa", hint: by(S1) });
    await idle();
    expect(questions(world)).toEqual(["check"]);
  });
});

describe("a change notice", () => {
  // holds: answers-beat-hints
  test("beats the hint: the new scheme is fetched, and the old stamp in presence is nothing new", async () => {
    const world = await withScheme({}, by(S1));
    world.schemes.set(JULIET, schemeOf(JULIET, S2, textLook("available", "Elsewhere")));
    world.notice(JULIET, S2);
    await idle();
    world.presence(BALCONY, { show: "away", hint: by(S1) });
    await idle();
    world.presence(BALCONY, { hint: by(S1) });
    await idle();
    expect(questions(world)).toEqual(["fetch 1"]);
    expect(world.viewer.shown(JULIET)).toMatchObject({ stamp: S2, look: { text: "Elsewhere" }, fresh: true });
  });

  // holds: notices-believed-from-listed, notice-makes-nobody-ask
  test.each([
    ["another service", "schemes.montague.lit"],
    ["a contact", "mercutio@capulet.lit/square"],
    ["nobody", ""],
  ])("from %s is not believed", async (_, from) => {
    const world = await withScheme();
    world.schemes.set(JULIET, schemeOf(JULIET, S2, textLook("available", "Elsewhere")));
    world.notice(JULIET, S2, from);
    await idle();
    expect(world.asked).toEqual([]);
    expect(world.viewer.shown(JULIET)).toMatchObject({ stamp: S1, fresh: true });
  });

  // holds: offline-owner-not-asked
  test("about someone who is not there fetches nothing until they are", async () => {
    const world = await withScheme();
    world.presence(BALCONY, { type: "unavailable" });
    world.schemes.set(JULIET, schemeOf(JULIET, S2, textLook("available", "Elsewhere")));
    world.notice(JULIET, S2);
    await idle();
    expect(world.asked).toEqual([]);
    expect(world.viewer.shown(JULIET)).toMatchObject({ look: { text: "Gone" }, fresh: false });
    world.presence(BALCONY);
    await idle();
    expect(questions(world)).toEqual(["fetch 1"]);
  });

  test("that comes while sync is asked beats its answer", async () => {
    const world = createWorld();
    world.schemes.set(JULIET, schemeOf(JULIET, S2, ...looks));
    world.syncs.push({ token: "t", more: false, full: true, changed: [], gone: [] });
    let answer = () => {};
    world.answers.set("sync", async () => {
      await new Promise<void>((resolve) => (answer = resolve));
      return undefined as never;
    });
    await world.login();
    world.presence(BALCONY);
    world.notice(JULIET, S2);
    answer();
    await idle();
    expect(questions(world)).toEqual(["fetch"]);
    expect(world.viewer.shown(JULIET)).toMatchObject({ stamp: S2, fresh: true });
  });
});

describe("a cleared scheme", () => {
  // holds: cleared-scheme-dropped
  test("is dropped", async () => {
    const world = await withScheme();
    world.schemes.set(JULIET, schemeOf(JULIET, S2));
    world.notice(JULIET, S2);
    await idle();
    expect(world.viewer.shown(JULIET)!.look).toBeUndefined();
    world.presence(BALCONY, { type: "unavailable" });
    await idle();
    expect(world.viewer.shown(JULIET)!.look).toBeUndefined();
    world.presence(BALCONY);
    await idle();
    expect(questions(world)).toEqual(["fetch 1"]);
  });
});

// A service that is killed right after a publish: its notice is lost, and the owner's new presence is all that tells of it.
test("a hint that says otherwise is asked about until there is an answer, and what is held may be stale until then", async () => {
  const world = createWorld();
  world.schemes.set(JULIET, schemeOf(JULIET, S1, ...looks));
  await world.login();
  world.presence(BALCONY, { hint: { by: SERVICE, stamp: S1 } });
  await idle();
  world.schemes.set(JULIET, schemeOf(JULIET, S2, ...looks));
  world.answers.set("check", () => new SchemeError("try-later"));
  world.presence(BALCONY, { hint: { by: SERVICE, stamp: S2 } });
  await idle();
  expect(world.viewer.shown(JULIET)).toMatchObject({ stamp: S1, fresh: false });
  world.answers.delete("check");
  await world.clock.advance(5_000);
  expect(world.askedFor("check")).toHaveLength(2);
  expect(world.viewer.shown(JULIET)).toMatchObject({ stamp: S2, fresh: true });
});

describe("a notice that says again what is known: the service was killed, and is back", () => {
  const change = async () => {
    const world = createWorld();
    world.schemes.set(JULIET, schemeOf(JULIET, S1, ...looks));
    await world.login();
    world.presence(BALCONY, { hint: { by: SERVICE, stamp: S1 } });
    await idle();
    world.schemes.set(JULIET, schemeOf(JULIET, S2, ...looks));
    return world;
  };
  const fetches = (world: World) => world.askedFor("fetch").length;

  test("a question that was not answered is asked again at once, and its failure is nobody's any more", async () => {
    const world = await change();
    const lost = Promise.withResolvers<never>();
    world.answers.set("fetch", () => lost.promise);
    world.notice(JULIET, S2);
    await idle();
    world.answers.delete("fetch");
    // One that was asked just now may still be answered.
    world.notice(JULIET, S2);
    await idle();
    expect(fetches(world)).toBe(2);
    await world.clock.advance(2_001);
    world.notice(JULIET, S2);
    await idle();
    expect(world.viewer.shown(JULIET)).toMatchObject({ stamp: S2, fresh: true });
    lost.reject(new SchemeError("try-later"));
    await idle();
    expect(world.warnings).toEqual([]);
    expect(fetches(world)).toBe(3);
  });

  test("one that was refused waits as long as ever", async () => {
    const world = await change();
    world.answers.set("fetch", () => new SchemeError("internal"));
    for (let again = 0; again < 3; again++) {
      world.notice(JULIET, S2);
      await idle();
    }
    expect(fetches(world)).toBe(2);
  });

  test("one that failed waits no longer, but longer the next time", async () => {
    const world = await change();
    world.answers.set("fetch", () => new SchemeError("try-later"));
    world.notice(JULIET, S2);
    await idle();
    world.notice(JULIET, S2);
    await idle();
    expect(fetches(world)).toBe(3);
    await world.clock.advance(9_999);
    expect(fetches(world)).toBe(3);
    world.answers.delete("fetch");
    await world.clock.advance(1);
    expect(world.viewer.shown(JULIET)).toMatchObject({ stamp: S2, fresh: true });
  });

  // holds: after-obeyed
  test("but not before the time that the service asked for", async () => {
    const world = await change();
    world.answers.set("fetch", () => new SchemeError("rate-exceeded", { after: 60 }));
    world.notice(JULIET, S2);
    await idle();
    world.notice(JULIET, S2);
    await world.clock.advance(59_999);
    expect(fetches(world)).toBe(2);
  });

  test("and where nothing is missing, nothing is asked", async () => {
    const world = await change();
    world.notice(JULIET, S2);
    await idle();
    const count = world.asked.length;
    world.notice(JULIET, S2);
    await idle();
    expect(world.asked.length).toBe(count);
  });
});
