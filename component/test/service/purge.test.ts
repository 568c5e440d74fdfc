// Forgetting owners: all of what they showed and whom they showed it to, and only those it is time for.
import { beforeEach, describe, expect, test } from "@jest/globals";
import type { World } from "./world.ts";
import { createWorld, JULIET, LOOK, MERCUTIO, OPERATOR, ROMEO } from "./world.ts";

const DAY = 86_400_000;

let world: World;
beforeEach(async () => {
  world = await createWorld();
  world.befriend(JULIET, ROMEO);
});

test("whoever gets the address next inherits nothing", async () => {
  await world.publish(JULIET);
  await world.allow(JULIET, { model: "whitelist", allowed: [MERCUTIO], blocked: [ROMEO] });
  expect(await world.services.moderation.purge(JULIET, OPERATOR)).toBe(true);
  expect((await world.services.check(JULIET, { owner: JULIET })).status).toBe("none");
  expect(await world.services.access.get(JULIET)).toMatchObject({ model: "presence", allowed: [], blocked: [] });
  world.rosters.set(JULIET, []);
  await world.publish(JULIET);
  expect((await world.services.check(ROMEO, { owner: JULIET })).status).toBe("none");
});

test("the list of contacts is read anew after it, however young the last one was", async () => {
  await world.publish(JULIET);
  await world.services.moderation.purge(JULIET, OPERATOR);
  const { wire } = await world.during(() => world.publish(JULIET));
  expect(wire).toEqual([`roster ${JULIET}`]);
  expect((await world.services.check(ROMEO, { owner: JULIET })).status).toBe("changed");
});

describe("the purge of the unseen", () => {
  test("takes those who neither published, changed access nor showed up", async () => {
    for (const owner of [JULIET, ROMEO, MERCUTIO]) await world.publish(owner);
    await world.pass(10 * DAY);
    const since = Date.now();
    await world.pass(DAY);
    await world.sync(ROMEO);
    await world.allow(MERCUTIO, {});
    expect(await world.services.purgeUnseen(since)).toBe(1);
    expect(await world.store.read(JULIET)).toBeUndefined();
    expect((await world.store.read(ROMEO))?.owner).toBe(ROMEO);
    expect(await world.services.purgeUnseen(since)).toBe(0);
  });

  test("spares who publishes at that moment", async () => {
    await world.publish(JULIET);
    await world.pass(10 * DAY);
    const published = world.services.publish(JULIET, { scheme: { owner: JULIET, looks: [LOOK] } });
    const purged = await world.services.purgeUnseen(Date.now());
    const { stamp } = (await published).scheme;
    expect(purged).toBe(0);
    expect((await world.store.read(JULIET))?.stamp).toBe(stamp);
  });

  test("ends where it is told to", async () => {
    await world.publish(JULIET);
    await world.pass(DAY);
    expect(await world.services.purgeUnseen(Date.now(), AbortSignal.abort())).toBe(0);
    expect(await world.store.read(JULIET)).toBeDefined();
  });

  test("takes however many there are", async () => {
    for (let i = 0; i < 450; i++) await world.publish(`owner${i}@capulet.lit`, []);
    await world.pass(DAY);
    expect(await world.services.purgeUnseen(Date.now())).toBe(450);
  });
});

test("an owner who only watches is marked as seen at most once a day", async () => {
  await world.publish(ROMEO);
  await world.sync(ROMEO);
  world.writes.length = 0;
  for (let hour = 0; hour < 48; hour++) {
    await world.pass(DAY / 24);
    await world.sync(ROMEO);
  }
  expect(world.writes).toEqual(["touch", "touch"]);
});
