// Who asks for notices: kept over a restart, bounded, and forgotten with their account.
import { beforeEach, expect, test } from "@jest/globals";
import type { World } from "./world.ts";
import { createWorld, JULIET, OPERATOR, ROMEO, STRANGER } from "./world.ts";

const orchard = `${ROMEO}/orchard`;

let world: World;
beforeEach(async () => {
  world = await createWorld();
  world.befriend(JULIET, ROMEO);
});
const publish = async () => {
  await world.publish(JULIET);
  await world.pass();
};

// holds: listeners-survive-restart
test("listeners outlive a restart of the component alone", async () => {
  await world.listen(orchard);
  const again = await world.restart();
  const stamp = await again.publish(JULIET);
  await again.pass();
  expect(again.notices()).toEqual([`changed ${orchard} ${JULIET} ${stamp}`]);
});

test("listeners from elsewhere are taken in where an owner names them, and nobody else: strangers keep nothing here", async () => {
  world.befriend(JULIET, STRANGER);
  await publish();
  await world.listen(`${STRANGER}/venice`, "cassio@venice.lit/cyprus");
  expect(await world.store.listeners()).toEqual([`${STRANGER}/venice`]);
  await publish();
  expect(world.notices()).toEqual([expect.stringContaining(STRANGER)]);
});

test("listeners that come and go without end are not followed: the last of it is for later", async () => {
  world = await createWorld({ tuning: { rates: { listen: { burst: 3, perSecond: 0.1 } } } });
  for (let i = 0; i < 10; i++) {
    const coming = world.services.listeners.available(orchard);
    if (i < 3) await coming;
    else await expect(coming).rejects.toMatchObject({ code: "rate-exceeded", detail: { after: 10 } });
    await world.services.listeners.unavailable(orchard);
  }
  expect(world.writes.filter((write) => write === "addListener")).toHaveLength(3);
});

test("listeners are so many of one account: the oldest make place", async () => {
  for (let i = 0; i < 40; i++) await world.services.listeners.available(`${ROMEO}/device${i}`);
  const kept = await world.store.listeners();
  expect(kept).toHaveLength(32);
  expect(kept).not.toContain(`${ROMEO}/device0`);
  expect(kept).toContain(`${ROMEO}/device39`);
});

test("listeners of a purged owner are forgotten with it", async () => {
  await world.publish(ROMEO);
  await world.listen(orchard);
  await world.services.moderation.purge(ROMEO, OPERATOR);
  await publish();
  expect(world.notices()).toEqual([]);
});
