// store.ts, invariants 3 and 4: the sequence, incarnations and commits at once.
import { describe, expect, test } from "@jest/globals";
import { allChanges, edit, eachOpened, JULIET, NURSE, ROMEO } from "./harness.ts";
import type { MakePlace, Opened } from "./harness.ts";

const positions = (at: Opened) => at.store.position();
async function commits(at: Opened, count: number): Promise<void> {
  for (let n = 0; n < count; n++) await at.store.commit(edit(JULIET, `edit ${n}`));
}

export function positionsContract(makePlace: MakePlace): void {
  describe("a position", () => {
    const at = eachOpened(makePlace);

    test("is an incarnation of 16 hex digits and a number that each change moves on by one", async () => {
      const { incarnation, seq } = await positions(at);
      expect(incarnation).toMatch(/^[0-9a-f]{16}$/);
      expect(seq).toBe(0);
      await at.store.commit(edit(JULIET));
      await at.store.tell(ROMEO, { shown: [JULIET, NURSE], hidden: [] });
      expect(await positions(at)).toEqual({ incarnation, seq: 3 });
    });

    test("is covered until it is passed by none: later, unknown and made-up ones are not", async () => {
      await commits(at, 3);
      const { incarnation, seq } = await positions(at);
      expect(await at.store.covers({ incarnation, seq })).toBe(true);
      expect(await at.store.covers({ incarnation, seq: 0 })).toBe(true);
      expect(await at.store.covers({ incarnation, seq: seq + 1 })).toBe(false);
      expect(await at.store.covers({ incarnation, seq: -1 })).toBe(false);
      expect(await at.store.covers({ incarnation: "0123456789abcdef", seq })).toBe(false);
    });

    test("stays covered over another opening, which goes on counting in an incarnation of its own", async () => {
      await commits(at, 3);
      const before = await positions(at);
      await at.reopen();
      const after = await positions(at);
      expect(after.seq).toBe(before.seq);
      expect(after.incarnation).not.toBe(before.incarnation);
      await commits(at, 2);
      await at.reopen();
      expect(await at.store.covers(before)).toBe(true);
      expect(await at.store.covers(after)).toBe(true);
      expect((await positions(at)).seq).toBe(5);
      // What the first incarnation never gave out is not its, though the store has that number by now.
      expect(await at.store.covers({ ...before, seq: before.seq + 1 })).toBe(false);
      expect(await at.store.covers({ ...after, seq: before.seq - 1 })).toBe(false);
    });

    test("moves on with nothing but changes of schemes and sights", async () => {
      await at.store.writeAccess(JULIET, { model: "open" }, 0);
      await at.store.writeContacts(JULIET, [{ jid: ROMEO, groups: [] }], 0);
      await at.store.touch(JULIET, 1);
      await at.store.addListener(`${ROMEO}/orchard`);
      await at.store.secret("tokens");
      expect((await positions(at)).seq).toBe(0);
    });
  });

  describe("while many commit at once", () => {
    const at = eachOpened(makePlace);

    test("a reader that goes from position to position misses nothing, and nothing appears below its mark", async () => {
      const owners = Array.from({ length: 12 }, (_, n) => `owner${n}@capulet.lit`);
      await at.store.tell(ROMEO, { shown: owners, hidden: [] });
      let writing = true;
      const writers = owners.map(async (owner, n) => {
        for (let edits = 0; edits < 25; edits++) {
          const write = at.store.commit(edit(owner, `${edits}`));
          if ((edits + n) % 3 === 0) await new Promise(setImmediate);
          if ((edits + n) % 3 === 1) await write;
          else
            await Promise.all([
              write,
              at.store.tell(`guest${n}@verona.lit`, { shown: [`${edits}@x.lit`], hidden: [] }),
            ]);
        }
      });
      const held = new Map<string, string>();
      const seen: { readonly mark: number; readonly changed: ReadonlyMap<string, string> }[] = [];
      let since = 0;
      const poll = async () => {
        const { seq } = await at.store.position();
        const { changed } = await allChanges(at.store, { viewer: ROMEO, since, upTo: seq, limit: 5 });
        for (const [owner, stamp] of changed) held.set(owner, stamp);
        seen.push({ mark: seq, changed: (await allChanges(at.store, { viewer: ROMEO, since: 0, upTo: seq })).changed });
        since = seq;
      };
      const reader = (async () => {
        while (writing) {
          await poll();
          await new Promise(setImmediate);
        }
      })();
      await Promise.all(writers);
      writing = false;
      await reader;
      await poll();

      const facts = await at.store.facts(owners, ROMEO);
      expect(held).toEqual(new Map(facts.map(({ owner, stamp }) => [owner, stamp])));
      expect(since).toBe((await at.store.position()).seq);
      expect(seen.length).toBeGreaterThan(3);
      for (const { mark, changed } of seen) {
        // Owners leave this answer as they change again; none may enter it.
        const now = (await allChanges(at.store, { viewer: ROMEO, since: 0, upTo: mark })).changed;
        for (const [owner, stamp] of now) expect(changed.get(owner)).toBe(stamp);
      }
    });
  });
}
