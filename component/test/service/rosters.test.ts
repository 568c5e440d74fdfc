// Reading rosters without being an amplifier: what refusals make the server work, at most.
import { beforeEach, describe, expect, jest, test } from "@jest/globals";
import type { World } from "./world.ts";
import { createWorld, JULIET, MERCUTIO, ROMEO, STRANGER, TYBALT } from "./world.ts";

const MINUTE = 60_000;

let world: World;
beforeEach(async () => {
  world = await createWorld({ tuning: { rates: { roster: { burst: 10, perSecond: 1 } } } });
});
const probe = async (asker: string, owners: number, from = 0) => {
  const { wire } = await world.during(async () => {
    for (let i = from; i < from + owners; i++) await world.services.check(asker, { owner: `guess${i}@capulet.lit` });
  });
  return wire.length;
};

describe("reads behind refusals", () => {
  // holds: roster-reads-budgeted
  test("are paid for by the asker, and are no more than it may spend", async () => {
    expect(await probe(TYBALT, 200)).toBe(10);
    await world.pass(5_000);
    expect(await probe(TYBALT, 200, 200)).toBe(5);
    expect(await probe(MERCUTIO, 200, 400)).toBe(10);
  });

  // holds: foreign-domains-share-a-budget
  test("of a domain elsewhere are paid for by the domain: its addresses are its own to make", async () => {
    let reads = 0;
    for (let i = 0; i < 50; i++) reads += await probe(`iago${i}@venice.lit`, 5, i * 5);
    expect(reads).toBe(10);
  });

  // holds: refusals-read-rosters-rarely
  test("are at most one a minute for an owner, whoever asks and however often", async () => {
    const { wire } = await world.during(async () => {
      for (let i = 0; i < 600; i++) {
        await world.services.check(`asker${i}@capulet.lit`, { owner: JULIET });
        await world.pass(1_000);
      }
    });
    expect(wire.length).toBeGreaterThanOrEqual(9);
    expect(wire.length).toBeLessThanOrEqual(11);
  });

  // holds: sight-begins-within-a-minute
  test("are put off and not left out where the owner was just read", async () => {
    await world.publish(JULIET);
    const first = await world.during(() => world.services.check(TYBALT, { owner: JULIET }));
    expect(first.wire).toEqual([`roster ${JULIET}`]);
    world.befriend(JULIET, ROMEO);
    const second = await world.during(() => world.services.check(ROMEO, { owner: JULIET }));
    expect(second).toMatchObject({ result: { status: "none" }, wire: [] });
    const later = await world.during(() => world.pass(MINUTE));
    expect(later.wire).toEqual([`roster ${JULIET}`]);
    expect((await world.services.check(ROMEO, { owner: JULIET })).status).toBe("changed");
  });

  // holds: one-path-for-every-local-part
  test("do not depend on what the owner did: a publish a moment ago saves none", async () => {
    await world.publish(JULIET);
    expect((await world.during(() => world.services.check(STRANGER, { owner: JULIET }))).wire).toHaveLength(1);
  });

  test("are few at once, however many are due", async () => {
    await world.services.stop();
    world = await createWorld({ tuning: { rates: { roster: { burst: 1000, perSecond: 1 } } } });
    world.server.delay = 1_000;
    expect(await probe(TYBALT, 100)).toBe(4);
    await world.pass(1_000);
    expect(world.wire).toHaveLength(8);
  });

  test("wait in a line that has an end", async () => {
    await world.services.stop();
    world = await createWorld({ tuning: { spreadMs: 60_000, rates: { roster: { burst: 20_000, perSecond: 1 } } } });
    for (let i = 0; i < 10_100; i++)
      await world.services.check(`asker${i % 2}@capulet.lit`, { owner: `guess${i}@capulet.lit` });
    expect(jest.getTimerCount()).toBe(10_000);
  });

  test("come to nothing where the server grants none", async () => {
    world.server.granted = false;
    expect(await probe(TYBALT, 20)).toBe(0);
  });

  test("end with the services", async () => {
    await world.services.check(TYBALT, { owner: JULIET });
    await world.services.stop();
    expect((await world.during(() => world.pass(MINUTE))).wire).toEqual([]);
  });
});

test("a read that failed is none: the next one is made", async () => {
  world.befriend(JULIET, ROMEO);
  await world.publish(JULIET);
  await world.pass(MINUTE + 1);
  world.server.isDown = true;
  await expect(world.services.check(ROMEO, { owner: JULIET })).rejects.toMatchObject({ code: "try-later" });
  world.server.isDown = false;
  expect((await world.services.check(ROMEO, { owner: JULIET })).status).toBe("changed");
});
