// Which media are on show for whom, as the HTTP side asks at each request: what a URL handed out is good for.
import { beforeEach, describe, expect, test } from "@jest/globals";
import { hexOfBase64 } from "@status-scheme/protocol";
import { createWorld, JULIET, LOOK, NOBODY, OPERATOR, ROMEO, STRANGER, TYBALT, upload, withImage } from "./world.ts";
import type { World } from "./world.ts";

let world: World;
let hash: string;
beforeEach(async () => {
  world = await createWorld();
  world.befriend(JULIET, ROMEO);
  await show();
});

const BALCONY = Buffer.from("a balcony");
const show = async () => {
  await world.publish(JULIET, [withImage(BALCONY, [await upload(world, JULIET, BALCONY)])]);
  hash = hexOfBase64((await world.store.read(JULIET))!.looks[0]!.media[0]!.hash);
};
const isShown = (viewer = ROMEO, owner = JULIET) => world.services.isShown({ owner, viewer, hash });

test("a medium of the scheme, to those who may see it", async () => {
  expect(await isShown()).toBe(true);
  expect(await isShown(JULIET)).toBe(true);
  for (const stranger of [TYBALT, STRANGER]) expect(await isShown(stranger)).toBe(false);
  expect(await isShown(ROMEO, NOBODY)).toBe(false);
});

// holds: media-url-ends-with-sight
describe("not any more", () => {
  test.each<[string, () => Promise<unknown>]>([
    ["to who is blocked", () => world.allow(JULIET, { blocked: [ROMEO] })],
    ["to who is not on the list", () => world.allow(JULIET, { model: "whitelist" })],
    ["where it was replaced", () => world.publish(JULIET, [LOOK])],
    ["where the scheme was cleared", () => world.publish(JULIET, [])],
    ["where the owner was purged", () => world.services.moderation.purge(JULIET, OPERATOR)],
  ])("%s, at once", async (_why, change) => {
    await change();
    expect(await isShown()).toBe(false);
  });

  test.each([60_000, 5_000])("to who is no contact any more, after %i ms, as configured", async (freshMs) => {
    world = await createWorld({ tuning: { freshMs } });
    world.befriend(JULIET, ROMEO);
    await show();
    world.unfriend(JULIET, ROMEO);
    await world.pass(freshMs + 1);
    expect(await isShown()).toBe(false);
  });
});

test("nobody knows while the roster cannot be read, and nothing is served by an old one", async () => {
  world.server.isDown = true;
  await world.pass(60_001);
  await expect(isShown()).rejects.toMatchObject({ code: "try-later" });
});

test("many requests read the roster once", async () => {
  await world.pass(60_001);
  const { result, wire } = await world.during(() => Promise.all(Array.from({ length: 50 }, () => isShown())));
  expect([result.every(Boolean), wire]).toEqual([true, [`roster ${JULIET}`]]);
});
