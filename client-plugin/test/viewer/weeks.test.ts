// A program that runs for weeks, on a laptop that sleeps and a network that comes and goes: what failed meanwhile is no
// reason to wait for long, and what was known is not forgotten.
import { describe, expect, test } from "@jest/globals";
import { SchemeError } from "@status-scheme/protocol";
import { memoryCache } from "../../src/cache/memory.ts";
import { createClock, idle } from "./support/clock.ts";
import type { TestClock } from "./support/clock.ts";
import { BALCONY, by, JULIET, looks, withScheme } from "./support/juliet.ts";
import { S1, S2, schemeOf, SERVICE } from "./support/values.ts";
import { createWorld } from "./support/world.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** One that can be set, too: timers take no notice. */
function settableClock(): TestClock & { readonly set: (ms: number) => void } {
  const clock = createClock();
  let shift = 0;
  return { ...clock, now: () => clock.now() + shift, set: (ms) => (shift += ms) };
}

describe("a stream that is resumed after a long while", () => {
  // What is on its way when the connection is lost fails.
  test.each(["roster", "items", "info", "sync"])("is not waited on once more: %s", async (verb) => {
    const world = createWorld();
    world.schemes.set(JULIET, schemeOf(JULIET, S1, ...looks));
    const lost = Promise.withResolvers<never>();
    world.answers.set(verb, () => lost.promise);
    await world.login();
    world.presence(BALCONY);
    world.logout();
    lost.reject(new SchemeError("try-later"));
    world.answers.delete(verb);
    await world.clock.advance(20 * MINUTE);
    world.resume();
    await world.clock.advance(1_000);
    expect(world.viewer.shown(JULIET)).toMatchObject({ look: { text: "Here" }, fresh: true });
  });

  test("asks nothing again that was answered", async () => {
    const world = await withScheme();
    world.logout();
    await world.clock.advance(20 * MINUTE);
    world.resume();
    await world.clock.advance(20 * MINUTE);
    expect(world.asked).toEqual([]);
  });
});

// holds: back-off-grows
test("a night without a connection is no failure of the service's", async () => {
  const world = createWorld();
  world.schemes.set(JULIET, schemeOf(JULIET, S1, ...looks));
  world.answers.set("sync", () => new SchemeError("try-later"));
  await world.login();
  world.logout();
  await world.clock.advance(10 * HOUR);
  await world.login();
  world.presence(BALCONY);
  await world.clock.advance(3_000);
  world.answers.delete("sync");
  await world.clock.advance(30_000);
  expect(world.viewer.shown(JULIET)).toMatchObject({ look: { text: "Here" }, fresh: true });
});

// holds: notices-believed-from-listed
test("a notice is believed after days, too, in which nobody moved", async () => {
  const world = await withScheme();
  await world.clock.advance(60 * HOUR);
  world.schemes.set(JULIET, schemeOf(JULIET, S2, ...looks));
  world.notice(JULIET, S2);
  await world.clock.advance(MINUTE);
  expect(world.viewer.shown(JULIET)).toMatchObject({ stamp: S2, fresh: true });
});

test("a domain that is asked again after a day keeps what it listed until it answers", async () => {
  const world = await withScheme({}, by(S1));
  await world.clock.advance(25 * HOUR);
  world.answers.set("items", () => new SchemeError("try-later"));
  for (const show of ["away", "xa", "dnd"]) {
    world.presence(BALCONY, { show, hint: by(S1) });
    await idle();
  }
  expect(world.looks.map(({ fresh }) => fresh)).toEqual([true, true, true]);
  expect(world.askedFor("items")).toHaveLength(1);
  world.answers.delete("items");
  world.items.set("capulet.lit", []);
  await world.clock.advance(MINUTE);
  world.presence(BALCONY, { hint: by(S1) });
  await idle();
  expect(world.askedFor("items")).toHaveLength(2);
});

// holds: away-is-not-none
test("of whose services one is away, a domain keeps the others, even while it cannot be asked again", async () => {
  const second = "schemes.second.capulet.lit";
  const world = createWorld();
  const say = async (service: string) => {
    world.presence(BALCONY, { hint: { by: service, stamp: S1 } });
    await idle();
  };
  world.items.set("capulet.lit", [SERVICE, second]);
  world.schemes.set(JULIET, schemeOf(JULIET, S1, ...looks));
  world.answers.set(`info ${second}`, () => new SchemeError("try-later"));
  await world.login();
  await say(SERVICE);
  world.answers.set("items", () => new SchemeError("try-later"));
  for (const [round, wait] of [5_000, 10_000, 20_000].entries()) {
    await world.clock.advance(wait);
    expect(world.askedFor("items")).toHaveLength(round + 2);
    await expect(world.viewer.ownService()).resolves.toMatchObject({ jid: SERVICE });
    await say(SERVICE);
    expect(world.viewer.shown(JULIET)).toMatchObject({ look: { text: "Here" }, fresh: true });
  }
  world.answers.clear();
  await world.clock.advance(MINUTE);
  await say(second);
  expect(world.askedFor("sync").map(({ to }) => to)).toEqual([SERVICE, second]);
});

test("a service that moved is found at the next login, though this program has met the old one", async () => {
  const moved = "schemes.new.capulet.lit";
  const world = await withScheme();
  world.logout();
  world.items.set("capulet.lit", [moved]);
  for (const verb of ["info", "sync", "fetch"]) {
    world.answers.set(`${verb} ${SERVICE}`, () => new SchemeError("service-unavailable"));
  }
  await world.login();
  await world.clock.advance(MINUTE);
  expect(world.askedFor("sync")).toContainEqual({ to: moved, verb: "sync" });
  await expect(world.viewer.ownService()).resolves.toMatchObject({ jid: moved });
});

describe("a clock that is put right", () => {
  test("does not make what failed wait until it shows the same time again", async () => {
    const clock = settableClock();
    const world = await withScheme({ clock });
    world.answers.set("fetch", () => new SchemeError("try-later"));
    world.schemes.set(JULIET, schemeOf(JULIET, S2, ...looks));
    world.notice(JULIET, S2);
    await idle();
    clock.set(-30 * 24 * HOUR);
    world.answers.delete("fetch");
    await clock.advance(MINUTE);
    expect(world.viewer.shown(JULIET)).toMatchObject({ stamp: S2, fresh: true });
  });

  test("nor the login", async () => {
    const clock = settableClock();
    const world = createWorld({ clock, sync: false });
    world.schemes.set(JULIET, schemeOf(JULIET, S1, ...looks));
    await world.login();
    world.logout();
    await world.login();
    clock.set(-HOUR);
    world.presence(BALCONY);
    await clock.advance(MINUTE);
    expect(world.viewer.shown(JULIET)).toMatchObject({ look: { text: "Here" }, fresh: true });
  });

  test("nor other domains", async () => {
    const clock = settableClock();
    const contacts = ["rosaline@montague.lit", "nurse@verona.lit"];
    const world = createWorld({ clock, contacts });
    await world.login();
    world.presence(`${contacts[0]}/villa`);
    await clock.advance(MINUTE);
    clock.set(-24 * HOUR);
    world.presence(`${contacts[1]}/home`);
    await clock.advance(1_000);
    expect(world.askedFor("items").map(({ to }) => to)).toContain("verona.lit");
  });

  test("nor does it make believe for long what a domain listed", async () => {
    const cache = memoryCache();
    const clock = createClock(Date.parse("2036-11-22T08:00:00Z"));
    const first = createWorld({ cache, clock });
    await first.login();
    first.viewer.stop();
    const world = createWorld({ cache });
    await world.login();
    expect(world.askedFor("items")).toHaveLength(1);
  });
});
