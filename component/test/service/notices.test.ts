// Change notices: who gets them, and who does not.
import { describe, expect, test } from "@jest/globals";
import { balcony, MINUTE, orchard, publish, world } from "./support/noticed.ts";
import { BENVOLIO, JULIET, MERCUTIO, ROMEO, TYBALT } from "./world.ts";

describe("a change is told", () => {
  // holds: notices-to-listeners, notices-to-own-devices
  test("to every listening device of whoever may see, and to the owner's own", async () => {
    await world.listen(orchard, `${ROMEO}/garden`, balcony, `${MERCUTIO}/street`);
    const stamp = await publish();
    expect(world.notices().sort()).toEqual(
      [balcony, `${ROMEO}/garden`, orchard].map((fullJid) => `changed ${fullJid} ${JULIET} ${stamp}`),
    );
  });

  // holds: notices-to-listeners-only, notices-end
  test("to nobody who is blocked, not allowed, gone or never listened", async () => {
    for (const contact of [MERCUTIO, BENVOLIO, TYBALT]) world.befriend(JULIET, contact);
    await world.allow(JULIET, { blocked: [MERCUTIO] });
    await world.listen(orchard, `${MERCUTIO}/street`, `${BENVOLIO}/street`);
    await world.services.listeners.unavailable(`${BENVOLIO}/street`);
    await publish();
    expect(world.notices()).toEqual([expect.stringContaining(orchard)]);
    await world.allow(JULIET, { model: "whitelist", allowed: [TYBALT] });
    world.wire.length = 0;
    await publish();
    expect(world.notices()).toEqual([]);
  });

  // holds: notices-to-listeners-only
  test("to nobody because the access is open, unless the owner names them", async () => {
    await publish();
    await world.allow(JULIET, { model: "open" });
    await world.listen(orchard, `${TYBALT}/street`);
    await publish();
    expect(world.notices()).toEqual([expect.stringContaining(orchard)]);
  });

  test("never to bare addresses, and once however often it was asked for", async () => {
    await world.listen(orchard, orchard, ROMEO);
    await publish();
    expect(world.notices()).toHaveLength(1);
  });

  test("with the stamp that is current where there were several in a row", async () => {
    await world.listen(orchard);
    const all = [JULIET, JULIET, JULIET].map((owner) =>
      world.services.publish(owner, { scheme: { owner, looks: [] } }),
    );
    const stamps = (await Promise.all(all)).map(({ scheme }) => scheme.stamp);
    await world.pass();
    expect(world.notices().at(-1)).toBe(`changed ${orchard} ${JULIET} ${stamps.at(-1)}`);
  });

  test("not of what has changed again by the time its turn comes: that has a turn of its own", async () => {
    await world.publish(ROMEO);
    await publish();
    await world.listen(orchard, balcony);
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
    const ofJuliet = world.notices().filter((sent) => sent.includes(` ${JULIET} `));
    expect(ofJuliet.sort()).toEqual([balcony, orchard].map((fullJid) => `changed ${fullJid} ${JULIET} ${stamp}`));
  });

  test("behind the answer: a wire that hangs keeps no publish waiting", async () => {
    await world.listen(orchard);
    world.server.isConnected = false;
    expect((await world.services.publish(JULIET, { scheme: { owner: JULIET, looks: [] } })).scheme.owner).toBe(JULIET);
  });
});

describe("sight newly given is told", () => {
  test("by the roster, read behind a refusal", async () => {
    const stamp = await publish();
    await world.listen(`${MERCUTIO}/street`);
    world.befriend(JULIET, MERCUTIO);
    expect((await world.services.check(MERCUTIO, { owner: JULIET })).status).toBe("none");
    await world.pass();
    expect(world.notices()).toEqual([`changed ${MERCUTIO}/street ${JULIET} ${stamp}`]);
  });

  test("by a roster group", async () => {
    const stamp = await publish();
    await world.allow(JULIET, { model: "roster", groups: ["Friends"] });
    await world.listen(orchard);
    world.befriend(JULIET, ROMEO, ["Friends"]);
    await world.services.check(TYBALT, { owner: JULIET });
    await world.pass();
    expect(world.notices()).toEqual([`changed ${orchard} ${JULIET} ${stamp}`]);
  });

  test("by a change of access, to those who did not see before", async () => {
    const stamp = await publish();
    world.befriend(JULIET, MERCUTIO);
    await publish();
    await world.allow(JULIET, { model: "whitelist", allowed: [ROMEO] });
    await world.listen(orchard, `${MERCUTIO}/street`);
    await world.allow(JULIET, { model: "presence" });
    await world.pass();
    expect(world.notices()).toEqual([expect.stringContaining(`changed ${MERCUTIO}/street ${JULIET}`)]);
    expect(stamp).toBeDefined();
  });

  // holds: no-notice-of-lost-sight
  test("by an unblocking, and a blocking tells nobody", async () => {
    await publish();
    await world.listen(orchard);
    await world.allow(JULIET, { blocked: [ROMEO] });
    expect(world.notices()).toEqual([]);
    await world.allow(JULIET, { blocked: [] });
    await world.pass();
    expect(world.notices()).toEqual([expect.stringContaining(orchard)]);
  });

  test("and told with the presence of who asked for notices only after", async () => {
    await publish();
    await world.allow(JULIET, { model: "whitelist" });
    await world.pass(MINUTE);
    await world.allow(JULIET, { model: "presence" });
    await world.services.listeners.available(orchard);
    await world.pass();
    expect(world.notices()).toEqual([expect.stringContaining(orchard)]);
  });

  test("and its end is told by the next sync, where nothing but a notice had told of it", async () => {
    await world.publish(ROMEO);
    await world.listen(orchard);
    const { token } = await world.sync(ROMEO);
    await publish();
    await world.allow(JULIET, { model: "whitelist" });
    expect(await world.sync(ROMEO, token)).toMatchObject({ changed: [], gone: [JULIET] });
  });

  test("and so is the end of what was told with the presence", async () => {
    await publish(ROMEO);
    await world.pass(MINUTE);
    const { token } = await world.sync(ROMEO);
    await publish();
    await world.services.listeners.available(orchard);
    await world.pass();
    expect(world.notices()).toEqual([expect.stringContaining(orchard)]);
    await world.allow(JULIET, { model: "whitelist" });
    expect(await world.sync(ROMEO, token)).toMatchObject({ changed: [], gone: [JULIET] });
  });
});
