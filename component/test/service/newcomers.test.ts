// New contacts of another domain: they come, and ask, before the service has heard of them (draft, "Owners of Other Domains").
import { beforeEach, expect, test } from "@jest/globals";
import type { World } from "./world.ts";
import { createWorld, JULIET, ROMEO, STRANGER } from "./world.ts";

const MINUTE = 60_000;
const newcomer = `${STRANGER}/venice`;

let world: World;
beforeEach(async () => {
  world = await createWorld();
  world.befriend(JULIET, ROMEO);
  await world.publish(JULIET);
  await world.pass(MINUTE);
  world.wire.length = 0;
});
const check = () => world.services.check(STRANGER, { owner: JULIET });
const come = (fullJid = newcomer) => world.services.listeners.available(fullJid);

test("a refusal leads to the owner's list, and sight to a notice", async () => {
  await come();
  world.befriend(JULIET, STRANGER);
  expect((await check()).status).toBe("none");
  await world.pass(MINUTE);
  expect(world.notices()).toEqual([expect.stringMatching(`^changed ${newcomer} ${JULIET}`)]);
});

test("and later ones follow, until they leave", async () => {
  await come();
  world.befriend(JULIET, STRANGER);
  const stamp = await world.publish(JULIET);
  await world.pass();
  expect(world.notices()).toContain(`changed ${newcomer} ${JULIET} ${stamp}`);
  await world.services.listeners.unavailable(newcomer);
  world.wire.length = 0;
  await world.publish(JULIET);
  await world.pass();
  expect(world.notices()).toEqual([]);
});

test("who left before the owner named them gets none", async () => {
  await come();
  await world.services.listeners.unavailable(newcomer);
  world.befriend(JULIET, STRANGER);
  await world.publish(JULIET);
  await world.pass();
  expect(world.notices()).toEqual([]);
});

test("of one account's many clients the latest four are remembered, and of no stranger anything is stored", async () => {
  world.writes.length = 0;
  for (let nth = 1; nth <= 6; nth += 1) await come(`${STRANGER}/${nth}`);
  expect(world.writes).toEqual([]);
  world.befriend(JULIET, STRANGER);
  const stamp = await world.publish(JULIET);
  await world.pass();
  const ofIt = world.notices().filter((sent) => sent.endsWith(stamp));
  expect(ofIt.map((sent) => sent.split(" ")[1])).toEqual([3, 4, 5, 6].map((nth) => `${STRANGER}/${nth}`));
});
