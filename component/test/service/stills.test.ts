// The image beside an animation or a video: the owner's, or one that the service makes.
import { beforeEach, describe, expect, jest, test } from "@jest/globals";
import { base64OfHex } from "@status-scheme/protocol";
import type { Look, Medium, MediumKind, Scheme } from "@status-scheme/protocol";
import { hashOf } from "../../src/blob/rules.ts";
import type { World } from "./world.ts";
import { createWorld, JULIET, LOOK, ROMEO, upload, withImage } from "./world.ts";

const DOOR = Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
const WINDOW = Uint8Array.from([11, 12, 13]);

let world: World;
beforeEach(async () => {
  world = await createWorld();
  world.befriend(JULIET, ROMEO);
});
const publish = (looks: readonly Look[]) => world.services.publish(JULIET, { scheme: { owner: JULIET, looks } });
const mediaOf = ({ looks }: Scheme): readonly Medium[] => looks.flatMap(({ media }) => media);
const failing = (code: string, detail: object) => ({ code, detail: expect.objectContaining(detail) });

describe("the still of what moves", () => {
  const DESC = [{ lang: "en", text: "A door that opens" }];
  const moving = async (state = "dnd", kind: MediumKind = "animation"): Promise<Look> => {
    const look = withImage(DOOR, [await upload(world, JULIET, DOOR)], state);
    return { ...look, text: [], media: [{ ...look.media[0]!, kind, desc: DESC }] };
  };
  /** Of the world's pipeline: an upload turned round, and a still of its first byte. */
  const CLEAN = DOOR.toReversed();
  const STILL = CLEAN.subarray(0, 1);
  const made = { kind: "image", size: 1, width: 4, height: 4, desc: DESC, hash: base64OfHex(hashOf(STILL)) };

  // holds: still-made-is-told
  test("is made where none was published, stored with it, and told in the answer", async () => {
    const { scheme } = await publish([await moving()]);
    expect(mediaOf(scheme)).toMatchObject([made, { kind: "animation", hash: base64OfHex(hashOf(CLEAN)) }]);
    expect(await world.blobs.read(hashOf(STILL))).toEqual(STILL);
    expect(await world.store.referenced([hashOf(STILL)])).toEqual(new Set([hashOf(STILL)]));
    const fetched = await world.services.fetch(ROMEO, { owner: JULIET });
    expect(fetched).toMatchObject({ status: "changed", scheme: { looks: [{ media: [made, {}] }] } });
  });

  // holds: own-still-used
  test("is the owner's where there is one", async () => {
    const still = jest.spyOn(world.media, "still");
    const own = withImage(WINDOW, [await upload(world, JULIET, WINDOW)]);
    const look = await moving();
    const { scheme } = await publish([{ ...own, media: [...look.media, ...own.media] }]);
    expect(mediaOf(scheme).map(({ kind, size }) => [kind, size])).toEqual([
      ["animation", DOOR.length],
      ["image", WINDOW.length],
    ]);
    expect(still).not.toHaveBeenCalled();
  });

  test("is made of what is kept as well, and once however many looks use it", async () => {
    const first = mediaOf((await publish([await moving()])).scheme);
    const still = jest.spyOn(world.media, "still");
    const kept = { ...LOOK, media: [first[1]!] };
    const { scheme } = await publish([kept, { ...kept, state: "away" }]);
    expect(scheme.looks.map(({ media }) => media)).toMatchObject([first, first]);
    expect(still).toHaveBeenCalledTimes(1);
  });

  test("counts for the owner's quota", async () => {
    await world.services.stop();
    world = await createWorld({ limits: { "owner-bytes": DOOR.length } });
    await expect(publish([await moving()])).rejects.toMatchObject(
      failing("quota-exceeded", { limit: "owner-bytes", max: DOOR.length, actual: DOOR.length + 1 }),
    );
  });

  // holds: moving-look-has-still
  test("is asked for where none can be made", async () => {
    await expect(publish([await moving("dnd", "video")])).rejects.toMatchObject(
      failing("bad-look", { look: "dnd", medium: "video", reason: "no image as its still" }),
    );
    expect(await world.store.read(JULIET)).toBeUndefined();
  });
});
