// Whose lists of contacts a sync believes, and how long it waits for them.
import { beforeEach, describe, expect, test } from "@jest/globals";
import type { World } from "./world.ts";
import { BENVOLIO, createWorld, JULIET, MERCUTIO, ROMEO, STRANGER } from "./world.ts";

const MINUTE = 60_000;
const CONTACTS = [BENVOLIO, JULIET, MERCUTIO].sort();

let world: World;
const begin = async () => {
  world = await createWorld();
  for (const contact of CONTACTS) world.befriend(contact, ROMEO);
};
const publishAll = async () => {
  for (const contact of CONTACTS) await world.publish(contact);
};
beforeEach(() => begin());

describe("whose word counts", () => {
  test("a change is told of only by a list that is young enough", async () => {
    await publishAll();
    const { token } = await world.sync(ROMEO);
    await world.publish(JULIET);
    // Not in the asker's roster: an asymmetry that only the owner's own list can settle.
    world.rosters.set(JULIET, []);
    await world.pass(MINUTE + 1);
    expect(await world.sync(ROMEO, token)).toMatchObject({ changed: [], gone: [JULIET] });
    // On another device, with the same token as yet.
    expect(await world.sync(ROMEO, token)).toMatchObject({ changed: [], gone: [JULIET] });
  });

  test("where the asker's roster says that a subscription ended, the owner's list is read", async () => {
    await publishAll();
    const { token } = await world.sync(ROMEO);
    world.unfriend(JULIET, ROMEO);
    await world.pass(MINUTE + 1);
    const { result, wire } = await world.during(() => world.sync(ROMEO, token));
    expect(result.gone).toEqual([JULIET]);
    expect(wire).toEqual([`roster ${ROMEO}`, `roster ${JULIET}`]);
  });

  test("a remote asker's roster is not ours to read: owners' lists decide", async () => {
    world.befriend(JULIET, STRANGER);
    await world.publish(JULIET);
    const { result, wire } = await world.during(() => world.sync(STRANGER));
    expect(result).toMatchObject({ changed: [JULIET], full: true });
    expect(wire).toEqual([]);
    world.unfriend(JULIET, STRANGER);
    await world.publish(JULIET);
    expect(await world.sync(STRANGER, result.token)).toMatchObject({ changed: [], gone: [JULIET] });
  });

  test("without a grant, the lists that owners supply decide", async () => {
    world.server.granted = false;
    await world.publish(JULIET);
    const contact = { jid: ROMEO, groups: [] };
    await world.services.access.set(JULIET, { contacts: { patch: false, set: [contact], removed: [] } });
    const { result, wire } = await world.during(() => world.sync(ROMEO));
    expect(result).toMatchObject({ changed: [JULIET], full: true });
    expect(wire).toEqual([]);
    await world.pass(24 * 60 * MINUTE);
    expect((await world.sync(ROMEO)).changed).toEqual([JULIET]);
  });
});

describe("five hundred contacts", () => {
  const many = Array.from({ length: 500 }, (_, i) => `contact${String(i).padStart(3, "0")}@capulet.lit`);
  beforeEach(async () => {
    await begin();
    for (const owner of many) await world.publish(owner);
    for (const owner of many) world.befriend(owner, ROMEO);
    await world.pass(MINUTE + 1);
  });

  test("that are new are confirmed a few at a time, in time", async () => {
    world.server.delay = 10;
    const asked = world.sync(ROMEO);
    await world.pass(10 + (500 / 4) * 10);
    expect(await asked).toMatchObject({ changed: many, full: true });
    expect(world.wire).toHaveLength(500 + 501);
  });

  // holds: full-is-complete, incomplete-answer-keeps-token
  test("that cannot all be confirmed are told of as they are, and never lost", async () => {
    world.server.delay = 100;
    const asked = world.sync(ROMEO);
    await world.pass(2_000);
    const first = await asked;
    expect(first.changed.length).toBeGreaterThan(50);
    expect(first.changed.length).toBeLessThan(100);
    // Not everything: a viewer that dropped the rest would be wrong.
    expect(first.full).toBe(false);
    await world.pass(500 * 100);
    const second = world.sync(ROMEO, first.token);
    await world.pass(2_000);
    expect(await second).toMatchObject({ changed: many, full: true });
  });

  test("of a server that does not answer keep nobody waiting for long, and lose nothing", async () => {
    const { token } = await world.sync(ROMEO);
    for (const owner of many.slice(0, 3)) await world.publish(owner);
    await world.pass(MINUTE + 1);
    world.server.isDown = true;
    world.server.delay = 10_000;
    const asked = world.sync(ROMEO, token);
    await world.pass(2_000);
    const nothing = await asked;
    expect(nothing).toMatchObject({ changed: [], gone: [], full: false });
    await world.pass(MINUTE);
    world.server.isDown = false;
    world.server.delay = 0;
    expect(await world.sync(ROMEO, nothing.token)).toMatchObject({ changed: many.slice(0, 3), gone: [] });
  });
});
