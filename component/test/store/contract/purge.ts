// store.ts, SchemeStore.purge: nothing of the owner stays, and its viewers learn that it is gone.
import { describe, expect, test } from "@jest/globals";
import { allChanges, edit, eachOpened, hash, JULIET, MERCUTIO, NURSE, refusal, ROMEO, T0, TYBALT } from "./harness.ts";
import type { MakePlace } from "./harness.ts";

export function purgeContract(makePlace: MakePlace): void {
  describe("a purge", () => {
    const at = eachOpened(makePlace);
    const fill = async () => {
      const stored = await at.store.commit({ ...edit(JULIET), media: [hash(1), hash(2)] });
      await at.store.commit({ ...edit(NURSE), media: [hash(2)] });
      await at.store.writeAccess(
        JULIET,
        { model: "whitelist", groups: ["a"], allowed: [MERCUTIO], blocked: [TYBALT] },
        T0,
      );
      await at.store.writeContacts(JULIET, [{ jid: ROMEO, groups: ["a"] }], T0);
      await at.store.tell(ROMEO, { shown: [JULIET, NURSE], hidden: [] });
      await at.store.tell(JULIET, { shown: [NURSE, ROMEO], hidden: [] });
      await at.store.tell(JULIET, { shown: [], hidden: [ROMEO] });
      await at.store.addListener(`${JULIET}/balcony`);
      await at.store.addListener(`${ROMEO}/orchard`);
      return stored;
    };

    test("leaves nothing, also after another opening", async () => {
      await fill();
      expect(await at.store.purge(JULIET)).toBe(true);
      for (let opening = 0; opening < 2; opening++) {
        const { store } = at;
        expect(await store.read(JULIET)).toBeUndefined();
        for (const viewer of [ROMEO, MERCUTIO, TYBALT]) {
          expect(await store.facts([JULIET], viewer)).toEqual(await store.facts([JULIET], "nobody@verona.lit"));
          expect(await store.ownersNaming(viewer)).toEqual([]);
        }
        expect((await store.facts([JULIET], ROMEO))[0]).toEqual({
          ...(await store.facts(["nobody@capulet.lit"], ROMEO))[0],
          owner: JULIET,
        });
        expect(await store.readAccess(JULIET)).toEqual(await store.readAccess("nobody@capulet.lit"));
        expect(await store.audience(JULIET)).toEqual([]);
        expect(await store.mediaOf(JULIET)).toEqual([]);
        expect(await store.sights(JULIET)).toEqual([]);
        expect(await store.listeners()).toEqual([`${ROMEO}/orchard`]);
        expect((await store.unnotified(10)).map(({ owner }) => owner)).toEqual([NURSE]);
        expect(await store.unseenSince(Infinity, 10)).toEqual([NURSE]);
        expect(await store.purge(JULIET)).toBe(false);
        await at.reopen();
      }
    });

    test("lets go of the owner's media and of no one else's", async () => {
      await fill();
      await at.store.purge(JULIET);
      expect(await at.store.referenced([hash(1), hash(2)])).toEqual(new Set([hash(2)]));
    });

    test("tells each viewer that saw the owner that it is gone, and no other", async () => {
      await fill();
      await at.store.tell(MERCUTIO, { shown: [JULIET], hidden: [] });
      await at.store.tell(MERCUTIO, { shown: [], hidden: [JULIET] });
      const { seq: since } = await at.store.position();
      await at.store.purge(JULIET);
      const { seq: upTo } = await at.store.position();
      const [romeo, mercutio, tybalt] = await Promise.all(
        [ROMEO, MERCUTIO, TYBALT].map((viewer) => allChanges(at.store, { viewer, since, upTo })),
      );
      expect(romeo).toMatchObject({ changed: new Map(), gone: [JULIET] });
      expect(mercutio?.gone).toEqual([]);
      expect(tybalt?.gone).toEqual([]);
      expect(upTo).toBe(since + 1);
    });

    test("lets the next one of that name start from nothing", async () => {
      const { stamp: old } = await fill();
      const { version } = await at.store.readAccess(JULIET);
      await at.store.purge(JULIET);
      const refused = await refusal(at.store.commit({ ...edit(JULIET), replaces: old }));
      expect(refused).toMatchObject({ code: "conflict", detail: {} });
      expect(await refusal(at.store.writeAccess(JULIET, { version }, T0))).toMatchObject({ code: "conflict" });
      const { seq: since } = await at.store.position();
      await at.store.commit(edit(JULIET, "someone else"));
      expect(await at.store.facts([JULIET], MERCUTIO)).toMatchObject([{ model: "presence", allowed: false }]);
      const upTo = since + 1;
      const { changed } = await allChanges(at.store, { viewer: ROMEO, since, upTo });
      expect(changed).toEqual(new Map());
    });

    test("of a name nobody knows finds nothing, and takes no number", async () => {
      await fill();
      const before = await at.store.position();
      expect(await at.store.purge("nobody@capulet.lit")).toBe(false);
      expect(await at.store.position()).toEqual(before);
    });

    test("takes the listeners of that name and no longer one", async () => {
      for (const jid of [JULIET, `${JULIET}/a`, `${JULIET}/z/0`, `${JULIET}0/a`, `x${JULIET}/a`, `${JULIET}.lit/a`]) {
        await at.store.addListener(jid);
      }
      await at.store.purge(JULIET);
      expect([...(await at.store.listeners())].sort()).toEqual(
        [`${JULIET}.lit/a`, `${JULIET}0/a`, `x${JULIET}/a`].sort(),
      );
    });
  });
}
