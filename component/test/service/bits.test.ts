// Small media in band, as the handler asks for them (draft, "Small Media in Band").
import { beforeEach, expect, test } from "@jest/globals";
import { BITS_BYTES, cidOf, encodeError, SchemeError } from "@status-scheme/protocol";
import { createWorld, JULIET, LOOK, MERCUTIO, NOBODY, ROMEO, STRANGER, TYBALT, upload, withImage } from "./world.ts";
import type { World } from "./world.ts";

let world: World;
beforeEach(async () => {
  world = await createWorld();
  world.befriend(JULIET, ROMEO);
});

/** Shows so many bytes, and resolves to the content identifier of what is made of them. */
const show = async (owner: string, bytes: Uint8Array) => {
  await world.publish(owner, [withImage(bytes, [await upload(world, owner, bytes)])]);
  return cidOf((await world.store.read(owner))!.looks[0]!.media[0]!.hash);
};
const ask = (asker: string, cid: string) => world.services.bits(asker, { cid });
const refusal = async (asker: string, cid: string) => {
  const error = await ask(asker, cid).then(
    () => undefined,
    (thrown: unknown) => thrown as SchemeError,
  );
  return error && encodeError(error).toString();
};
const BALCONY = Buffer.from("a balcony");
const NOT_FOUND = encodeError(new SchemeError("not-found")).toString();

// holds: bits-by-sight
test("who may see the scheme gets its media, with their type", async () => {
  const cid = await show(JULIET, BALCONY);
  for (const asker of [ROMEO, JULIET]) {
    const { bytes, ...rest } = await ask(asker, cid);
    expect(Buffer.from(bytes)).toEqual(BALCONY.toReversed());
    expect(rest).toEqual({ cid, mediaType: "image/webp", maxAge: 86_400 });
  }
});

test("the largest that there may be is served", async () => {
  const cid = await show(JULIET, Buffer.alloc(BITS_BYTES, 1));
  expect((await ask(ROMEO, cid)).bytes.length).toBe(BITS_BYTES);
});

// holds: bits-refused-alike, bits-by-sight
test("what is unknown, too large, or not for the asker is refused alike, and writes nothing", async () => {
  const cid = await show(JULIET, BALCONY);
  const large = await show(MERCUTIO, Buffer.alloc(BITS_BYTES + 1, 1));
  world.befriend(MERCUTIO, ROMEO);
  await world.publish(MERCUTIO, (await world.store.read(MERCUTIO))!.looks);
  const cases: [string, string][] = [
    [TYBALT, cid],
    [STRANGER, cid],
    [NOBODY, cid],
    [ROMEO, large],
    [ROMEO, cid.replace(/\+../, "+00")],
    [ROMEO, cid.replace("sha-256", "sha1")],
    [ROMEO, cid.toUpperCase()],
    [ROMEO, "balcony"],
  ];
  world.writes.length = 0;
  for (const [asker, asked] of cases)
    expect([asker, asked, await refusal(asker, asked)]).toEqual([asker, asked, NOT_FOUND]);
  expect(world.writes).toEqual([]);
});

test("a blob that nobody shows is refused", async () => {
  const cid = await show(JULIET, BALCONY);
  await world.publish(JULIET, [LOOK]);
  expect(await refusal(ROMEO, cid)).toBe(NOT_FOUND);
  expect(await refusal(JULIET, cid)).toBe(NOT_FOUND);
});

test("the same bytes of another owner, whom the asker may see, are as good", async () => {
  const cid = await show(JULIET, BALCONY);
  world.befriend(MERCUTIO, TYBALT);
  expect(await show(MERCUTIO, BALCONY)).toBe(cid);
  await world.allow(JULIET, { allowed: [TYBALT], blocked: [TYBALT] });
  expect((await ask(TYBALT, cid)).cid).toBe(cid);
});

test("access open to anyone is enough", async () => {
  const cid = await show(JULIET, BALCONY);
  await world.allow(JULIET, { model: "open" });
  expect((await ask(STRANGER, cid)).cid).toBe(cid);
});

test("whom the asker may see cannot be found out just now", async () => {
  const cid = await show(JULIET, BALCONY);
  world.server.isDown = true;
  await world.pass(60_001);
  await expect(ask(ROMEO, cid)).rejects.toMatchObject({ code: "try-later" });
});

// holds: bits-limited
test("so many at once, and so many a second", async () => {
  world = await createWorld({ tuning: { rates: { bits: { burst: 2, perSecond: 1 } } } });
  const cid = cidOf("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
  for (const code of ["not-found", "not-found", "rate-exceeded"])
    await expect(ask(ROMEO, cid)).rejects.toMatchObject({ code });
});
