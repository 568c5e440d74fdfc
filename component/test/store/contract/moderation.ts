// moderation.ts: what operators take out of sight, and the log of what they did.
import { describe, expect, test } from "@jest/globals";
import type { Order } from "../../../src/store/moderation.ts";
import { edit, eachOpened, hash, JULIET, NURSE, refusal, ROMEO, T0 } from "./harness.ts";
import type { MakePlace } from "./harness.ts";

const order: Order = { by: "operator", reason: "a complaint", now: T0 };

export function moderationContract(makePlace: MakePlace): void {
  describe("a block", () => {
    const at = eachOpened(makePlace);
    const [UPLOAD, MOVING, STILL, OTHER] = [hash(1), hash(2), hash(3), hash(4)];
    /** An animation made of an upload, its still made of that, and an image of somebody else's. */
    const fill = async () => {
      const made = [
        { medium: MOVING, of: UPLOAD },
        { medium: STILL, of: MOVING },
      ];
      await at.store.commit({ ...edit(JULIET), media: [MOVING, STILL], made });
      await at.store.commit({ ...edit(NURSE), media: [OTHER] });
    };

    const block = async (hash: string) => {
      const { isNew, hashes } = await at.store.blockMedium(hash, order);
      expect(isNew).toBe(true);
      return hashes.toSorted();
    };

    test("takes what was made of the medium along, however it is named, also after another opening", async () => {
      await fill();
      expect(await block(UPLOAD)).toEqual([UPLOAD, MOVING, STILL]);
      for (let opening = 0; opening < 2; opening++) {
        expect(await at.store.blocked([UPLOAD, MOVING, STILL, OTHER])).toEqual(new Set([UPLOAD, MOVING, STILL]));
        expect(await at.store.blocks()).toEqual([{ hash: UPLOAD, at: T0 }]);
        expect(await at.store.showingBlocked(10)).toEqual([JULIET]);
        await at.reopen();
      }
    });

    test("does not reach back to what the medium was made of", async () => {
      await fill();
      expect(await block(STILL)).toEqual([STILL]);
      expect(await at.store.blocked([UPLOAD, MOVING])).toEqual(new Set());
    });

    test("keeps the medium out of every commit, and leaves what was there as it was", async () => {
      await fill();
      const before = await at.store.read(JULIET);
      await at.store.blockMedium(OTHER, order);
      const refused = at.store.commit({ ...edit(JULIET, "…"), media: [MOVING, OTHER] });
      expect(await refusal(refused)).toMatchObject({ code: "blocked-medium" });
      expect(await at.store.read(JULIET)).toEqual(before);
      expect(await at.store.mediaOf(JULIET)).toEqual([MOVING, STILL]);
      await at.store.commit({ ...edit(JULIET, "…"), media: [MOVING, STILL] });
    });

    test("of an upload keeps out what is made of it meanwhile", async () => {
      await at.store.blockMedium(UPLOAD, order);
      const made = [{ medium: MOVING, of: UPLOAD }];
      const refused = at.store.commit({ ...edit(JULIET), media: [MOVING], made });
      expect(await refusal(refused)).toMatchObject({ code: "blocked-medium" });
      expect(await at.store.read(JULIET)).toBeUndefined();
    });

    test("of a medium that nobody has is one for later", async () => {
      expect(await block(OTHER)).toEqual([OTHER]);
      expect(await refusal(at.store.commit({ ...edit(JULIET), media: [OTHER] }))).toMatchObject({
        code: "blocked-medium",
      });
    });

    test("of what is blocked does nothing, and is not in the log", async () => {
      await fill();
      const { hashes } = await at.store.blockMedium(MOVING, order);
      expect(await at.store.blockMedium(MOVING, order)).toEqual({ isNew: false, hashes });
      expect(await at.store.audit({ limit: 10 })).toHaveLength(1);
    });

    test("is taken back with all it blocked, but for what another blocks as well", async () => {
      await fill();
      await at.store.blockMedium(UPLOAD, order);
      await at.store.blockMedium(STILL, order);
      expect(await at.store.unblockMedium(MOVING, order)).toBe(false);
      expect(await at.store.unblockMedium(UPLOAD, order)).toBe(true);
      expect(await at.store.blocked([UPLOAD, MOVING, STILL])).toEqual(new Set([STILL]));
      expect(await at.store.unblockMedium(UPLOAD, order)).toBe(false);
      expect(await at.store.blocks()).toEqual([{ hash: STILL, at: T0 }]);
    });

    test("is looked for in schemes a few at a time", async () => {
      for (const owner of [JULIET, NURSE, ROMEO]) await at.store.commit({ ...edit(owner), media: [OTHER] });
      await at.store.blockMedium(OTHER, order);
      expect(await at.store.showingBlocked(2)).toHaveLength(2);
      await at.store.commit(edit(JULIET));
      await at.store.purge(NURSE);
      expect(await at.store.showingBlocked(10)).toEqual([ROMEO]);
    });

    test("knows nothing of what was made once no scheme has it", async () => {
      await fill();
      await at.store.commit({ ...edit(NURSE), media: [STILL] });
      await at.store.purge(JULIET);
      expect(await block(UPLOAD)).toEqual([UPLOAD]);
      expect(await block(MOVING)).toEqual([MOVING, STILL]);
      await at.store.commit(edit(NURSE));
      await at.store.unblockMedium(MOVING, order);
      expect(await block(MOVING)).toEqual([MOVING]);
    });
  });

  describe("a suspension", () => {
    const at = eachOpened(makePlace);

    test("is a fact about an owner until it is taken back, whether anybody has heard of it or not", async () => {
      await at.store.commit(edit(JULIET));
      for (const owner of [JULIET, NURSE]) {
        expect(await at.store.suspend(owner, order)).toBe(true);
        expect(await at.store.suspend(owner, order)).toBe(false);
      }
      await at.reopen();
      expect(await at.store.facts([ROMEO, JULIET, NURSE], ROMEO)).toMatchObject(
        [false, true, true].map((suspended) => ({ suspended })),
      );
      expect(await at.store.facts([JULIET], ROMEO)).toMatchObject([{ suspended: true }]);
      expect(await at.store.suspended()).toEqual([JULIET, NURSE]);
      expect(await at.store.resume(JULIET, order)).toBe(true);
      expect(await at.store.resume(JULIET, order)).toBe(false);
      expect([await at.store.isSuspended(JULIET), await at.store.isSuspended(NURSE)]).toEqual([false, true]);
      expect(await at.store.facts([JULIET], ROMEO)).toMatchObject([{ suspended: false }]);
    });

    test("outlives a purge", async () => {
      await at.store.commit(edit(JULIET));
      await at.store.suspend(JULIET, order);
      await at.store.purge(JULIET);
      expect(await at.store.isSuspended(JULIET)).toBe(true);
    });
  });

  describe("the log", () => {
    const at = eachOpened(makePlace);

    test("says who did what, when, to whom and why, newest first and in pages, also after another opening", async () => {
      await at.store.commit(edit(JULIET));
      await at.store.blockMedium(hash(1), order);
      await at.store.suspend(NURSE, { by: ROMEO, now: T0 + 1 });
      await at.store.resume(NURSE, { by: ROMEO, now: T0 + 2 });
      await at.store.purge(JULIET, { by: ROMEO, reason: "at her wish", now: T0 + 3 });
      await at.store.unblockMedium(hash(1), { by: "operator", now: T0 + 4 });
      await at.reopen();
      const log = await at.store.audit({ limit: 10 });
      expect(log).toEqual([
        { id: 5, at: T0 + 4, by: "operator", operation: "unblock-hash", target: hash(1) },
        { id: 4, at: T0 + 3, by: ROMEO, operation: "purge", target: JULIET, reason: "at her wish" },
        { id: 3, at: T0 + 2, by: ROMEO, operation: "resume", target: NURSE },
        { id: 2, at: T0 + 1, by: ROMEO, operation: "suspend", target: NURSE },
        { id: 1, at: T0, by: "operator", operation: "block-hash", target: hash(1), reason: "a complaint" },
      ]);
      expect(await at.store.audit({ limit: 2 })).toEqual(log.slice(0, 2));
      expect(await at.store.audit({ before: 4, limit: 2 })).toEqual(log.slice(2, 4));
    });

    test("has nothing of what came to nothing, nor of a purge that nobody ordered", async () => {
      await at.store.commit(edit(JULIET));
      await at.store.unblockMedium(hash(1), order);
      await at.store.resume(JULIET, order);
      await at.store.purge(NURSE, order);
      await at.store.purge(JULIET);
      await at.store.closeReport(1, order);
      expect(await at.store.audit({ limit: 10 })).toEqual([]);
    });
  });
}
