// The login flow: one sync, whatever the size of the roster, and what follows from its answer (rows 5 and 7).
import { expect, test } from "@jest/globals";
import { encodeSyncResult, SchemeError } from "@status-scheme/protocol";
import { memoryCache } from "../../src/cache/memory.ts";
import { createLogin } from "../../src/viewer/login.ts";
import { createClock, idle } from "./support/clock.ts";
import { S1, S2, schemeOf, SERVICE, textLook } from "./support/values.ts";
import { createWorld } from "./support/world.ts";

const JULIET = "juliet@capulet.lit";
const looks = [textLook("available", "Here"), textLook("dnd", "Busy"), textLook("offline", "Gone")];

test("at login the service is asked once, sent directed presence, and what changed is fetched", async () => {
  const world = createWorld();
  world.schemes.set(JULIET, schemeOf(JULIET, S1, ...looks));
  await world.login();
  world.presence(`${JULIET}/balcony`, { show: "dnd" });
  await idle();
  expect(world.askedFor("sync", "check", "fetch").map(({ verb, to }) => [verb, to])).toEqual([
    ["sync", SERVICE],
    ["fetch", SERVICE],
  ]);
  expect(world.sent.map(String)).toEqual([`<presence to="${SERVICE}"/>`]);
  expect(world.viewer.shown(JULIET)).toMatchObject({
    loggedIn: true,
    state: "dnd",
    look: { state: "dnd", text: "Busy" },
    stamp: S1,
    fresh: true,
  });
  expect(world.settled()).toBe(1);
});

// holds: presence-before-sync
test("directed presence goes before the sync: no change falls between the two", async () => {
  const world = createWorld();
  const before: string[] = [];
  world.answers.set("sync", () => {
    before.push(...world.sent.map(String));
    return undefined as never;
  });
  await world.login();
  expect(before).toEqual([`<presence to="${SERVICE}"/>`]);
});

// holds: one-sync-a-session
test("a storm of 500 contacts causes one sync and no check", async () => {
  const contacts = Array.from({ length: 500 }, (_, index) => `contact${index}@capulet.lit`);
  const world = createWorld({ contacts });
  for (const jid of contacts.slice(0, 250)) world.schemes.set(jid, schemeOf(jid, S1, ...looks));
  await world.login();
  for (const jid of contacts) world.presence(`${jid}/phone`, { hint: { by: SERVICE, state: "eating" } });
  for (const jid of contacts) world.presence(`${jid}/phone`, { show: "away" });
  await idle();
  expect(world.askedFor("sync")).toHaveLength(1);
  expect(world.askedFor("check")).toHaveLength(0);
  expect(world.askedFor("fetch")).toHaveLength(250);
});

test("presence that comes before the roster counts", async () => {
  const world = createWorld();
  let answer = () => {};
  world.answers.set("roster", async () => {
    await new Promise<void>((resolve) => (answer = resolve));
    return undefined as never;
  });
  world.schemes.set(JULIET, schemeOf(JULIET, S1, ...looks));
  await world.login();
  world.presence(`${JULIET}/balcony`);
  await idle();
  expect(world.viewer.shown(JULIET)).toBeUndefined();
  answer();
  await idle();
  expect(world.viewer.shown(JULIET)).toMatchObject({ loggedIn: true, look: { text: "Here" } });
});

// holds: offline-owner-not-asked
test("a contact who is not logged in is asked nothing about (step 102)", async () => {
  const world = createWorld();
  world.schemes.set(JULIET, schemeOf(JULIET, S1, ...looks));
  await world.login();
  expect(world.askedFor("check", "fetch")).toEqual([]);
  expect(world.viewer.shown(JULIET)).toMatchObject({ loggedIn: false, state: "offline" });
  expect(world.settled()).toBe(1);
});

test("pages are asked for until the last, and count together", async () => {
  const contacts = [JULIET, "mercutio@capulet.lit"];
  const world = createWorld({ contacts });
  for (const jid of contacts) world.schemes.set(jid, schemeOf(jid, S1, ...looks));
  world.syncs.push({
    token: "page-1",
    more: true,
    full: true,
    changed: [{ owner: contacts[0]!, stamp: S1 }],
    gone: [],
  });
  world.syncs.push({
    token: "page-2",
    more: false,
    full: true,
    changed: [{ owner: contacts[1]!, stamp: S1 }],
    gone: [],
  });
  await world.login();
  for (const jid of contacts) world.presence(`${jid}/phone`);
  await idle();
  expect(world.askedFor("sync")).toHaveLength(2);
  for (const jid of contacts) expect(world.viewer.shown(jid)!.look?.text).toBe("Here");
});

test("a service that is down is asked again later, and nobody is asked one by one", async () => {
  const world = createWorld();
  world.schemes.set(JULIET, schemeOf(JULIET, S1, ...looks));
  world.answers.set("sync", () => new SchemeError("try-later"));
  await world.login();
  world.presence(`${JULIET}/balcony`);
  await idle();
  expect(world.viewer.shown(JULIET)).toMatchObject({ loggedIn: true, fresh: false });
  expect(world.settled()).toBe(1);
  world.answers.delete("sync");
  await world.clock.advance(60_000);
  expect(world.viewer.shown(JULIET)).toMatchObject({ look: { text: "Here" }, fresh: true });
  expect(world.askedFor("check")).toEqual([]);
});

test("where sync is not supported, each contact is checked as it comes online", async () => {
  const contacts = [JULIET, "mercutio@capulet.lit"];
  const world = createWorld({ contacts });
  world.schemes.set(JULIET, schemeOf(JULIET, S1, ...looks));
  world.answers.set("sync", () => new SchemeError("not-implemented"));
  await world.login();
  for (const jid of contacts) world.presence(`${jid}/phone`);
  await idle();
  expect(world.askedFor("check", "fetch").map(({ verb, owner }) => [verb, owner])).toEqual([
    ["check", JULIET],
    ["check", "mercutio@capulet.lit"],
    ["fetch", JULIET],
  ]);
  expect(world.viewer.shown(JULIET)!.look?.text).toBe("Here");
});

// What a server says in the name of a service that is away; where it may not look for it elsewhere, `forbidden`.
test.each(["service-unavailable", "forbidden"] as const)(
  "after %s a service is asked again later, with presence before it",
  async (code) => {
    const world = createWorld();
    world.schemes.set(JULIET, schemeOf(JULIET, S1, ...looks));
    world.answers.set("sync", () => new SchemeError(code));
    await world.login();
    world.answers.delete("sync");
    expect(world.askedFor("check", "fetch")).toEqual([]);
    await world.clock.advance(5_000);
    expect(world.askedFor("sync")).toHaveLength(2);
    expect(world.sent.filter(({ attrs }) => attrs.to === SERVICE)).toHaveLength(2);
    await world.clock.advance(24 * 3_600_000);
    expect(world.askedFor("sync")).toHaveLength(2);
  },
);

// holds: viewer-asks-listed-services-only
test("without a service nobody is asked, and the login flow ends", async () => {
  const world = createWorld();
  world.items.clear();
  await world.login();
  world.presence(`${JULIET}/balcony`);
  await idle();
  expect(world.askedFor("sync", "check", "fetch")).toEqual([]);
  expect(world.viewer.shown(JULIET)).toMatchObject({ loggedIn: true, state: "available", fresh: true });
  expect(world.settled()).toBe(1);
});

test("a service remembered that is none any more is looked for again", async () => {
  const cache = memoryCache();
  const first = createWorld({ cache });
  await first.login();
  first.viewer.stop();
  const world = createWorld({ cache });
  world.items.set("capulet.lit", ["schemes.new.capulet.lit"]);
  world.answers.set(`sync ${SERVICE}`, () => new SchemeError("service-unavailable"));
  await world.login();
  expect(world.askedFor("sync").map(({ to }) => to)).toEqual([SERVICE, "schemes.new.capulet.lit"]);
});

test("a stream that was resumed goes on as it was; a new session asks again", async () => {
  const world = createWorld();
  world.schemes.set(JULIET, schemeOf(JULIET, S1, ...looks));
  await world.login();
  world.presence(`${JULIET}/balcony`);
  await idle();
  world.logout();
  await idle();
  expect(world.viewer.shown(JULIET)).toMatchObject({ loggedIn: false, look: { text: "Gone" } });
  world.resume();
  await idle();
  expect(world.viewer.shown(JULIET)).toMatchObject({ loggedIn: true, look: { text: "Here" } });
  expect(world.askedFor("roster", "sync")).toHaveLength(2);
  world.logout();
  await world.login();
  await world.clock.advance(2_000);
  expect(world.viewer.shown(JULIET)).toMatchObject({ loggedIn: false, look: { text: "Gone" } });
  expect(world.askedFor("roster", "sync")).toHaveLength(4);
});

// holds: reconnect-jitter
test.each([
  ["sync", {}],
  ["check, of a service", { sync: false }],
  ["check, of the contact's client", { isClient: true }],
])("after a lost connection a random time passes before anything is asked: %s", async (_, how) => {
  const { isClient = false, ...options }: { sync?: boolean; isClient?: boolean } = how;
  const world = createWorld(options);
  world.schemes.set(JULIET, schemeOf(JULIET, S1, ...looks));
  const hint = { stamp: S1, ...(!isClient && { by: SERVICE }) };
  const arrive = async () => {
    await world.login();
    world.presence(`${JULIET}/balcony`, { hint });
    await idle();
  };
  await arrive();
  expect(world.viewer.shown(JULIET)).toMatchObject({ look: { text: "Here" }, fresh: true });
  world.logout();
  world.schemes.set(JULIET, schemeOf(JULIET, S2, ...looks));
  hint.stamp = S2;
  const before = world.asked.length;
  const asked = () => world.asked.slice(before).filter(({ verb }) => ["sync", "check", "fetch"].includes(verb));
  await arrive();
  // Half of two seconds, as chance has it here.
  await world.clock.advance(999);
  expect(asked()).toEqual([]);
  expect(world.viewer.shown(JULIET)).toMatchObject({ loggedIn: true, fresh: false });
  await world.clock.advance(1);
  expect(asked().length).toBeGreaterThan(0);
  expect(world.viewer.shown(JULIET)).toMatchObject({ stamp: S2, fresh: true });
});

test("while we are unavailable contacts cannot be learned about, and afterwards the service is asked again", async () => {
  const world = createWorld();
  world.schemes.set(JULIET, schemeOf(JULIET, S1, ...looks));
  await world.login();
  world.presence(`${JULIET}/balcony`);
  await idle();
  world.say("unavailable");
  await idle();
  expect(world.viewer.shown(JULIET)).toMatchObject({ loggedIn: false, look: { text: "Gone" } });
  world.say();
  world.presence(`${JULIET}/balcony`);
  world.say();
  await idle();
  expect(world.viewer.shown(JULIET)).toMatchObject({ loggedIn: true, look: { text: "Here" }, fresh: true });
  // Directed presence ended with the other: without it no notice would come.
  expect(world.sent).toHaveLength(2);
  expect(world.askedFor("sync")).toHaveLength(2);
  expect(world.askedFor("check", "fetch")).toHaveLength(1);
});

test("a service that never ends its answer is not asked for ever", async () => {
  const world = createWorld();
  world.answers.set("sync", () => encodeSyncResult({ token: "again", more: true, full: true, changed: [], gone: [] }));
  await world.login();
  expect(world.askedFor("sync")).toHaveLength(2);
  expect(world.settled()).toBe(1);
});

test("stop takes back every listener and timer", async () => {
  const world = createWorld();
  world.answers.set("sync", () => new SchemeError("try-later"));
  await world.login();
  world.presence(`${JULIET}/balcony`, { hint: { state: "eating", until: world.clock.now() + 60_000 } });
  await idle();
  expect(world.clock.timers()).toBeGreaterThan(0);
  const before = world.looks.length;
  world.viewer.stop();
  expect(world.clock.timers()).toBe(0);
  world.presence(`${JULIET}/balcony`, { show: "xa" });
  await world.clock.advance(600_000);
  expect(world.looks).toHaveLength(before);
});

test("notices about people without number fill no memory", async () => {
  const login = createLogin({
    sync: () => Promise.resolve({ token: "t1", more: false, full: true, changed: [], gone: [] }),
    send: () => Promise.resolve(),
    cache: { note: () => Promise.resolve(undefined), setNote: () => Promise.resolve() },
    deps: { ...createClock(), fetch, objectUrls: undefined },
    isEnabled: true,
    onChange: () => undefined,
    onUnsupported: () => undefined,
  });
  login.begin(SERVICE);
  await idle();
  for (let number = 0; number <= 20_000; number++) login.learn(SERVICE, `owner-${number}@capulet.lit`, S1);
  const kinds = [0, 20_000].map((number) => login.knowledge(SERVICE, `owner-${number}@capulet.lit`).kind);
  expect(kinds).toEqual(["listed", "unlisted"]);
});
