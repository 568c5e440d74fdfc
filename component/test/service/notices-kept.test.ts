// Change notices: that none is lost, whatever is down, and that none waits for what is none of its business.
import { describe, expect, test } from "@jest/globals";
import { balcony, MINUTE, orchard, publish, world } from "./support/noticed.ts";
import { JULIET, ROMEO, TYBALT } from "./world.ts";

describe("no change is lost", () => {
  test("where the connection is down, it is told when it is up again", async () => {
    await publish();
    await world.listen(orchard);
    world.server.isConnected = false;
    const stamp = await publish();
    expect(world.notices()).toEqual([]);
    await world.pass(10_000);
    world.server.isConnected = true;
    await world.pass(5_000);
    expect(world.notices()).toEqual([`changed ${orchard} ${JULIET} ${stamp}`]);
  });

  test("where the connection is down for long, also by a list that was old by then", async () => {
    await publish();
    await world.listen(orchard);
    await world.pass(MINUTE);
    world.server.isConnected = false;
    const stamp = await publish();
    await world.pass(60 * MINUTE);
    world.server.isConnected = true;
    await world.pass(5_000);
    expect(world.notices()).toEqual([`changed ${orchard} ${JULIET} ${stamp}`]);
  });

  test("where the connection breaks while lists cannot be read, it is told when both are over", async () => {
    await publish();
    await world.listen(orchard);
    await world.pass(MINUTE);
    world.server.isDown = true;
    const stamp = await publish();
    await world.pass(1_000);
    world.server.isConnected = false;
    await world.pass(10 * MINUTE);
    world.server.isConnected = true;
    world.server.isDown = false;
    await world.pass(5_000);
    expect(world.notices()).toEqual([`changed ${orchard} ${JULIET} ${stamp}`]);
  });

  test("where the services stop amid the notices, none is sent after that, and all are at the next start", async () => {
    await publish();
    await world.listen(orchard, `${ROMEO}/garden`, balcony);
    world.server.onNotice = () => world.services.stop();
    const stamp = await publish();
    expect(world.notices()).toHaveLength(1);
    world.server.onNotice = undefined;
    await world.pass(10 * MINUTE);
    expect(world.notices()).toHaveLength(1);
    const again = await world.restart();
    await again.pass();
    expect(again.notices().sort()).toEqual(
      [balcony, `${ROMEO}/garden`, orchard].map((fullJid) => `changed ${fullJid} ${JULIET} ${stamp}`),
    );
  });

  test("where the process ends between the commit and the notices, it is told at the next start", async () => {
    await publish();
    await world.listen(orchard);
    world.server.isConnected = false;
    const stamp = await publish();
    await world.services.stop();
    world.server.isConnected = true;
    const again = await world.restart();
    await again.pass();
    expect(again.notices()).toEqual([`changed ${orchard} ${JULIET} ${stamp}`]);
    await again.pass(MINUTE);
    const third = await again.restart();
    await third.pass();
    expect(third.notices()).toEqual([]);
  });

  test("told right before the process ended, it is told once more: whoever asked about it then got no answer", async () => {
    await publish(ROMEO);
    await world.pass(MINUTE);
    await world.listen(orchard);
    const stamp = await publish();
    expect(world.notices()).toHaveLength(1);
    const again = await world.restart();
    await again.pass();
    expect(again.notices()).toEqual([`changed ${orchard} ${JULIET} ${stamp}`]);
    // And by whoever comes only now: its sync may have been before.
    await again.services.listeners.available(`${ROMEO}/garden`);
    await again.pass();
    expect(again.notices().at(-1)).toBe(`changed ${ROMEO}/garden ${JULIET} ${stamp}`);
  });

  test("where the roster could not be read for the publish, it is told once it can", async () => {
    await world.listen(orchard);
    world.server.isDown = true;
    const stamp = await publish();
    expect(world.notices()).toEqual([]);
    world.server.isDown = false;
    await world.pass(1_000);
    expect(world.notices()).toEqual([`changed ${orchard} ${JULIET} ${stamp}`]);
  });

  test("a list that the server does not give keeps nobody else's notices waiting, and its own for a while only", async () => {
    await publish();
    await publish(ROMEO);
    await world.listen(orchard, balcony);
    world.server.silentAbout.add(JULIET);
    const publishing = world.services.publish(JULIET, { scheme: { owner: JULIET, looks: [] } });
    await world.pass(2_000);
    await publishing;
    const publishingToo = world.services.publish(ROMEO, { scheme: { owner: ROMEO, looks: [] } });
    await world.pass(2_000);
    await publishingToo;
    expect(world.notices()).toHaveLength(2);
    expect(world.notices().every((sent) => sent.includes(` ${ROMEO} `))).toBe(true);
    // At last by the list there is: nobody but its owner.
    await world.pass(MINUTE);
    expect(world.notices().slice(2)).toEqual([expect.stringContaining(`changed ${balcony} ${JULIET}`)]);
  });

  test("a list that the server gives late is told by, and only the current change", async () => {
    await publish();
    await world.listen(orchard);
    await world.pass(MINUTE);
    world.server.isDown = true;
    await publish();
    const stamp = await publish();
    await world.pass(1_500);
    world.server.isDown = false;
    await world.pass(MINUTE);
    expect(world.notices()).toEqual([`changed ${orchard} ${JULIET} ${stamp}`]);
  });

  // holds: notices-end
  test("one listener who cannot be reached is dropped, and the others hear", async () => {
    await world.listen(orchard, `${ROMEO}/garden`);
    world.breakNotices(orchard);
    await publish();
    expect(world.notices()).toEqual([expect.stringContaining(`${ROMEO}/garden`)]);
    expect(await world.store.listeners()).toEqual([`${ROMEO}/garden`]);
  });

  // holds: listener-welcomed
  test("what changed between a viewer's sync and its presence is told with the presence", async () => {
    await world.sync(ROMEO);
    const stamp = await publish();
    await world.services.listeners.available(orchard);
    await world.services.listeners.available(`${TYBALT}/street`);
    await world.pass();
    expect(world.notices()).toEqual([`changed ${orchard} ${JULIET} ${stamp}`]);
    await world.pass(MINUTE);
    await world.services.listeners.available(`${ROMEO}/garden`);
    await world.pass();
    expect(world.notices()).toHaveLength(1);
  });
});
