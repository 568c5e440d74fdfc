// Questions about one owner: what is answered, when, and what crosses the wire because of it.
import { beforeEach, describe, expect, jest, test } from "@jest/globals";
import type { Stamp } from "@status-scheme/protocol";
import type { World } from "./world.ts";
import { BENVOLIO, createWorld, JULIET, LOOK, MERCUTIO, NOBODY, ROMEO, STRANGER, TYBALT } from "./world.ts";

const OTHER_STAMP = "2020-01-01T00:00:00.000Z" as Stamp;
const MINUTE = 60_000;

let world: World;
beforeEach(async () => {
  world = await createWorld();
  world.befriend(JULIET, ROMEO);
});
const check = (asker: string, owner: string, stamp?: Stamp) =>
  world.services.check(asker, { owner, ...(stamp && { stamp }) });
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => "none",
    (error: { code?: string }) => error.code,
  );

describe("the matrix of answers", () => {
  // holds: none-for-three-reasons
  test("nothing published: none, with and without a stamp", async () => {
    expect(await check(ROMEO, JULIET)).toEqual({ owner: JULIET, status: "none" });
    expect(await check(ROMEO, JULIET, OTHER_STAMP)).toEqual({ owner: JULIET, status: "none" });
  });

  // holds: current-means-equal
  test("published: changed without the stamp, and with another; current with it", async () => {
    const stamp = await world.publish(JULIET);
    expect(await check(ROMEO, JULIET)).toEqual({ owner: JULIET, status: "changed", stamp });
    expect(await check(ROMEO, JULIET, OTHER_STAMP)).toEqual({ owner: JULIET, status: "changed", stamp });
    expect(await check(ROMEO, JULIET, stamp)).toEqual({ owner: JULIET, status: "current", stamp });
  });

  test("cleared is changed, and fetched as a scheme without looks", async () => {
    const before = await world.publish(JULIET);
    const stamp = await world.publish(JULIET, []);
    expect(await check(ROMEO, JULIET, before)).toEqual({ owner: JULIET, status: "changed", stamp });
    const fetched = await world.services.fetch(ROMEO, { owner: JULIET, stamp: before });
    expect(fetched).toEqual({ owner: JULIET, status: "changed", stamp, scheme: { owner: JULIET, stamp, looks: [] } });
  });

  // holds: fetch-answers-whole
  test("fetch is check and the scheme in one", async () => {
    const stamp = await world.publish(JULIET);
    const scheme = { owner: JULIET, stamp, looks: [LOOK] };
    expect(await world.services.fetch(ROMEO, { owner: JULIET })).toEqual({
      owner: JULIET,
      status: "changed",
      stamp,
      scheme,
    });
    expect(await world.services.fetch(ROMEO, { owner: JULIET, stamp })).toEqual({
      owner: JULIET,
      status: "current",
      stamp,
    });
  });

  // holds: owner-always-sees
  test("the owner sees her own, however old the list, even where she blocks herself", async () => {
    const stamp = await world.publish(JULIET);
    await world.allow(JULIET, { model: "whitelist", blocked: [JULIET] });
    await world.pass(2 * MINUTE);
    const { result, wire } = await world.during(() => check(JULIET, JULIET, stamp));
    expect(result).toEqual({ owner: JULIET, status: "current", stamp });
    expect(wire).toEqual([]);
  });

  test("an owner who asks for what she has not published makes nobody read her roster", async () => {
    const { result, wire } = await world.during(() => check(JULIET, JULIET));
    expect(result).toEqual({ owner: JULIET, status: "none" });
    expect(wire).toEqual([]);
  });

  // holds: owner-required-by-service
  test("the service is never asked without an owner", async () => {
    expect(await codeOf(world.services.check(ROMEO, {}))).toBe("bad-request");
    expect(await codeOf(world.services.fetch(ROMEO, {}))).toBe("bad-request");
  });
});

describe("refusals", () => {
  /** Of juliet, who publishes and has contacts, and of an address nobody has. */
  const CASES: readonly (readonly [name: string, asker: string, owner: string])[] = [
    ["a stranger", TYBALT, JULIET],
    ["a stranger from elsewhere", STRANGER, JULIET],
    ["an owner that does not exist", TYBALT, NOBODY],
    ["an owner that does not exist, asked about from elsewhere", STRANGER, NOBODY],
    ["a contact not on the whitelist", ROMEO, "whitelisting@capulet.lit"],
    ["a contact that is blocked", ROMEO, "blocking@capulet.lit"],
    ["a contact in another group", ROMEO, "grouping@capulet.lit"],
    ["a contact of an owner without a scheme", ROMEO, "silent@capulet.lit"],
  ];
  beforeEach(async () => {
    for (const name of ["whitelisting", "blocking", "grouping", "silent"]) {
      world.befriend(`${name}@capulet.lit`, ROMEO);
      if (name !== "silent") await world.publish(`${name}@capulet.lit`);
    }
    await world.allow("whitelisting@capulet.lit", { model: "whitelist", allowed: [BENVOLIO] });
    await world.allow("blocking@capulet.lit", { blocked: [ROMEO] });
    await world.allow("grouping@capulet.lit", { model: "roster", groups: ["Friends"] });
    await world.publish(JULIET);
  });

  // holds: none-for-three-reasons, none-in-equal-time, not-found-indistinguishable, one-path-for-every-local-part
  test.each(CASES)("%s: the same answers, in as many steps, with the same on the wire", async (_name, asker, owner) => {
    const started = Date.now();
    const { wire } = await world.during(async () => {
      expect(await check(asker, owner)).toEqual({ owner, status: "none" });
      expect(await check(asker, owner, OTHER_STAMP)).toEqual({ owner, status: "none" });
      await expect(world.services.fetch(asker, { owner })).rejects.toMatchObject({ code: "not-found", detail: {} });
      // Not a reply waited for anything.
      expect(Date.now()).toBe(started);
    });
    expect(wire).toEqual([`roster ${owner}`]);
  });

  // holds: refusal-does-not-wait, one-path-for-every-local-part
  test.each(CASES)("%s: the read begins only once the answer is given", async (_name, asker, owner) => {
    await world.pass();
    world.wire.length = 0;
    await check(asker, owner);
    expect(world.wire).toEqual([]);
    await world.pass();
    expect(world.wire).toEqual([`roster ${owner}`]);
  });

  // holds: refusal-does-not-wait, none-in-equal-time
  test.each(CASES)("%s: a server that does not answer changes nothing", async (_name, asker, owner) => {
    world.server.isDown = true;
    world.server.delay = 10_000;
    const started = Date.now();
    expect(await check(asker, owner)).toEqual({ owner, status: "none" });
    expect(Date.now()).toBe(started);
  });

  // holds: none-in-equal-time
  test("take the same reads of the store, and write nothing, whoever is asked about", async () => {
    await world.pass();
    for (const [, asker, owner] of CASES) {
      world.writes.length = world.reads.length = 0;
      await check(asker, owner);
      expect([world.reads, world.writes]).toEqual([[1], []]);
    }
  });

  // holds: unserved-domains-cost-nothing
  test("of owners of other domains do nothing at all", async () => {
    for (const owner of ["iago@venice.lit", "capulet.lit", "juliet@schemes.capulet.lit", "@capulet.lit"]) {
      const { result, wire } = await world.during(() => check(TYBALT, owner));
      expect(result).toEqual({ owner, status: "none" });
      expect(wire).toEqual([]);
    }
  });

  test("of what is left of a domain served no longer are as of any other", async () => {
    const looks = [LOOK];
    await world.store.commit({ scheme: { owner: STRANGER, looks }, media: [], now: Date.now() });
    await world.store.writeAccess(STRANGER, { model: "whitelist", allowed: [ROMEO] }, Date.now());
    expect(await check(ROMEO, STRANGER)).toEqual({ owner: STRANGER, status: "none" });
    expect((await world.sync(ROMEO)).changed).not.toContain(STRANGER);
  });

  test("of addresses nobody has leave nothing in the store", async () => {
    world.rosters.set(NOBODY, [{ jid: TYBALT, subscription: "both", groups: [] }]);
    world.writes.length = 0;
    const { wire } = await world.during(() => check(TYBALT, NOBODY));
    expect(wire).toEqual([`roster ${NOBODY}`]);
    expect(world.writes).toEqual([]);
    expect(await world.store.ownersNaming(TYBALT)).toEqual([]);
  });
});

describe("sight given and taken", () => {
  test("a new contact sees after the read behind the first refusal", async () => {
    const stamp = await world.publish(JULIET);
    world.befriend(JULIET, MERCUTIO);
    const { result } = await world.during(() => check(MERCUTIO, JULIET));
    expect(result.status).toBe("none");
    expect(await check(MERCUTIO, JULIET)).toEqual({ owner: JULIET, status: "changed", stamp });
  });

  // holds: sight-ends-within-a-minute
  test("a grant rests on a list for a minute, and then waits for a fresh one", async () => {
    const stamp = await world.publish(JULIET);
    world.unfriend(JULIET, ROMEO);
    await world.pass(MINUTE);
    const young = await world.during(() => check(ROMEO, JULIET, stamp));
    expect(young).toMatchObject({ result: { status: "current" }, wire: [] });
    await world.pass(1);
    const old = await world.during(() => check(ROMEO, JULIET, stamp));
    expect(old.result.status).toBe("none");
    expect(old.wire[0]).toBe(`roster ${JULIET}`);
  });

  test("one read serves all who wait for it, and all who come within the minute", async () => {
    await world.publish(JULIET);
    for (const contact of [MERCUTIO, BENVOLIO]) world.befriend(JULIET, contact);
    await world.publish(JULIET);
    await world.pass(MINUTE + 1);
    world.server.delay = 50;
    const { result, wire } = await world.during(async () => {
      const checks = [ROMEO, MERCUTIO, BENVOLIO, ROMEO].map((asker) => check(asker, JULIET));
      await world.pass(50);
      return Promise.all(checks);
    });
    expect(result.map(({ status }) => status)).toEqual(["changed", "changed", "changed", "changed"]);
    expect(wire).toEqual([`roster ${JULIET}`]);
    await world.pass(MINUTE - 100);
    const later = await world.during(() => check(ROMEO, JULIET));
    expect(later.wire).toEqual([]);
  });

  test("an unchanged list is confirmed without a write", async () => {
    await world.publish(JULIET);
    await world.pass(MINUTE + 1);
    world.writes.length = 0;
    expect((await check(ROMEO, JULIET)).status).toBe("changed");
    expect(world.writes).toEqual([]);
  });

  test("a clock that is set back keeps nobody in sight", async () => {
    await world.publish(JULIET);
    expect((await check(ROMEO, JULIET)).status).toBe("changed");
    jest.setSystemTime(Date.now() - 60 * MINUTE);
    world.unfriend(JULIET, ROMEO);
    expect((await check(ROMEO, JULIET)).status).toBe("none");
    world.befriend(JULIET, ROMEO);
    await world.pass(MINUTE + 1);
    await check(ROMEO, JULIET);
    await world.pass();
    const { result, wire } = await world.during(() => check(ROMEO, JULIET));
    expect([result.status, wire]).toEqual(["changed", []]);
  });

  test("a slow server's answer counts however long it took", async () => {
    await world.publish(JULIET);
    await world.pass(MINUTE + 1);
    world.server.delay = 2 * MINUTE;
    const asked = check(ROMEO, JULIET);
    await world.pass(2 * MINUTE);
    expect((await asked).status).toBe("changed");
  });

  test("while the roster cannot be read, a contact is to ask later, and nobody else learns of it", async () => {
    await world.publish(JULIET);
    await world.pass(MINUTE + 1);
    world.server.isDown = true;
    expect(await codeOf(check(ROMEO, JULIET))).toBe("try-later");
    expect(await check(TYBALT, JULIET)).toEqual({ owner: JULIET, status: "none" });
    world.server.isDown = false;
    world.server.granted = false;
    expect(await codeOf(check(ROMEO, JULIET))).toBe("try-later");
    world.server.granted = true;
    expect((await check(ROMEO, JULIET)).status).toBe("changed");
  });

  test("a restart refuses nobody who could see before", async () => {
    const stamp = await world.publish(JULIET);
    const again = await world.restart();
    const { result, wire } = await again.during(() => again.services.check(ROMEO, { owner: JULIET, stamp }));
    expect(result.status).toBe("current");
    expect(wire).toEqual([]);
  });

  test("open shows to anyone but those blocked, and needs no roster", async () => {
    const stamp = await world.publish(JULIET);
    await world.allow(JULIET, { model: "open", blocked: [TYBALT] });
    await world.pass(2 * MINUTE);
    const { result, wire } = await world.during(() => check(STRANGER, JULIET));
    expect(result).toEqual({ owner: JULIET, status: "changed", stamp });
    expect(wire).toEqual([]);
    expect((await check(TYBALT, JULIET)).status).toBe("none");
  });
});

describe("rates", () => {
  test("whoever asks too often is told when to come back, whatever about", async () => {
    await world.services.stop();
    world = await createWorld({ tuning: { rates: { check: { burst: 2, perSecond: 0.5 } } } });
    await check(TYBALT, JULIET);
    await check(TYBALT, NOBODY);
    for (const owner of [JULIET, NOBODY, STRANGER]) {
      await expect(check(TYBALT, owner)).rejects.toMatchObject({ code: "rate-exceeded", detail: { after: 2 } });
    }
    expect((await check(ROMEO, JULIET)).status).toBe("none");
    await world.pass(2000);
    expect((await check(TYBALT, JULIET)).status).toBe("none");
  });
});
