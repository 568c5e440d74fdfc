// Who may see one's scheme: what its owner says, and what follows from it.
import { beforeEach, describe, expect, test } from "@jest/globals";
import type { Contact } from "@status-scheme/protocol";
import type { World } from "./world.ts";
import { BENVOLIO, createWorld, JULIET, MERCUTIO, ROMEO, STRANGER, TYBALT } from "./world.ts";

const MINUTE = 60_000;

let world: World;
beforeEach(async () => {
  world = await createWorld({ limits: { "access-entries": 3 } });
  world.befriend(JULIET, ROMEO);
});
const { get, set } = {
  get: (owner: string) => world.services.access.get(owner),
  set: (...args: Parameters<World["services"]["access"]["set"]>) => world.services.access.set(...args),
};
const statusFor = async (viewer: string) => (await world.services.check(viewer, { owner: JULIET })).status;
const contact = (jid: string, ...groups: string[]): Contact => ({ jid, groups });

describe("access", () => {
  test("is contacts unless said otherwise, and says who keeps the list", async () => {
    const nobody = { model: "presence", groups: [], allowed: [], blocked: [] };
    expect(await get(JULIET)).toMatchObject({ ...nobody, roster: "server" });
    world.server.granted = false;
    expect(await get(JULIET)).toMatchObject({ ...nobody, roster: "owner" });
  });

  // holds: access-absent-stays, access-conflict
  test("keeps what a change leaves out, and has a new version each time", async () => {
    const first = await set(JULIET, { model: "roster", groups: ["Friends"], allowed: [TYBALT] });
    const second = await set(JULIET, { blocked: [MERCUTIO], version: first.version });
    expect(second).toMatchObject({ model: "roster", groups: ["Friends"], allowed: [TYBALT], blocked: [MERCUTIO] });
    expect(second.version).not.toBe(first.version);
    await expect(set(JULIET, { blocked: [], version: first.version })).rejects.toMatchObject({
      code: "conflict",
      detail: { version: second.version },
    });
    expect(await get(JULIET)).toEqual(second);
  });

  // holds: access-no-stamp
  test("makes no new stamp", async () => {
    const stamp = await world.publish(JULIET);
    await set(JULIET, { model: "open" });
    expect((await world.store.read(JULIET))!.stamp).toBe(stamp);
  });

  test.each([STRANGER, "capulet.lit"])("is for users of served domains: not for %s", async (asker) => {
    await expect(get(asker)).rejects.toMatchObject({ code: "forbidden" });
    await expect(set(asker, { model: "open" })).rejects.toMatchObject({ code: "forbidden" });
  });

  test.each(["groups", "allowed", "blocked"] as const)("has room for so many %s in a request", async (list) => {
    const names = ["a@capulet.lit", "b@capulet.lit", "c@capulet.lit"];
    expect((await set(JULIET, { [list]: names }))[list]).toEqual(names);
    await expect(set(JULIET, { [list]: [...names, "d@capulet.lit"] })).rejects.toMatchObject({
      code: "limit-exceeded",
      detail: { limit: "access-entries", max: 3, actual: 4 },
    });
  });

  // holds: blocked-see-nothing, access-list-replaces
  test("counts from the next question", async () => {
    await world.publish(JULIET);
    expect(await statusFor(ROMEO)).toBe("changed");
    await set(JULIET, { model: "whitelist", allowed: [TYBALT] });
    expect([await statusFor(ROMEO), await statusFor(TYBALT)]).toEqual(["none", "changed"]);
    await set(JULIET, { model: "presence", blocked: [ROMEO] });
    expect([await statusFor(ROMEO), await statusFor(TYBALT)]).toEqual(["none", "none"]);
    await set(JULIET, { blocked: [] });
    expect(await statusFor(ROMEO)).toBe("changed");
  });

  // holds: sight-begins-within-a-minute, sight-ends-within-a-minute
  test("by roster group follows the roster's groups within a minute", async () => {
    world.befriend(JULIET, MERCUTIO, ["Friends"]);
    await world.publish(JULIET);
    await set(JULIET, { model: "roster", groups: ["Friends"] });
    expect([await statusFor(ROMEO), await statusFor(MERCUTIO)]).toEqual(["none", "changed"]);
    world.befriend(JULIET, ROMEO, ["Friends"]);
    world.befriend(JULIET, MERCUTIO, ["Foes"]);
    await world.pass(MINUTE + 1);
    await statusFor(MERCUTIO);
    expect([await statusFor(ROMEO), await statusFor(MERCUTIO)]).toEqual(["changed", "none"]);
  });
});

describe("contacts that the owner supplies", () => {
  beforeEach(async () => {
    world.server.granted = false;
    await world.publish(JULIET);
  });
  const supply = (patch: boolean, list: readonly Contact[], removed: readonly string[] = []) =>
    set(JULIET, { contacts: { patch, set: list, removed } });

  // holds: contacts-whole, contacts-patch-sets, contacts-patch-removes
  test("count at once and do not grow old", async () => {
    expect(await statusFor(ROMEO)).toBe("none");
    await supply(false, [contact(ROMEO)]);
    await world.pass(24 * 60 * MINUTE);
    expect([await statusFor(ROMEO), await statusFor(MERCUTIO)]).toEqual(["changed", "none"]);
    await supply(true, [contact(MERCUTIO)], [ROMEO]);
    expect([await statusFor(ROMEO), await statusFor(MERCUTIO)]).toEqual(["none", "changed"]);
    expect(world.wire).toEqual([]);
  });

  test("come in pages, and are so many in all", async () => {
    const page = (from: number) => [0, 1, 2].map((i) => contact(`contact${from + i}@capulet.lit`));
    await expect(supply(false, [...page(0), contact(ROMEO)])).rejects.toMatchObject({ code: "limit-exceeded" });
    for (let i = 0; i < 20; i++) await supply(i > 0, page(i * 3));
    expect(await world.store.audience(JULIET)).toHaveLength(60);
    await expect(supply(true, page(60))).rejects.toMatchObject({
      code: "quota-exceeded",
      detail: { limit: "access-entries", max: 60, actual: 63 },
    });
    await supply(true, page(0));
    // Whoever has as many as may be gets a new one for one that goes.
    await supply(true, [contact(ROMEO)], ["contact0@capulet.lit"]);
    expect(await world.store.audience(JULIET)).toHaveLength(60);
  });

  test("count no more once the server lets the roster be read", async () => {
    await supply(false, [contact(BENVOLIO)]);
    world.server.granted = true;
    expect(await statusFor(BENVOLIO)).toBe("none");
    expect(await statusFor(ROMEO)).toBe("changed");
  });

  // holds: server-roster-wins
  test("are not taken where the server lets the roster be read", async () => {
    world.server.granted = true;
    expect(await supply(false, [contact(TYBALT)])).toMatchObject({ roster: "server" });
    expect(await statusFor(TYBALT)).toBe("none");
    expect(await world.store.audience(JULIET)).toEqual([]);
  });
});
