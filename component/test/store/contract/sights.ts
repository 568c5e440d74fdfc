// store.ts, SightStore: what viewers were told, and what changed for them.
import { describe, expect, test } from "@jest/globals";
import { allChanges, edit, eachOpened, JULIET, MERCUTIO, NURSE, ROMEO, T0, TYBALT } from "./harness.ts";
import type { MakePlace, Opened } from "./harness.ts";

const seq = async (at: Opened) => (await at.store.position()).seq;
const show = (at: Opened, viewer: string, ...shown: string[]) => at.store.tell(viewer, { shown, hidden: [] });
const hide = (at: Opened, viewer: string, ...hidden: string[]) => at.store.tell(viewer, { shown: [], hidden });

export function sightsContract(makePlace: MakePlace): void {
  describe("sights", () => {
    const at = eachOpened(makePlace);

    test("are what the viewer was last told, each with the number of its change", async () => {
      await show(at, ROMEO, JULIET, NURSE);
      await hide(at, ROMEO, NURSE);
      await show(at, MERCUTIO, NURSE);
      const sights = [...(await at.store.sights(ROMEO))].sort((one, other) => one.seq - other.seq);
      expect(sights.map(({ owner, visible }) => [owner, visible])).toEqual([
        [JULIET, true],
        [NURSE, false],
      ]);
      expect(sights[1]!.seq).toBe(3);
      expect(await seq(at)).toBe(4);
      await at.reopen();
      expect([...(await at.store.sights(ROMEO))].sort((one, other) => one.seq - other.seq)).toEqual(sights);
    });

    test("told again take no number, nor does hiding whom the viewer never saw", async () => {
      await show(at, ROMEO, JULIET);
      await at.store.tell(ROMEO, { shown: [JULIET, JULIET], hidden: [TYBALT] });
      expect(await seq(at)).toBe(1);
      expect(await at.store.sights(ROMEO)).toEqual([{ owner: JULIET, visible: true, seq: 1 }]);
    });

    test("are no contacts and no access", async () => {
      await show(at, ROMEO, JULIET);
      expect(await at.store.ownersNaming(ROMEO)).toEqual([]);
      expect(await at.store.audience(JULIET)).toEqual([]);
      await at.store.writeContacts(JULIET, [{ jid: ROMEO, groups: [] }], T0);
      await at.store.writeContacts(JULIET, [], T0);
      expect(await at.store.sights(ROMEO)).toMatchObject([{ owner: JULIET, visible: true }]);
    });
  });

  describe("changes", () => {
    const at = eachOpened(makePlace);
    const changes = async (since: number, upTo?: number) => {
      const { changed, gone } = await allChanges(at.store, { viewer: ROMEO, since, upTo: upTo ?? (await seq(at)) });
      return { changed: [...changed.keys()], gone };
    };

    test("are the schemes published since, of owners the viewer was told of", async () => {
      await show(at, ROMEO, JULIET, NURSE, MERCUTIO);
      await at.store.commit(edit(NURSE));
      const since = await seq(at);
      const { stamp } = await at.store.commit(edit(JULIET));
      await at.store.commit(edit(TYBALT));
      const page = await at.store.changes({ viewer: ROMEO, since, upTo: await seq(at), limit: 10 });
      expect(page).toEqual({ changed: [{ owner: JULIET, stamp }], gone: [] });
      expect(await changes(await seq(at))).toEqual({ changed: [], gone: [] });
    });

    test("are the schemes that came into sight, however old, and the owners that went out of it", async () => {
      await at.store.commit(edit(JULIET));
      await at.store.commit(edit(NURSE));
      await show(at, ROMEO, NURSE);
      const since = await seq(at);
      await at.store.tell(ROMEO, { shown: [JULIET], hidden: [NURSE] });
      expect(await changes(since)).toEqual({ changed: [JULIET], gone: [NURSE] });
      await at.store.commit(edit(NURSE, "out of sight"));
      expect(await changes(since)).toEqual({ changed: [JULIET], gone: [NURSE] });
    });

    test("tell two devices with different tokens the same end", async () => {
      await at.store.commit(edit(JULIET));
      await show(at, ROMEO, JULIET);
      const phone = await seq(at);
      await hide(at, ROMEO, JULIET);
      const laptop = await seq(at);
      expect(await changes(phone)).toEqual({ changed: [], gone: [JULIET] });
      await show(at, ROMEO, JULIET);
      expect(await changes(phone)).toEqual({ changed: [JULIET], gone: [] });
      expect(await changes(laptop)).toEqual({ changed: [JULIET], gone: [] });
    });

    test("list an empty scheme, and leave out an owner without one", async () => {
      await at.store.commit(edit(JULIET, ""));
      await show(at, ROMEO, JULIET, NURSE);
      expect(await changes(0)).toEqual({ changed: [JULIET], gone: [] });
    });

    test("leave an owner that changed again after the mark to the next sync", async () => {
      await at.store.commit(edit(JULIET));
      await at.store.commit(edit(NURSE));
      await show(at, ROMEO, JULIET, NURSE);
      const mark = await seq(at);
      await at.store.commit(edit(JULIET, "again"));
      await hide(at, ROMEO, NURSE);
      expect(await changes(0, mark)).toEqual({ changed: [], gone: [] });
      expect(await changes(mark)).toEqual({ changed: [JULIET], gone: [NURSE] });
    });

    test("are paged in order of owner, the last page without `next`", async () => {
      const owners = ["a@x.lit", "b@x.lit", "c@x.lit", "d@x.lit"];
      for (const owner of owners) await at.store.commit(edit(owner));
      await show(at, ROMEO, ...owners);
      await hide(at, ROMEO, "b@x.lit");
      const query = { viewer: ROMEO, since: 0, upTo: await seq(at), limit: 2 };
      const first = await at.store.changes(query);
      expect(first).toMatchObject({ changed: [{ owner: "a@x.lit" }], gone: ["b@x.lit"], next: "b@x.lit" });
      const second = await at.store.changes({ ...query, after: first.next! });
      expect(second.changed.map(({ owner }) => owner)).toEqual(["c@x.lit", "d@x.lit"]);
      expect(second).not.toHaveProperty("next");
    });

    test("paged under a fixed mark lose nothing while owners change in between", async () => {
      const owners = Array.from({ length: 40 }, (_, n) => `owner${String(n).padStart(2, "0")}@capulet.lit`);
      for (const owner of owners) await at.store.commit(edit(owner));
      await show(at, ROMEO, ...owners);
      const held = new Map<string, string>();
      let since = 0;
      for (let round = 0; round < 4; round++) {
        const upTo = await seq(at);
        let after: string | undefined;
        let page = 0;
        do {
          const answer = await at.store.changes({ viewer: ROMEO, since, upTo, limit: 7, ...(after && { after }) });
          for (const { owner, stamp } of answer.changed) held.set(owner, stamp);
          for (const owner of answer.gone) held.delete(owner);
          after = answer.next;
          // In front of the cursor, behind it, and in and out of sight; nothing more in the last round.
          if (round < 3) {
            await at.store.commit(edit(owners[(page * 11) % 40]!, `round ${round}, page ${page}`));
            await at.store.commit(edit(owners[39 - page]!, `round ${round}, page ${page}`));
            await hide(at, ROMEO, owners[page + 20]!);
            await show(at, ROMEO, owners[page + 19]!);
          }
          page++;
        } while (after !== undefined);
        since = upTo;
      }
      const visible = (await at.store.sights(ROMEO)).filter((sight) => sight.visible).map(({ owner }) => owner);
      const facts = await at.store.facts(visible, ROMEO);
      expect(held).toEqual(new Map(facts.map(({ owner, stamp }) => [owner, stamp])));
    });
  });
}
