// Which service is asked, and which never: an owner must not be able to steer contacts to a host of its choice.
import { describe, expect, test } from "@jest/globals";
import { element, NS_DISCO_INFO, SchemeError } from "@status-scheme/protocol";
import { memoryCache } from "../../src/cache/memory.ts";
import { idle } from "./support/clock.ts";
import { BALCONY, JULIET, looks } from "./support/juliet.ts";
import { S1, S2, schemeOf, SERVICE } from "./support/values.ts";
import { createWorld } from "./support/world.ts";

const ROSALINE = "rosaline@montague.lit";
const THEIRS = "schemes.montague.lit";

// holds: viewer-asks-listed-services-only, foreign-service-asked-for-cause
test("a contact of another domain is served by what that domain lists", async () => {
  const world = createWorld({ contacts: [ROSALINE] });
  world.items.set("montague.lit", [THEIRS]);
  world.schemes.set(ROSALINE, schemeOf(ROSALINE, S1, ...looks));
  await world.login();
  expect(world.askedFor("items").map(({ to }) => to)).toEqual(["capulet.lit"]);
  world.presence(`${ROSALINE}/villa`);
  await world.clock.advance(1_000);
  expect(world.askedFor("sync", "check", "fetch").map(({ verb, to }) => [verb, to])).toEqual([
    ["sync", SERVICE],
    ["sync", THEIRS],
    ["fetch", THEIRS],
  ]);
  expect(world.viewer.shown(ROSALINE)!.look?.text).toBe("Here");
});

test("whoever asked for a check while a domain's turn had not come hears of it when the session ends", async () => {
  const world = createWorld();
  await world.login();
  const checked = world.viewer.check(ROSALINE).catch(({ code }: SchemeError) => code);
  await idle();
  world.logout();
  await world.login();
  await expect(Promise.race([checked, idle()])).resolves.toBe("try-later");
});

// holds: invisible-asks-own-service-only
test("who is invisible asks the own domain, and no other", async () => {
  let isInvisible = true;
  const world = createWorld({ contacts: [JULIET, ROSALINE], isInvisible: () => isInvisible });
  world.items.set("montague.lit", [THEIRS]);
  for (const jid of [JULIET, ROSALINE]) world.schemes.set(jid, schemeOf(jid, S1, ...looks));
  await world.login();
  for (const jid of [JULIET, ROSALINE]) world.presence(`${jid}/villa`);
  await world.clock.advance(60_000);
  expect(world.asked.filter(({ to }) => to.includes("montague"))).toEqual([]);
  expect(world.viewer.shown(JULIET)).toMatchObject({ look: { text: "Here" }, fresh: true });
  expect(world.viewer.shown(ROSALINE)).toMatchObject({ loggedIn: true, fresh: false });
  isInvisible = false;
  world.presence(`${ROSALINE}/villa`);
  await world.clock.advance(1_000);
  expect(world.viewer.shown(ROSALINE)).toMatchObject({ look: { text: "Here" }, fresh: true });
});

// holds: hint-cannot-steer, unlisted-by-ignored, viewer-asks-listed-services-only
test("a hint that names a service the contact's domain does not list is not followed, and warned of once", async () => {
  const world = createWorld();
  world.schemes.set(JULIET, schemeOf(JULIET, S1, ...looks));
  await world.login();
  for (const show of ["away", "xa", "dnd"]) {
    world.presence(BALCONY, { show, hint: { by: "schemes.evil.example", stamp: S2, state: "eating" } });
    await idle();
  }
  expect(world.asked.filter(({ to }) => to.includes("evil"))).toEqual([]);
  expect(world.warnings).toMatchObject([{ code: "foreign-service", contact: JULIET }]);
  expect(world.askedFor("sync", "check", "fetch").map(({ to }) => to)).toEqual([SERVICE, SERVICE]);
  expect(world.viewer.shown(JULIET)).toMatchObject({ state: "eating", look: { text: "Busy" }, fresh: true });
});

test("one of another domain's services, if that domain lists it, is", async () => {
  const world = createWorld();
  world.items.set("capulet.lit", [SERVICE, "schemes.second.capulet.lit"]);
  world.schemes.set(JULIET, schemeOf(JULIET, S1, ...looks));
  await world.login();
  world.presence(BALCONY, { hint: { by: "schemes.second.capulet.lit" } });
  await idle();
  expect(world.askedFor("fetch").map(({ to }) => to)).toEqual(["schemes.second.capulet.lit"]);
});

// holds: discovery-spaced
test("other domains are asked one a second at most, and once", async () => {
  const contacts = Array.from({ length: 10 }, (_, index) => `rosaline@house${index}.lit`);
  const world = createWorld({ contacts });
  await world.login();
  const domains = () => world.askedFor("items").filter(({ to }) => to !== "capulet.lit").length;
  for (let round = 0; round < 3; round++) for (const jid of contacts) world.presence(`${jid}/villa`);
  await world.clock.advance(0);
  expect(domains()).toBe(0); // the own domain was asked just now
  await world.clock.advance(1_000);
  expect(domains()).toBe(1);
  await world.clock.advance(4_000);
  expect(domains()).toBe(5);
  await world.clock.advance(60_000);
  expect(domains()).toBe(10);
  for (const jid of contacts) world.presence(`${jid}/villa`, { show: "xa" });
  await world.clock.advance(3_600_000);
  expect(domains()).toBe(10);
});

// holds: discovery-spaced
test("and so are those whose turn came while there was no connection", async () => {
  const contacts = Array.from({ length: 10 }, (_, index) => `rosaline@house${index}.lit`);
  const world = createWorld({ contacts });
  await world.login();
  const domains = () => world.askedFor("items").filter(({ to }) => to !== "capulet.lit").length;
  for (const jid of contacts) world.presence(`${jid}/villa`);
  await world.clock.advance(3_000);
  expect(domains()).toBe(3);
  world.logout();
  await world.clock.advance(60_000);
  world.resume();
  for (let asked = 4; asked <= 10; asked++) {
    await world.clock.advance(0);
    expect(domains()).toBe(asked);
    await world.clock.advance(999);
    expect(domains()).toBe(asked);
    await world.clock.advance(1);
  }
});

describe("what a domain lists", () => {
  test("is remembered between sessions, and asked again after a day", async () => {
    const cache = memoryCache();
    const first = createWorld({ cache });
    await first.login();
    first.viewer.stop();
    const second = createWorld({ cache });
    await second.login();
    expect(second.askedFor("items", "info")).toEqual([]);
    second.viewer.stop();
    const third = createWorld({ cache });
    await third.clock.advance(25 * 3_600_000);
    await third.login();
    expect(third.askedFor("items")).toHaveLength(1);
  });

  test("that cannot be asked is asked again, and nobody is taken for a stranger meanwhile", async () => {
    const world = createWorld();
    world.schemes.set(JULIET, schemeOf(JULIET, S1, ...looks));
    world.answers.set("items", () => new SchemeError("try-later"));
    await world.login();
    world.presence(BALCONY, { hint: { by: SERVICE, stamp: S1 } });
    await idle();
    expect(world.viewer.shown(JULIET)).toMatchObject({ loggedIn: true, fresh: false });
    expect(world.settled()).toBe(1);
    await expect(world.viewer.ownService()).rejects.toMatchObject({ code: "try-later" });
    world.answers.delete("items");
    await world.clock.advance(60_000);
    expect(world.warnings).toEqual([]);
    expect(world.viewer.shown(JULIET)).toMatchObject({ look: { text: "Here" }, fresh: true });
    await expect(world.viewer.ownService()).resolves.toMatchObject({ jid: SERVICE });
  });

  const standIn = () =>
    element(
      NS_DISCO_INFO,
      "query",
      {},
      element(NS_DISCO_INFO, "identity", { category: "component", type: "generic", name: "Status schemes" }),
      element(NS_DISCO_INFO, "feature", { var: NS_DISCO_INFO }),
    );

  // holds: away-is-not-none, back-off-grows, back-off-jitter
  test.each([
    ["nothing comes, or its server says that it is away", () => new SchemeError("try-later")],
    ["its server says that it is unavailable", () => new SchemeError("service-unavailable")],
    ["its server answers in its place", standIn],
  ])("while a service is away, is not that it has none: %s", async (_, answer) => {
    const world = createWorld();
    world.schemes.set(JULIET, schemeOf(JULIET, S1, ...looks));
    world.answers.set(`info ${SERVICE}`, answer);
    await world.login();
    world.presence(BALCONY, { hint: { by: SERVICE, stamp: S1 } });
    await idle();
    expect(world.viewer.shown(JULIET)).toMatchObject({ loggedIn: true, fresh: false });
    expect(world.warnings).toEqual([]);
    const asked = () => world.askedFor("info").filter(({ to }) => to === SERVICE).length;
    const waits = [];
    for (let before = world.clock.now(), round = 1; round <= 3; round++) {
      while (asked() === round) await world.clock.advance(500);
      waits.push((world.clock.now() - before) / 1_000);
      before = world.clock.now();
    }
    expect(waits).toEqual([5, 10, 20]);
    world.answers.delete(`info ${SERVICE}`);
    await world.clock.advance(60_000);
    expect(world.askedFor("sync")).toHaveLength(1);
    expect(world.viewer.shown(JULIET)).toMatchObject({ look: { text: "Here" }, fresh: true });
  });

  // holds: away-is-not-none
  test("of whose services one is away, has the others meanwhile, and that one when it is back", async () => {
    const second = "schemes.second.capulet.lit";
    const world = createWorld();
    world.items.set("capulet.lit", [SERVICE, second]);
    world.schemes.set(JULIET, schemeOf(JULIET, S1, ...looks));
    world.answers.set(`info ${second}`, () => new SchemeError("try-later"));
    await world.login();
    expect(world.askedFor("sync").map(({ to }) => to)).toEqual([SERVICE]);
    world.presence(BALCONY, { hint: { by: second, stamp: S1 } });
    await idle();
    expect(world.askedFor("check", "fetch")).toEqual([]);
    expect(world.warnings).toEqual([]);
    world.answers.delete(`info ${second}`);
    await world.clock.advance(5_000);
    expect(world.askedFor("fetch").map(({ to }) => to)).toEqual([second]);
    await world.clock.advance(3_600_000);
    expect(world.askedFor("items")).toHaveLength(2);
  });

  test("is asked again where a contact's hint names a service that it does not list, later and later", async () => {
    const world = createWorld();
    world.items.set("capulet.lit", []);
    world.schemes.set(JULIET, schemeOf(JULIET, S1, ...looks));
    await world.login();
    world.presence(BALCONY, { hint: { by: SERVICE, stamp: S1 } });
    await world.clock.advance(6_000);
    expect(world.askedFor("items")).toHaveLength(2);
    await world.clock.advance(6 * 3_600_000);
    const count = world.askedFor("items").length;
    expect(count).toBeLessThan(16);
    world.items.set("capulet.lit", [SERVICE]);
    await world.clock.advance(7 * 3_600_000);
    expect(world.askedFor("items").length).toBeLessThan(count + 3);
    expect(world.viewer.shown(JULIET)).toMatchObject({ look: { text: "Here" }, fresh: true });
  });

  test("is nothing, is asked again in a new session of its user", async () => {
    const world = createWorld();
    world.items.set("capulet.lit", []);
    await world.login();
    world.logout();
    world.items.set("capulet.lit", [SERVICE]);
    await world.login();
    await world.clock.advance(2_000);
    expect(world.askedFor("sync")).toHaveLength(1);
  });

  // holds: invisible-asks-own-service-only
  test("is not asked again by who became invisible", async () => {
    let isInvisible = false;
    const world = createWorld({ contacts: [ROSALINE], isInvisible: () => isInvisible });
    world.items.set("montague.lit", [THEIRS]);
    world.answers.set(`info ${THEIRS}`, () => new SchemeError("try-later"));
    await world.login();
    world.presence(`${ROSALINE}/villa`);
    await world.clock.advance(1_000);
    isInvisible = true;
    const count = world.asked.length;
    await world.clock.advance(3_600_000);
    expect(world.asked.slice(count)).toEqual([]);
  });

  test("is asked of a reasonable number only", async () => {
    const world = createWorld();
    world.items.set(
      "capulet.lit",
      Array.from({ length: 1_000 }, (_, index) => `service${index}.capulet.lit`),
    );
    await world.login();
    expect(world.askedFor("info").length).toBeLessThan(50);
  });
});

test("the service given in the options is the own domain's, and no other is looked for", async () => {
  const world = createWorld({ service: "schemes.elsewhere.lit" });
  world.schemes.set(JULIET, schemeOf(JULIET, S1, ...looks));
  await world.login();
  world.presence(BALCONY, { hint: { by: "schemes.elsewhere.lit", stamp: S1 } });
  await idle();
  expect(world.askedFor("items")).toEqual([]);
  expect(world.askedFor("sync", "fetch").map(({ to }) => to)).toEqual(Array(2).fill("schemes.elsewhere.lit"));
});
