// store.ts, SchemeStore: commits, stamps and media references.
import { describe, expect, test } from "@jest/globals";
import {
  allChanges,
  edit,
  eachOpened,
  hash,
  JULIET,
  look,
  MERCUTIO,
  NURSE,
  refusal,
  ROMEO,
  scheme,
  T0,
  TYBALT,
} from "./harness.ts";
import type { MakePlace } from "./harness.ts";

export function schemesContract(makePlace: MakePlace): void {
  describe("a scheme", () => {
    const at = eachOpened(makePlace);

    test("is read as it was committed, with its stamp", async () => {
      const full = {
        owner: JULIET,
        looks: [
          {
            state: "in_a_meeting",
            show: "dnd" as const,
            text: [
              { lang: "", text: "…" },
              { lang: "ja", text: "会議中 🎭" },
            ],
            media: [
              {
                kind: "image" as const,
                mediaType: "image/webp",
                size: 10_432,
                width: 256,
                height: 256,
                desc: [{ lang: "en", text: "A closed door" }],
                hash: "8j8GhZbKx8U7DLLvH5dYxK9F4bhS0aBnRQjTjJmL0hY=",
                sources: [],
              },
            ],
          },
          look("offline", "Gone\u0000 to 'bed'"),
        ],
      };
      const stored = await at.store.commit({ scheme: full, media: [hash(1)], now: T0 });
      expect(stored).toEqual({ ...full, stamp: "2026-11-22T08:30:00.000Z" });
      expect(await at.store.read(JULIET)).toEqual(stored);
      await at.reopen();
      expect(await at.store.read(JULIET)).toEqual(stored);
    });

    test("nobody committed is not there", async () => {
      await at.store.commit(edit(JULIET));
      expect(await at.store.read(NURSE)).toBeUndefined();
      expect(await at.store.mediaOf(NURSE)).toEqual([]);
    });

    test("is taken over whole by the next", async () => {
      await at.store.commit({ scheme: scheme(JULIET, "one"), media: [hash(1)], now: T0 });
      const second = await at.store.commit({ scheme: scheme(JULIET, "two"), media: [hash(2)], now: T0 + 5 });
      expect(await at.store.read(JULIET)).toEqual(second);
    });

    // holds: cleared-scheme-is-shown
    test("that is cleared stays, empty, under a new stamp", async () => {
      const { stamp } = await at.store.commit(edit(JULIET));
      const cleared = await at.store.commit(edit(JULIET, ""));
      expect(cleared.stamp).not.toBe(stamp);
      expect(await at.store.read(JULIET)).toEqual({ owner: JULIET, looks: [], stamp: cleared.stamp });
      expect(await at.store.facts([JULIET], ROMEO)).toMatchObject([{ empty: true, stamp: cleared.stamp }]);
    });

    test("is not touched by what its committer does to the value afterwards", async () => {
      const looks = [look("dnd", "kept")];
      await at.store.commit({ scheme: { owner: JULIET, looks }, media: [], now: T0 });
      looks.push(look("away", "added later"));
      expect((await at.store.read(JULIET))?.looks).toHaveLength(1);
    });
  });

  describe("a medium", () => {
    const at = eachOpened(makePlace);
    const showing = async (viewer: string, limit = 10) => {
      const owners = await at.store.showing({ hash: hash(1), viewer, limit });
      return [...owners].sort();
    };
    const show = (owner: string, n = 1) =>
      at.store.commit({ scheme: scheme(owner), media: [hash(0), hash(n)], now: T0 });

    test("is shown by its owners to themselves, and to those whom they name", async () => {
      for (const owner of [JULIET, NURSE, ROMEO]) await show(owner);
      await show(MERCUTIO, 2);
      expect([await showing(ROMEO), await showing(TYBALT)]).toEqual([[ROMEO], []]);
      await at.store.writeContacts(JULIET, [{ jid: ROMEO, groups: [] }], T0);
      await at.store.writeAccess(NURSE, { allowed: [ROMEO], blocked: [TYBALT] }, T0);
      await at.store.writeAccess(MERCUTIO, { allowed: [ROMEO, TYBALT] }, T0);
      expect([await showing(ROMEO), await showing(TYBALT)]).toEqual([[JULIET, NURSE, ROMEO], []]);
      expect((await showing(ROMEO, 1)).length).toBe(2);
      await show(NURSE, 2);
      await at.store.purge(JULIET);
      expect(await showing(ROMEO)).toEqual([ROMEO]);
    });

    test("is shown to anyone by who is open to anyone", async () => {
      for (const owner of [JULIET, NURSE]) await show(owner);
      for (const owner of [NURSE, MERCUTIO]) await at.store.writeAccess(owner, { model: "open" }, T0);
      await show(MERCUTIO);
      expect(await showing(TYBALT)).toEqual([MERCUTIO, NURSE]);
      expect((await showing(TYBALT, 1)).length).toBe(1);
      await at.store.writeAccess(NURSE, { model: "presence" }, T0);
      expect(await showing(TYBALT)).toEqual([MERCUTIO]);
    });
  });

  describe("stamps", () => {
    const at = eachOpened(makePlace);

    // holds: stamp-strictly-increases
    test("increase while the clock stands", async () => {
      const stamps = [];
      for (let n = 0; n < 3; n++) stamps.push((await at.store.commit(edit(JULIET, String(n)))).stamp);
      expect(stamps).toEqual(["2026-11-22T08:30:00.000Z", "2026-11-22T08:30:00.001Z", "2026-11-22T08:30:00.002Z"]);
    });

    // holds: stamp-strictly-increases
    test("increase when the clock steps back, also between two openings", async () => {
      await at.store.commit(edit(JULIET, "before", T0));
      await at.reopen();
      const { stamp } = await at.store.commit(edit(JULIET, "after", T0 - 3_600_000));
      expect(stamp).toBe("2026-11-22T08:30:00.001Z");
    });

    test("of one owner do not hurry another's", async () => {
      await at.store.commit(edit(JULIET, "late", T0 + 5_000));
      expect((await at.store.commit(edit(NURSE, "early", T0))).stamp).toBe("2026-11-22T08:30:00.000Z");
    });

    test("of commits at once are all different, and the last one stays", async () => {
      const stored = await Promise.all(
        Array.from({ length: 20 }, (_, n) => at.store.commit(edit(JULIET, `edit ${n}`))),
      );
      expect(new Set(stored.map(({ stamp }) => stamp)).size).toBe(20);
      const last = stored.reduce((one, other) => (one.stamp > other.stamp ? one : other));
      expect(await at.store.read(JULIET)).toEqual(last);
    });
  });

  describe("an edit that names what it replaces", () => {
    const at = eachOpened(makePlace);

    test("goes through where that is current", async () => {
      const { stamp } = await at.store.commit(edit(JULIET));
      await expect(at.store.commit({ ...edit(JULIET, "next"), replaces: stamp })).resolves.toBeDefined();
    });

    // holds: publish-conflict, refused-publish-changes-nothing
    test("is refused with the current stamp where it is not, and changes nothing", async () => {
      const first = await at.store.commit({ ...edit(JULIET, "first"), media: [hash(1)] });
      const second = await at.store.commit({ ...edit(JULIET, "second"), media: [hash(2)] });
      const { seq } = await at.store.position();
      const refused = await refusal(
        at.store.commit({ ...edit(JULIET, "third"), media: [hash(3)], replaces: first.stamp }),
      );
      expect(refused).toMatchObject({ code: "conflict", detail: { stamp: second.stamp } });
      expect(await at.store.read(JULIET)).toEqual(second);
      expect(await at.store.mediaOf(JULIET)).toEqual([hash(2)]);
      expect((await at.store.position()).seq).toBe(seq);
    });

    test("is refused without a stamp where there never was one", async () => {
      const { stamp } = await at.store.commit(edit(NURSE));
      const refused = await refusal(at.store.commit({ ...edit(JULIET), replaces: stamp }));
      expect(refused).toMatchObject({ code: "conflict", detail: {} });
      expect(refused.detail.stamp).toBeUndefined();
      expect(await at.store.read(JULIET)).toBeUndefined();
    });

    test("wins alone among several at once", async () => {
      const { stamp } = await at.store.commit(edit(JULIET));
      const edits = Array.from({ length: 8 }, (_, n) => at.store.commit({ ...edit(JULIET, `${n}`), replaces: stamp }));
      const settled = await Promise.allSettled(edits);
      const [won, ...others] = settled.filter(({ status }) => status === "fulfilled");
      expect(others).toEqual([]);
      expect(await at.store.read(JULIET)).toEqual((won as PromiseFulfilledResult<unknown>).value);
    });

    test("does not take others down that are committed at the same moment", async () => {
      const { stamp } = await at.store.commit(edit(JULIET, "first"));
      await at.store.commit(edit(JULIET, "second"));
      const [stale, fresh] = await Promise.allSettled([
        at.store.commit({ ...edit(JULIET, "third"), replaces: stamp }),
        at.store.commit(edit(NURSE, "Anon, anon!")),
      ]);
      expect([stale.status, fresh.status]).toEqual(["rejected", "fulfilled"]);
      expect((await at.store.read(NURSE))?.looks).toHaveLength(1);
    });
  });

  describe("media", () => {
    const at = eachOpened(makePlace);

    test("are referenced while some owner's current scheme uses them", async () => {
      await at.store.commit({ ...edit(JULIET), media: [hash(1), hash(2)] });
      await at.store.commit({ ...edit(NURSE), media: [hash(2), hash(3)] });
      await at.store.commit({ ...edit(JULIET, "without"), media: [hash(4)] });
      const asked = [1, 2, 3, 4, 5].map(hash);
      expect(await at.store.referenced(asked)).toEqual(new Set([2, 3, 4].map(hash)));
      expect(await at.store.mediaOf(JULIET)).toEqual([hash(4)]);
      await at.store.commit(edit(NURSE, ""));
      expect(await at.store.referenced(asked)).toEqual(new Set([hash(4)]));
    });

    test("named twice in one scheme are one", async () => {
      await at.store.commit({ ...edit(JULIET), media: [hash(1), hash(1)] });
      expect(await at.store.mediaOf(JULIET)).toEqual([hash(1)]);
      await at.store.commit(edit(JULIET, "without"));
      expect(await at.store.referenced([hash(1)])).toEqual(new Set());
    });

    test("of none are asked about without harm", async () => {
      expect(await at.store.referenced([])).toEqual(new Set());
      expect(await at.store.referenced(["", "no hash", hash(1).slice(1)])).toEqual(new Set());
    });
  });

  describe("owners unseen", () => {
    const at = eachOpened(makePlace);

    test("are those who neither published, changed access nor were touched since, longest unseen first", async () => {
      await at.store.commit(edit(JULIET, "x", T0));
      await at.store.commit(edit(NURSE, "x", T0 - 10));
      await at.store.writeAccess("peter@capulet.lit", { model: "open" }, T0 - 20);
      await at.store.commit(edit("paris@verona.lit", "x", T0 - 30));
      await at.store.touch("paris@verona.lit", T0 + 1);
      expect(await at.store.unseenSince(T0, 10)).toEqual(["peter@capulet.lit", NURSE]);
      expect(await at.store.unseenSince(T0, 1)).toEqual(["peter@capulet.lit"]);
      expect(await at.store.unseenSince(T0 + 1, 10)).toEqual(["peter@capulet.lit", NURSE, JULIET]);
    });

    test("are not seen earlier by a clock that steps back", async () => {
      await at.store.commit(edit(JULIET, "x", T0));
      await at.store.touch(JULIET, T0 - 1_000);
      expect(await at.store.unseenSince(T0, 10)).toEqual([]);
    });

    test("are not made by touching a name nobody knows", async () => {
      await at.store.touch("nobody@capulet.lit", T0);
      expect(await at.store.unseenSince(T0 + 1, 10)).toEqual([]);
    });
  });

  test("a thousand owners and their viewers are each found again", async () => {
    const place = await makePlace();
    const store = place.store();
    await store.open();
    const owners = Array.from({ length: 1_000 }, (_, n) => `owner${n}@capulet.lit`);
    await Promise.all(owners.map((owner, n) => store.commit({ ...edit(owner, owner), media: [hash(n % 10)] })));
    await store.tell(ROMEO, { shown: owners, hidden: [] });
    const { seq } = await store.position();
    expect(seq).toBe(2_000);
    const facts = await store.facts(owners, ROMEO);
    expect(facts.map(({ owner }) => owner)).toEqual(owners);
    const { changed, pages } = await allChanges(store, { viewer: ROMEO, since: 0, upTo: seq, limit: 300 });
    expect(pages).toBe(4);
    expect(changed).toEqual(new Map(facts.map(({ owner, stamp }) => [owner, stamp])));
    expect((await store.read("owner777@capulet.lit"))?.looks).toEqual(scheme("", "owner777@capulet.lit").looks);
    await store.close();
    await place.dispose();
  });
}
