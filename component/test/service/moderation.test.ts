// What operators do, as everyone else sees it: media and owners out of sight, at once and for good.
import { beforeEach, describe, expect, jest, test } from "@jest/globals";
import { cidOf, encodeError, hexOfBase64, SchemeError } from "@status-scheme/protocol";
import type { Look, StampedScheme } from "@status-scheme/protocol";
import { hashOf } from "../../src/blob/rules.ts";
import { createModeration } from "../../src/service/moderation.ts";
import { createWorld, JULIET, LOOK, MERCUTIO, NOBODY, OPERATOR, ROMEO, TYBALT, upload, withImage } from "./world.ts";
import type { World } from "./world.ts";

const DOOR = Buffer.from("a closed door");
const CLEAN = hashOf(DOOR.toReversed());
const ROMEO_HERE = `${ROMEO}/orchard`;

let world: World;
beforeEach(async () => {
  world = await createWorld();
  world.befriend(JULIET, ROMEO);
});

const door = async (owner = JULIET, state = "dnd"): Promise<Look> =>
  withImage(DOOR, [await upload(world, owner, DOOR)], state);
const publish = (looks: readonly Look[], owner = JULIET) => world.services.publish(owner, { scheme: { owner, looks } });
const read = async (owner = JULIET): Promise<StampedScheme> => (await world.store.read(owner))!;
const block = (hash: string) => world.services.moderation.block(hash, OPERATOR);
const isShown = (owner = JULIET, viewer = ROMEO) => world.services.isShown({ owner, viewer, hash: CLEAN });
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: SchemeError) => ({ code: error.code, ...error.detail }),
  );

describe("a block", () => {
  // holds: blocked-medium-leaves-schemes, blocked-medium-not-served
  test.each([
    ["as it was uploaded", hashOf(DOOR)],
    ["as it is stored", CLEAN],
  ])("takes the medium, named %s, out of every scheme, with a new stamp and a notice", async (_how, hash) => {
    const { stamp } = (await publish([await door(), { ...LOOK, state: "away" }])).scheme;
    await publish([await door(MERCUTIO)], MERCUTIO);
    await publish([LOOK], TYBALT);
    await world.services.listeners.available(ROMEO_HERE);
    await world.pass(60_000);
    expect(await isShown()).toBe(true);
    const { wire } = await world.during(() => block(hash));

    expect(await block(hash)).toEqual({ isNew: false, schemes: 0 });
    const after = await read();
    expect(after.stamp > stamp).toBe(true);
    expect(after.looks).toEqual([LOOK, { ...LOOK, state: "away" }]);
    expect((await read(MERCUTIO)).looks).toEqual([LOOK]);
    expect(wire).toContain(`changed ${ROMEO_HERE} ${JULIET} ${after.stamp}`);
    expect(await isShown()).toBe(false);
    const cid = cidOf(Buffer.from(CLEAN, "hex").toString("base64"));
    expect(await refusal(world.services.bits(ROMEO, { cid }))).toEqual({ code: "not-found" });
    expect(await world.blobs.stat(CLEAN)).toBeUndefined();
  });

  test("says how many schemes lost the medium", async () => {
    for (const owner of [JULIET, MERCUTIO]) await publish([await door(owner)], owner);
    expect(await block(CLEAN)).toEqual({ isNew: true, schemes: 2 });
  });

  test("holds for URLs before the first scheme is changed", async () => {
    await publish([await door()]);
    await world.store.blockMedium(CLEAN, { ...OPERATOR, now: Date.now() });
    expect(await isShown()).toBe(false);
    expect(await isShown(JULIET, JULIET)).toBe(false);
  });

  // holds: blocked-medium-refused
  test.each([
    ["as it was uploaded", hashOf(DOOR)],
    ["as it would be stored", CLEAN],
  ])("refuses a publish with the medium, named %s, and leaves the scheme as it was", async (_how, hash) => {
    await block(hash);
    await publish([LOOK]);
    const before = await read();
    const refused = await refusal(publish([LOOK, await door(JULIET, "away")]));
    expect(refused).toEqual({ code: "blocked-medium", look: "away", medium: "image" });
    expect(await read()).toEqual(before);
  });

  test("of an upload is refused before it is decoded", async () => {
    await block(hashOf(DOOR));
    const normalise = jest.spyOn(world.media, "normalise");
    await refusal(publish([await door()]));
    expect(normalise).not.toHaveBeenCalled();
  });

  test("comes in time for a publish that is under way", async () => {
    world.server.delay = 100;
    const publishing = refusal(publish([await door()]));
    await world.pass();
    await world.store.blockMedium(CLEAN, { ...OPERATOR, now: Date.now() });
    await world.pass(200);
    expect(await publishing).toMatchObject({ code: "blocked-medium" });
    expect(await world.store.read(JULIET)).toBeUndefined();
  });

  test("of what a still would be made of takes the still along, and keeps both out", async () => {
    const moving: Look = { ...(await door()), media: [{ ...(await door()).media[0]!, kind: "animation" }] };
    const { scheme } = await publish([moving]);
    const still = hexOfBase64(scheme.looks[0]!.media.find(({ kind }) => kind === "image")!.hash);
    await block(hashOf(DOOR));
    expect((await read()).looks).toEqual([LOOK]);
    expect(await world.store.blocked([still])).toEqual(new Set([still]));
  });

  test("that a crash cut short is finished at the next start", async () => {
    await publish([await door()]);
    world = await world.restart(async () => {
      await world.store.open();
      await world.store.blockMedium(CLEAN, { ...OPERATOR, now: Date.now() });
      await world.store.close();
    });
    await world.services.idle();
    expect((await read()).looks).toEqual([LOOK]);
  });

  test("that cannot change a scheme fails, and is finished by the same order again", async () => {
    await publish([await door()]);
    world.fail("commit", new Error("the disk is full"));
    await expect(block(CLEAN)).rejects.toThrow("the disk is full");
    expect(await isShown()).toBe(false);
    expect(await block(CLEAN)).toEqual({ isNew: false, schemes: 1 });
    expect((await read()).looks).toEqual([LOOK]);
    expect(await world.blobs.stat(CLEAN)).toBeUndefined();
  });

  test("taken back lets the medium be published again, and brings nothing back by itself", async () => {
    await publish([await door()]);
    await block(hashOf(DOOR));
    expect(await world.services.moderation.unblock(hashOf(DOOR), OPERATOR)).toBe(true);
    expect((await read()).looks).toEqual([LOOK]);
    await publish([await door()]);
    expect(await isShown()).toBe(true);
  });
});

describe("a suspension", () => {
  const suspend = (owner = JULIET) => world.services.moderation.suspend(owner, OPERATOR);
  /** Everything that a viewer can ask about an owner, as it is answered. */
  const answers = async (viewer: string, owner: string) => {
    const { check, fetch, report } = world.services;
    const about = { owner, stamp: "2026-11-22T08:30:00.000Z" as StampedScheme["stamp"] };
    return [
      await check(viewer, { owner }),
      await refusal(fetch(viewer, { owner })),
      await refusal(report(viewer, { ...about, media: [], text: [], reason: "spam" })),
    ].map((answer) => JSON.stringify(answer).replaceAll(owner, "owner"));
  };

  // holds: suspended-owner-has-nothing
  test("leaves nothing to see for others, as if there were no scheme", async () => {
    await publish([await door()]);
    const { token } = await world.sync(ROMEO);
    await suspend();
    expect(await answers(ROMEO, JULIET)).toEqual(await answers(ROMEO, NOBODY));
    expect(await world.sync(ROMEO, token)).toMatchObject({ changed: [], gone: [JULIET] });
    expect(await world.sync(ROMEO)).toMatchObject({ changed: [] });
    expect([await isShown(), await isShown(JULIET, JULIET)]).toEqual([false, false]);
  });

  test("looks the same on the wire, too: as for one who never published", async () => {
    await publish([LOOK]);
    await suspend();
    await world.pass(120_000);
    world.befriend(NOBODY, ROMEO);
    const of = async (owner: string) => (await world.during(() => world.services.check(ROMEO, { owner }))).wire;
    expect(await of(JULIET)).toEqual([`roster ${JULIET}`]);
    expect(await of(NOBODY)).toEqual([`roster ${NOBODY}`]);
  });

  test("leaves the owner the own scheme", async () => {
    const { stamp } = (await publish([LOOK])).scheme;
    await suspend();
    expect(await world.services.check(JULIET, { owner: JULIET })).toMatchObject({ status: "changed", stamp });
  });

  // holds: suspended-owner-publishes-nothing
  test("refuses the owner's publish and upload, in words", async () => {
    await suspend();
    const words = { code: "forbidden", reason: "suspended by the operator of the service" };
    expect(await refusal(publish([LOOK]))).toEqual(words);
    const request = { filename: "door.png", size: DOOR.length };
    expect(await refusal(world.services.slot(JULIET, request))).toEqual(words);
    expect(String(encodeError(new SchemeError("forbidden", words)))).toContain("suspended by the operator");
  });

  test("tells nobody when it begins, and those who see again when it ends", async () => {
    await publish([LOOK]);
    await world.services.listeners.available(ROMEO_HERE);
    await world.pass(60_000);
    expect((await world.during(() => suspend())).wire).toEqual([]);
    const resume = () => world.services.moderation.resume(JULIET, OPERATOR);
    const { result, wire } = await world.during(resume);
    expect(result).toBe(true);
    expect(wire.filter((line) => line.startsWith("changed"))).toEqual([
      `changed ${ROMEO_HERE} ${JULIET} ${(await read()).stamp}`,
    ]);
    expect(await world.services.check(ROMEO, { owner: JULIET })).toMatchObject({ status: "changed" });
    await publish([LOOK]);
  });

  test("outlives a purge, and is of an address, known or not", async () => {
    await suspend(NOBODY);
    await world.services.moderation.purge(NOBODY, OPERATOR);
    expect(await refusal(publish([LOOK], NOBODY))).toMatchObject({ code: "forbidden" });
  });
});

test("the log says who did what", async () => {
  await publish([LOOK]);
  const { moderation } = world.services;
  await moderation.suspend(JULIET, { by: MERCUTIO, reason: "spam" });
  await moderation.purge(JULIET, OPERATOR);
  await block(CLEAN);
  expect(await moderation.audit({ limit: 10 })).toEqual([
    { id: 3, at: Date.now(), by: "operator", operation: "block-hash", target: CLEAN },
    { id: 2, at: Date.now(), by: "operator", operation: "purge", target: JULIET },
    { id: 1, at: Date.now(), by: MERCUTIO, operation: "suspend", target: JULIET, reason: "spam" },
  ]);
});

test("what cannot be taken out is not tried without end", async () => {
  let rounds = 0;
  // As a store would that disagrees with itself.
  world.store.showingBlocked = async () => {
    if (++rounds > 10) throw new Error("asked again and again");
    return [JULIET];
  };
  const { clean } = createModeration({
    ...{ store: world.store, blobs: world.blobs, clock: Date.now, purge: world.store.purge },
    notices: { wake: () => undefined, around: (_owner, _viewers, change) => change() },
    inTurn: (_owner, change) => change(),
    track: (work) => work,
  });
  await expect(clean()).resolves.toBe(0);
});
