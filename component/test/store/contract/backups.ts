// store.ts, invariant 4, where it matters: a copy of the store is put back, and the world holds positions issued since.
import { describe, expect, test } from "@jest/globals";
import { edit, eachOpened, JULIET } from "./harness.ts";
import type { MakePlace, Opened } from "./harness.ts";

const positions = (at: Opened) => at.store.position();
async function commits(at: Opened, count: number): Promise<void> {
  for (let n = 0; n < count; n++) await at.store.commit(edit(JULIET, `edit ${n}`));
}

/** For adapters whose place can be copied. */
export function backupsContract(makePlace: MakePlace): void {
  describe("a copy put back", () => {
    const at = eachOpened(makePlace);
    const restore = async (putBack: () => Promise<void>) => {
      await at.store.close();
      await putBack();
      at.store = at.place.store();
      await at.store.open();
    };
    test("covers positions from before the copy and none from after it", async () => {
      await commits(at, 2);
      const old = await positions(at);
      await at.reopen();
      await commits(at, 2);
      const atCopy = await positions(at);
      await at.store.close();
      const putBack = await at.place.backup!();
      await at.store.open();
      const later = [await positions(at)];
      await commits(at, 2);
      later.push(await positions(at));
      await restore(putBack);
      expect(await at.store.covers(old)).toBe(true);
      expect(await at.store.covers(atCopy)).toBe(true);
      for (const position of later) expect(await at.store.covers(position)).toBe(false);
      expect((await at.store.read(JULIET))?.looks[0]?.text[0]?.text).toBe("edit 1");
    });

    test("that was taken while the store was open covers that opening up to the copy", async () => {
      await commits(at, 2);
      const atCopy = await positions(at);
      const putBack = await at.place.backup!();
      await commits(at, 1);
      const later = await positions(at);
      expect(later.incarnation).toBe(atCopy.incarnation);
      await restore(putBack);
      expect(await at.store.covers(atCopy)).toBe(true);
      expect(await at.store.covers(later)).toBe(false);
    });

    test("whose new commits pass the old numbers still does not cover those", async () => {
      await commits(at, 2);
      const putBack = await at.place.backup!();
      await commits(at, 3);
      const lost = await positions(at);
      await restore(putBack);
      await commits(at, 9);
      expect((await positions(at)).seq).toBeGreaterThan(lost.seq);
      expect(await at.store.covers(lost)).toBe(false);
      await at.reopen();
      expect(await at.store.covers(lost)).toBe(false);
    });

    test("twice is two histories", async () => {
      await commits(at, 1);
      const putBack = await at.place.backup!();
      await restore(putBack);
      await commits(at, 1);
      const first = await positions(at);
      await restore(putBack);
      await commits(at, 1);
      expect(await at.store.covers(first)).toBe(false);
      expect(await at.store.covers(await positions(at))).toBe(true);
    });
  });
}
