// Change notices: who gets them, who does not, and that none is lost.
import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import type { World } from "./world.ts";
import { BENVOLIO, createWorld, JULIET, MERCUTIO, OPERATOR, ROMEO, STRANGER, TYBALT } from "./world.ts";

const MINUTE = 60_000;
const orchard = `${ROMEO}/orchard`;
const balcony = `${JULIET}/balcony`;

let world: World;
beforeEach(async () => {
  world = await createWorld();
  world.befriend(JULIET, ROMEO);
});
afterEach(async () => {
  await world.services.stop();
  jest.useRealTimers();
});
const listen = async (...fullJids: readonly string[]) => {
  for (const fullJid of fullJids) await world.services.listeners.available(fullJid);
  await world.pass(MINUTE);
  world.wire.length = 0;
};
const publish = async (owner = JULIET) => {
  const stamp = await world.publish(owner);
  await world.pass();
  return stamp;
};
const notices = (from: World = world) => from.wire.filter((sent) => sent.startsWith("changed"));

describe("a change is told", () => {
  // holds: notices-to-listeners, notices-to-own-devices
  test("to every listening device of whoever may see, and to the owner's own", async () => {
    await listen(orchard, `${ROMEO}/garden`, balcony, `${MERCUTIO}/street`);
    const stamp = await publish();
    expect(notices().sort()).toEqual(
      [balcony, `${ROMEO}/garden`, orchard].map((fullJid) => `changed ${fullJid} ${JULIET} ${stamp}`),
    );
  });

  // holds: notices-to-listeners-only, notices-end
  test("to nobody who is blocked, not allowed, gone or never listened", async () => {
    for (const contact of [MERCUTIO, BENVOLIO, TYBALT]) world.befriend(JULIET, contact);
    await world.allow(JULIET, { blocked: [MERCUTIO] });
    await listen(orchard, `${MERCUTIO}/street`, `${BENVOLIO}/street`);
    await world.services.listeners.unavailable(`${BENVOLIO}/street`);
    await publish();
    expect(notices()).toEqual([expect.stringContaining(orchard)]);
    await world.allow(JULIET, { model: "whitelist", allowed: [TYBALT] });
    world.wire.length = 0;
    await publish();
    expect(notices()).toEqual([]);
  });

  // holds: notices-to-listeners-only
  test("to nobody because the access is open, unless the owner names them", async () => {
    await publish();
    await world.allow(JULIET, { model: "open" });
    await listen(orchard, `${TYBALT}/street`);
    await publish();
    expect(notices()).toEqual([expect.stringContaining(orchard)]);
  });

  test("never to bare addresses, and once however often it was asked for", async () => {
    await listen(orchard, orchard, ROMEO);
    await publish();
    expect(notices()).toHaveLength(1);
  });

  test("with the stamp that is current where there were several in a row", async () => {
    await listen(orchard);
    const all = [JULIET, JULIET, JULIET].map((owner) =>
      world.services.publish(owner, { scheme: { owner, looks: [] } }),
    );
    const stamps = (await Promise.all(all)).map(({ scheme }) => scheme.stamp);
    await world.pass();
    expect(notices().at(-1)).toBe(`changed ${orchard} ${JULIET} ${stamps.at(-1)}`);
  });

  test("not of what has changed again by the time its turn comes: that has a turn of its own", async () => {
    await world.publish(ROMEO);
    await publish();
    await listen(orchard, balcony);
    world.server.isConnected = false;
    await publish(ROMEO);
    await publish();
    let stamp = "";
    world.server.onNotice = async () => {
      world.server.onNotice = undefined;
      stamp = (await world.services.publish(JULIET, { scheme: { owner: JULIET, looks: [] } })).scheme.stamp;
    };
    world.server.isConnected = true;
    await world.pass(5_000);
    const ofJuliet = notices().filter((sent) => sent.includes(` ${JULIET} `));
    expect(ofJuliet.sort()).toEqual([balcony, orchard].map((fullJid) => `changed ${fullJid} ${JULIET} ${stamp}`));
  });

  test("behind the answer: a wire that hangs keeps no publish waiting", async () => {
    await listen(orchard);
    world.server.isConnected = false;
    expect((await world.services.publish(JULIET, { scheme: { owner: JULIET, looks: [] } })).scheme.owner).toBe(JULIET);
  });
});

describe("no change is lost", () => {
  test("where the connection is down, it is told when it is up again", async () => {
    await publish();
    await listen(orchard);
    world.server.isConnected = false;
    const stamp = await publish();
    expect(notices()).toEqual([]);
    await world.pass(10_000);
    world.server.isConnected = true;
    await world.pass(5_000);
    expect(notices()).toEqual([`changed ${orchard} ${JULIET} ${stamp}`]);
  });

  test("where the process ends between the commit and the notices, it is told at the next start", async () => {
    await publish();
    await listen(orchard);
    world.server.isConnected = false;
    const stamp = await publish();
    await world.services.stop();
    world.server.isConnected = true;
    const again = await world.restart();
    await again.pass();
    expect(notices(again)).toEqual([`changed ${orchard} ${JULIET} ${stamp}`]);
    const third = await again.restart();
    await third.pass();
    expect(notices(third)).toEqual([]);
  });

  test("where the roster could not be read for the publish, it is told once it can", async () => {
    await listen(orchard);
    world.server.isDown = true;
    const stamp = await publish();
    expect(notices()).toEqual([]);
    world.server.isDown = false;
    await world.pass(1_000);
    expect(notices()).toEqual([`changed ${orchard} ${JULIET} ${stamp}`]);
  });

  test("a list that cannot be read keeps the others' notices waiting for a while only", async () => {
    await listen(orchard);
    world.server.isConnected = false;
    await publish();
    await world.pass(2 * MINUTE);
    world.server.isConnected = true;
    world.server.isDown = true;
    await world.publish(ROMEO);
    await world.pass(MINUTE);
    expect(notices()).toEqual([expect.stringContaining(`changed ${orchard} ${ROMEO}`)]);
  });

  // holds: notices-end
  test("one listener who cannot be reached is dropped, and the others hear", async () => {
    await listen(orchard, `${ROMEO}/garden`);
    world.breakNotices(orchard);
    await publish();
    expect(notices()).toEqual([expect.stringContaining(`${ROMEO}/garden`)]);
    expect(await world.store.listeners()).toEqual([`${ROMEO}/garden`]);
  });

  // holds: listener-welcomed
  test("what changed between a viewer's sync and its presence is told with the presence", async () => {
    await world.sync(ROMEO);
    const stamp = await publish();
    await world.services.listeners.available(orchard);
    await world.services.listeners.available(`${TYBALT}/street`);
    await world.pass();
    expect(notices()).toEqual([`changed ${orchard} ${JULIET} ${stamp}`]);
    await world.pass(MINUTE);
    await world.services.listeners.available(`${ROMEO}/garden`);
    await world.pass();
    expect(notices()).toHaveLength(1);
  });
});

describe("sight newly given is told", () => {
  test("by the roster, read behind a refusal", async () => {
    const stamp = await publish();
    await listen(`${MERCUTIO}/street`);
    world.befriend(JULIET, MERCUTIO);
    expect((await world.services.check(MERCUTIO, { owner: JULIET })).status).toBe("none");
    await world.pass();
    expect(notices()).toEqual([`changed ${MERCUTIO}/street ${JULIET} ${stamp}`]);
  });

  test("by a roster group", async () => {
    const stamp = await publish();
    await world.allow(JULIET, { model: "roster", groups: ["Friends"] });
    await listen(orchard);
    world.befriend(JULIET, ROMEO, ["Friends"]);
    await world.services.check(TYBALT, { owner: JULIET });
    await world.pass();
    expect(notices()).toEqual([`changed ${orchard} ${JULIET} ${stamp}`]);
  });

  test("by a change of access, to those who did not see before", async () => {
    const stamp = await publish();
    world.befriend(JULIET, MERCUTIO);
    await publish();
    await world.allow(JULIET, { model: "whitelist", allowed: [ROMEO] });
    await listen(orchard, `${MERCUTIO}/street`);
    await world.allow(JULIET, { model: "presence" });
    await world.pass();
    expect(notices()).toEqual([expect.stringContaining(`changed ${MERCUTIO}/street ${JULIET}`)]);
    expect(stamp).toBeDefined();
  });

  // holds: no-notice-of-lost-sight
  test("by an unblocking, and a blocking tells nobody", async () => {
    await publish();
    await listen(orchard);
    await world.allow(JULIET, { blocked: [ROMEO] });
    expect(notices()).toEqual([]);
    await world.allow(JULIET, { blocked: [] });
    await world.pass();
    expect(notices()).toEqual([expect.stringContaining(orchard)]);
  });

  test("and told with the presence of who asked for notices only after", async () => {
    await publish();
    await world.allow(JULIET, { model: "whitelist" });
    await world.pass(MINUTE);
    await world.allow(JULIET, { model: "presence" });
    await world.services.listeners.available(orchard);
    await world.pass();
    expect(notices()).toEqual([expect.stringContaining(orchard)]);
  });

  test("and its end is told by the next sync, where nothing but a notice had told of it", async () => {
    await world.publish(ROMEO);
    await listen(orchard);
    const { token } = await world.sync(ROMEO);
    await publish();
    await world.allow(JULIET, { model: "whitelist" });
    expect(await world.sync(ROMEO, token)).toMatchObject({ changed: [], gone: [JULIET] });
  });
});

describe("listeners", () => {
  // holds: listeners-survive-restart
  test("outlive a restart of the component alone", async () => {
    await listen(orchard);
    const again = await world.restart();
    const stamp = await again.publish(JULIET);
    await again.pass();
    expect(notices(again)).toEqual([`changed ${orchard} ${JULIET} ${stamp}`]);
  });

  test("from elsewhere are taken in where an owner names them, and nobody else: strangers keep nothing here", async () => {
    world.befriend(JULIET, STRANGER);
    await publish();
    await listen(`${STRANGER}/venice`, "cassio@venice.lit/cyprus");
    expect(await world.store.listeners()).toEqual([`${STRANGER}/venice`]);
    await publish();
    expect(notices()).toEqual([expect.stringContaining(STRANGER)]);
  });

  test("that come and go without end are not followed", async () => {
    await world.services.stop();
    world = await createWorld({ tuning: { rates: { listen: { burst: 3, perSecond: 0.1 } } } });
    for (let i = 0; i < 10; i++) {
      await world.services.listeners.available(orchard);
      await world.services.listeners.unavailable(orchard);
    }
    expect(world.writes.filter((write) => write === "addListener")).toHaveLength(3);
  });

  test("are so many of one account: the oldest make place", async () => {
    for (let i = 0; i < 40; i++) await world.services.listeners.available(`${ROMEO}/device${i}`);
    const kept = await world.store.listeners();
    expect(kept).toHaveLength(32);
    expect(kept).not.toContain(`${ROMEO}/device0`);
    expect(kept).toContain(`${ROMEO}/device39`);
  });

  test("of a purged owner are forgotten with it", async () => {
    await world.publish(ROMEO);
    await listen(orchard);
    await world.services.moderation.purge(ROMEO, OPERATOR);
    await publish();
    expect(notices()).toEqual([]);
  });
});
