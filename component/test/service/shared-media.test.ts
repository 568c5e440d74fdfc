// Media that several owners have: one blob, counted for each of them, and no owner can tell.
import { beforeEach, expect, jest, test } from "@jest/globals";
import { hashOf } from "../../src/blob/rules.ts";
import { createWorld, JULIET, LOOK, ROMEO, upload, withImage } from "./world.ts";
import type { World } from "./world.ts";

const DOOR = Buffer.from("a closed door");
const CLEAN = hashOf(DOOR.toReversed());
const GATE = Buffer.from("an open gate, much larger");

let world: World;
beforeEach(async () => {
  world = await createWorld({ limits: { "owner-bytes": 30 } });
});

const publish = async (owner: string, ...files: readonly Buffer[]) => {
  const states = ["dnd", "away", "xa"];
  const looks = await Promise.all(
    files.map(async (bytes, index) => withImage(bytes, [await upload(world, owner, bytes)], states[index])),
  );
  const { scheme } = await world.services.publish(owner, { scheme: { owner, looks } });
  return scheme.looks.flatMap(({ media }) => media.map((medium) => ({ ...medium, sources: medium.sources.length })));
};

// holds: uploads-unobservable
test("a file that somebody else has costs the same work as a new one, and gets the same answer", async () => {
  const normalise = jest.spyOn(world.media, "normalise");
  const put = jest.spyOn(world.blobs, "put");
  const works: unknown[] = [];
  for (const owner of [JULIET, ROMEO]) {
    world.writes.length = 0;
    const answer = await publish(owner, DOOR);
    await world.services.idle();
    works.push({ answer, writes: [...world.writes], normalised: normalise.mock.calls, stored: put.mock.calls });
    normalise.mockClear();
    put.mockClear();
  }
  expect(works[1]).toEqual(works[0]);
});

test("it counts in full for each who has it, and once for each", async () => {
  await publish(JULIET, GATE);
  await publish(ROMEO, DOOR, DOOR);
  await expect(publish(ROMEO, DOOR, GATE)).rejects.toMatchObject({
    code: "quota-exceeded",
    detail: { limit: "owner-bytes", max: 30, actual: DOOR.length + GATE.length, look: "away", medium: "image" },
  });
});

test("who lets go of it takes it from nobody", async () => {
  await publish(JULIET, DOOR);
  await publish(ROMEO, DOOR);
  await world.publish(JULIET, [LOOK]);
  expect(await world.store.referenced([CLEAN])).toEqual(new Set([CLEAN]));
  await world.publish(ROMEO, []);
  expect(await world.store.referenced([CLEAN])).toEqual(new Set());
});

test("what an owner replaces again and again is bounded as well: it stays on the disk for a while", async () => {
  world = await createWorld({ tuning: { rates: { making: { burst: 30, perSecond: 1 } } } });
  await publish(JULIET, GATE);
  const another = Buffer.from(GATE.toReversed());
  const refused = expect.objectContaining({
    code: "rate-exceeded",
    detail: { after: 2 * GATE.length - 30 },
  }) as unknown;
  await expect(publish(JULIET, another)).rejects.toEqual(refused);
  expect(await world.blobs.stat(hashOf(GATE))).toBeUndefined();
  // Of another owner's it is none, and later there is room again.
  await publish(ROMEO, DOOR);
  await world.pass(30_000);
  await expect(publish(JULIET, another)).resolves.toHaveLength(1);
});
