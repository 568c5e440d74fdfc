// Publishing: what is stored, what is refused and why, and what a failure leaves behind.
import { beforeEach, describe, expect, jest, test } from "@jest/globals";
import { base64OfHex, byteLength, encodeScheme, SchemeError } from "@status-scheme/protocol";
import type { Look, Medium, Scheme, Stamp } from "@status-scheme/protocol";
import { hashOf } from "../../src/blob/rules.ts";
import type { World } from "./world.ts";
import { createWorld, JULIET, LOOK, MERCUTIO, ROMEO, STRANGER, upload, withImage } from "./world.ts";

const DOOR = Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
const WINDOW = Uint8Array.from([11, 12, 13]);

let world: World;
beforeEach(async () => {
  world = await createWorld({ limits: { "owner-bytes": 15, "scheme-looks": 3 } });
  world.befriend(JULIET, ROMEO);
});
const publish = (looks: readonly Look[], replaces?: Stamp, owner = JULIET, asker = owner) =>
  world.services.publish(asker, { scheme: { owner, looks }, ...(replaces && { replaces }) });
const mediaOf = ({ looks }: Scheme): readonly Medium[] => looks.flatMap(({ media }) => media);
const failing = (code: string, detail: object = {}) => ({ code, detail: expect.objectContaining(detail) });

describe("what is stored", () => {
  // holds: answer-tells-what-is-stored
  test("media as normalised, with the owner's words, under URLs of the owner's own", async () => {
    const look = withImage(DOOR, [await upload(world, JULIET, DOOR)]);
    const desc = [{ lang: "en", text: "A closed door" }];
    const { scheme } = await publish([{ ...look, media: [{ ...look.media[0]!, desc }] }]);
    const clean = DOOR.toReversed();
    expect(mediaOf(scheme)).toEqual([
      {
        kind: "image",
        mediaType: "image/webp",
        size: clean.length,
        width: 8,
        height: 8,
        desc,
        hash: base64OfHex(hashOf(clean)),
        sources: [expect.stringMatching(/^https:\/\/schemes\.capulet\.lit\/media\//)],
      },
    ]);
    expect(await world.blobs.read(hashOf(clean))).toEqual(clean);
    expect(mediaOf((await world.store.read(JULIET))!)[0]!.sources).toEqual([]);
  });

  test("is served to each viewer under URLs of that viewer's own", async () => {
    const { scheme } = await publish([withImage(DOOR, [await upload(world, JULIET, DOOR)])]);
    const fetched = await world.services.fetch(ROMEO, { owner: JULIET });
    const theirs = fetched.status === "changed" ? mediaOf(fetched.scheme) : [];
    expect(theirs).toEqual([{ ...mediaOf(scheme)[0]!, sources: [expect.stringContaining("/media/")] }]);
    expect(theirs[0]!.sources).not.toEqual(mediaOf(scheme)[0]!.sources);
  });

  // holds: kept-medium-by-hash
  test("keeps what a later scheme names by hash, without another upload", async () => {
    const { scheme } = await publish([withImage(DOOR, [await upload(world, JULIET, DOOR)])]);
    const kept = mediaOf(scheme)[0]!;
    const desc = [{ lang: "", text: "The same door" }];
    for (const sources of [[], kept.sources]) {
      const again = await publish([{ ...LOOK, state: "away", media: [{ ...kept, desc, sources, size: 1 }] }]);
      expect(mediaOf(again.scheme)).toEqual([{ ...kept, desc }]);
    }
  });

  test("normalises the same bytes once, however many looks use them", async () => {
    const normalise = jest.spyOn(world.media, "normalise");
    const sources = [await upload(world, JULIET, DOOR)];
    const again = [await upload(world, JULIET, DOOR)];
    await publish([withImage(DOOR, sources), withImage(DOOR, sources, "away"), withImage(DOOR, again, "xa")]);
    expect(normalise).toHaveBeenCalledTimes(1);
  });

  test("clears by a scheme without looks", async () => {
    const first = await publish([LOOK]);
    const { scheme } = await publish([]);
    expect(scheme).toEqual({ owner: JULIET, looks: [], stamp: expect.any(String) });
    expect(scheme.stamp).not.toBe(first.scheme.stamp);
  });

  test("leaves no upload behind, and may see who is a contact by then", async () => {
    world.befriend(JULIET, MERCUTIO);
    const get = await upload(world, JULIET, DOOR);
    const { wire } = await world.during(() => publish([withImage(DOOR, [get])]));
    expect(wire).toEqual([`roster ${JULIET}`]);
    expect((await world.services.check(MERCUTIO, { owner: JULIET })).status).toBe("changed");
    expect(await world.blobs.expireStaged(Number.MAX_SAFE_INTEGER)).toBe(0);
  });

  test("is not to be seen before it is known who may see it", async () => {
    world.server.delay = 50;
    const published = publish([LOOK]);
    await world.pass(49);
    expect(await world.store.read(JULIET)).toBeUndefined();
    await world.pass(1);
    await published;
    expect((await world.services.check(ROMEO, { owner: JULIET })).status).toBe("changed");
  });

  test("does not wait for a roster for long", async () => {
    world.server.delay = 10_000;
    const published = publish([LOOK]);
    await world.pass(2_000);
    expect((await published).scheme.looks).toEqual([LOOK]);
  });
});

describe("what is refused", () => {
  // holds: publish-own-only, publish-served-domains-only
  test.each([
    ["for another", JULIET, ROMEO],
    ["from a domain that is not served", STRANGER, STRANGER],
    ["from a domain as such", "capulet.lit", "capulet.lit"],
  ])("publishing %s", async (_name, owner, asker) => {
    await expect(publish([LOOK], undefined, owner, asker)).rejects.toMatchObject({ code: "forbidden" });
    expect(await world.store.read(owner)).toBeUndefined();
  });

  // holds: publish-rules-kept, publish-limits-kept
  test("a look that breaks a rule, and a limit, by name", async () => {
    const twice = [LOOK, LOOK];
    await expect(publish(twice)).rejects.toMatchObject(failing("bad-look", { look: "dnd" }));
    const four = ["dnd", "away", "xa", "chat"].map((state) => ({ ...LOOK, state }));
    const limit = { limit: "scheme-looks", max: 3, actual: 4 };
    await expect(publish(four)).rejects.toMatchObject(failing("limit-exceeded", limit));
  });

  // holds: publish-limits-kept
  test("bytes beyond the limit, not counting the URLs that name uploads", async () => {
    const stored = withImage(DOOR, []);
    const bytes = byteLength(encodeScheme({ owner: JULIET, looks: [stored] }));
    await world.services.stop();
    world = await createWorld({ limits: { "scheme-bytes": bytes } });
    const look = withImage(DOOR, [await upload(world, JULIET, DOOR)]);
    expect((await publish([look])).scheme.looks).toHaveLength(1);
    const limit = { limit: "scheme-bytes", max: bytes, actual: bytes + 1 };
    const longer = { ...look, text: [{ lang: "en", text: `${LOOK.text[0]!.text}!` }] };
    await expect(publish([longer])).rejects.toMatchObject(failing("limit-exceeded", limit));
  });

  // holds: publish-conflict
  test("an edit of what is no longer current, before any work and at the commit", async () => {
    await expect(publish([LOOK], "2020-01-01T00:00:00.000Z" as Stamp)).rejects.toMatchObject({
      code: "conflict",
      detail: {},
    });
    const first = (await publish([LOOK])).scheme.stamp;
    const [one, other] = await Promise.allSettled([publish([LOOK], first), publish([], first)]);
    expect(one.status).toBe("fulfilled");
    const stamp = (await world.store.read(JULIET))!.stamp;
    expect(other).toMatchObject({ reason: { code: "conflict", detail: { stamp } } });
  });

  // holds: unknown-medium-refused, uploads-unobservable
  test.each([
    ["nothing", async () => []],
    ["another's upload", async () => [await upload(world, ROMEO, DOOR)]],
    [
      "a medium that another's scheme has",
      async () => {
        await publish([withImage(DOOR, [await upload(world, ROMEO, DOOR)])], undefined, ROMEO);
        return [];
      },
    ],
    [
      "a slot nothing was put to",
      async () => {
        const slot = await world.services.slot(JULIET, { filename: "a.png", size: 5, contentType: "image/png" });
        return [slot.get];
      },
    ],
    ["somebody else's URL", async () => ["https://venice.lit/door.png"]],
    [
      "an upload used already",
      async () => {
        const get = await upload(world, JULIET, DOOR);
        await publish([withImage(DOOR, [get])]);
        return [get];
      },
    ],
  ])("a medium that is neither here nor uploaded: %s", async (_name, sources) => {
    const look = withImage(DOOR, await sources());
    await expect(publish([LOOK, { ...look, state: "away" }])).rejects.toMatchObject({
      code: "no-such-medium",
      detail: { look: "away", medium: "image" },
    });
  });

  // holds: unknown-medium-refused
  test("a medium of another kind than it was stored as, or whose bytes are gone", async () => {
    const { scheme } = await publish([withImage(DOOR, [await upload(world, JULIET, DOOR)])]);
    const kept = mediaOf(scheme)[0]!;
    const asSound = [{ ...LOOK, media: [{ ...kept, kind: "audio" as const }] }];
    await expect(publish(asSound)).rejects.toMatchObject(failing("no-such-medium", { medium: "audio" }));
    await world.blobs.remove(hashOf(DOOR.toReversed()));
    await expect(publish([{ ...LOOK, media: [kept] }])).rejects.toMatchObject(failing("no-such-medium"));
  });

  // holds: upload-hash-verified
  test("more than one upload for a medium, and bytes that are not of the hash", async () => {
    const sources = [await upload(world, JULIET, DOOR), await upload(world, JULIET, WINDOW)];
    const place = { look: "dnd", medium: "image" };
    await expect(publish([withImage(DOOR, sources)])).rejects.toMatchObject(failing("bad-look", place));
    await expect(publish([withImage(WINDOW, [sources[0]!])])).rejects.toMatchObject(failing("bad-medium", place));
  });

  // holds: errors-name-the-place
  test("a medium the pipeline refuses, by look and kind, and by limit where it is one", async () => {
    const look = withImage(DOOR, [await upload(world, JULIET, DOOR)]);
    const limit = { limit: "image-pixels", max: 1, actual: 2 } as const;
    jest.spyOn(world.media, "normalise").mockRejectedValueOnce(new SchemeError("limit-exceeded", limit));
    await expect(publish([look])).rejects.toMatchObject({
      code: "limit-exceeded",
      detail: { ...limit, look: "dnd", medium: "image" },
    });
    // Nothing was lost: the owner may try again.
    expect(mediaOf((await publish([look])).scheme)).toHaveLength(1);
  });

  // holds: refused-publish-changes-nothing
  test("more than the owner's media may take, where the same bytes count once", async () => {
    const door = [await upload(world, JULIET, DOOR)];
    await publish([withImage(DOOR, door), withImage(DOOR, door, "away")]);
    const room = Uint8Array.from([20, 21, 22, 23, 24, 25]);
    const [kept] = mediaOf((await world.store.read(JULIET))!);
    const both = [{ ...LOOK, media: [kept!] }, withImage(room, [await upload(world, JULIET, room)], "away")];
    const before = await world.store.read(JULIET);
    await expect(publish(both)).rejects.toMatchObject(
      failing("quota-exceeded", { limit: "owner-bytes", max: 15, actual: 16 }),
    );
    expect(await world.store.read(JULIET)).toEqual(before);
    expect(await world.blobs.stat(hashOf(room.toReversed()))).toBeUndefined();
  });

  test("uploads beyond what may be under way", async () => {
    const code = await (async () => {
      for (let i = 0; i < 5_000; i++) {
        await world.services.slot(JULIET, { filename: "a.png", size: 1, contentType: "image/png" });
      }
      return "none";
    })().catch((error: SchemeError) => error.code);
    expect(code).toBe("rate-exceeded");
    await expect(world.services.slot(STRANGER, { filename: "a", size: 1 })).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});

describe("a publish that fails on the way", () => {
  // holds: publish-atomic, refused-publish-changes-nothing
  test.each(["put", "commit"])("at %s leaves nothing to be seen, and everything to try again", async (step) => {
    const look = withImage(DOOR, [await upload(world, JULIET, DOOR)]);
    await publish([LOOK]);
    const before = await world.store.read(JULIET);
    const broken = new Error("the disk is full");
    if (step === "put") jest.spyOn(world.blobs, "put").mockRejectedValueOnce(broken);
    else world.fail("commit", broken);
    await expect(publish([look])).rejects.toBe(broken);
    expect(await world.store.read(JULIET)).toEqual(before);
    expect((await world.sync(ROMEO)).stamps.get(JULIET)).toBe(before!.stamp);
    expect(mediaOf((await publish([look])).scheme)).toHaveLength(1);
  });

  test("keeps nobody else waiting", async () => {
    jest.spyOn(world.media, "normalise").mockReturnValueOnce(new Promise(() => undefined));
    const stuck = publish([withImage(DOOR, [await upload(world, JULIET, DOOR)])]);
    expect((await publish([LOOK], undefined, ROMEO)).scheme.owner).toBe(ROMEO);
    await expect(Promise.race([stuck, world.pass().then(() => "stuck")])).resolves.toBe("stuck");
  });
});

test("a graceful stop waits for what was accepted", async () => {
  let finish: () => void = () => undefined;
  const slow = new Promise<void>((resolve) => (finish = resolve));
  const normalise = world.media.normalise;
  jest.spyOn(world.media, "normalise").mockImplementationOnce(async (...args) => (await slow, normalise(...args)));
  const published = publish([withImage(DOOR, [await upload(world, JULIET, DOOR)])]);
  const order: string[] = [];
  void published.then(() => order.push("published"));
  const idle = world.services.idle().then(() => order.push("idle"));
  await world.pass();
  expect(order).toEqual([]);
  finish();
  await idle;
  expect(order).toEqual(["published", "idle"]);
});
