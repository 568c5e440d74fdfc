// store.ts, ListenerStore and secrets: what goes on after a restart.
import { describe, expect, test } from "@jest/globals";
import { edit, eachOpened, JULIET, NURSE, ROMEO, T0 } from "./harness.ts";
import type { MakePlace } from "./harness.ts";

export function listenersContract(makePlace: MakePlace): void {
  describe("listeners", () => {
    const at = eachOpened(makePlace);

    test("are kept once each until they are removed, over another opening", async () => {
      await at.store.addListener(`${ROMEO}/orchard`);
      await at.store.addListener(`${ROMEO}/orchard`);
      await at.store.addListener(`${ROMEO}/street`);
      await at.store.removeListener(`${ROMEO}/street`);
      await at.store.removeListener(`${NURSE}/nowhere`);
      await at.reopen();
      expect(await at.store.listeners()).toEqual([`${ROMEO}/orchard`]);
    });
  });

  describe("notices", () => {
    const at = eachOpened(makePlace);

    test("are outstanding from the commit on, in order, over another opening", async () => {
      const first = await at.store.commit(edit(JULIET));
      await at.store.tell(ROMEO, { shown: [JULIET], hidden: [] });
      const second = await at.store.commit(edit(NURSE));
      await at.reopen();
      expect(await at.store.unnotified(10)).toEqual([
        { owner: JULIET, stamp: first.stamp, seq: 1 },
        { owner: NURSE, stamp: second.stamp, seq: 3 },
      ]);
      expect(await at.store.unnotified(1)).toMatchObject([{ owner: JULIET }]);
    });

    test("sent are outstanding no more, up to that number", async () => {
      await at.store.commit(edit(JULIET));
      await at.store.commit(edit(NURSE));
      await at.store.notified(1);
      expect(await at.store.unnotified(10)).toMatchObject([{ owner: NURSE, seq: 2 }]);
      await at.reopen();
      await at.store.notified(2);
      expect(await at.store.unnotified(10)).toEqual([]);
    });

    test("of what was committed since are outstanding again, the newest, each once and in order", async () => {
      await at.store.commit(edit(JULIET, "long ago", T0 - 2));
      for (const [owner, now] of [
        [NURSE, T0],
        [ROMEO, T0 + 1],
      ] as const) {
        await at.store.commit(edit(owner, "…", now));
      }
      await at.store.notified(2);
      await at.reopen();
      const outstanding = async () => (await at.store.unnotified(10)).map(({ owner, seq }) => ({ owner, seq }));
      await at.store.renotify(T0 + 1, 10);
      expect(await outstanding()).toEqual([{ owner: ROMEO, seq: 3 }]);
      await at.store.renotify(T0 - 2, 2);
      expect(await outstanding()).toEqual([
        { owner: NURSE, seq: 2 },
        { owner: ROMEO, seq: 3 },
      ]);
      // Seen later, and published long ago.
      await at.store.touch(JULIET, T0 + 5);
      await at.store.renotify(T0 - 1, 10);
      expect(await outstanding()).toHaveLength(2);
    });

    test("of a scheme edited again are one, the last", async () => {
      await at.store.commit(edit(JULIET, "first"));
      await at.store.commit(edit(NURSE));
      const last = await at.store.commit(edit(JULIET, "last", T0 + 1));
      expect(await at.store.unnotified(10)).toMatchObject([
        { owner: NURSE, seq: 2 },
        { owner: JULIET, stamp: last.stamp, seq: 3 },
      ]);
    });
  });

  describe("a secret", () => {
    const at = eachOpened(makePlace);

    test("is 32 bytes, its own for each name, and the same at every later use", async () => {
      const [tokens, again, urls] = await Promise.all(
        ["tokens", "tokens", "urls"].map((name) => at.store.secret(name)),
      );
      expect(tokens).toHaveLength(32);
      expect(again).toEqual(tokens);
      expect(urls).not.toEqual(tokens);
      await at.reopen();
      expect(await at.store.secret("tokens")).toEqual(tokens);
    });
  });

  describe("a store that is being closed", () => {
    test("finishes what comes of the writes under way, or refuses it", async () => {
      for (let turns = 0; turns < 8; turns++) {
        const place = await makePlace();
        const store = place.store();
        await store.open();
        const again = store.commit(edit(JULIET)).then(async () => {
          for (let turn = 0; turn < turns; turn++) await undefined;
          return store.commit(edit(NURSE));
        });
        const outcome = again.then(
          () => "done",
          (error: Error) => error.message,
        );
        await store.close();
        expect(await outcome).toMatch(/^done$|is not open$/);
        await store.open();
        expect(await store.read(NURSE)).toEqual((await outcome) === "done" ? await again : undefined);
        await store.close();
        await place.dispose();
      }
    });
  });

  describe("a store that is not open", () => {
    test("refuses everything, and opens again", async () => {
      const place = await makePlace();
      const store = place.store();
      await expect(store.read(JULIET)).rejects.toThrow("not open");
      await expect(store.commit(edit(JULIET))).rejects.toThrow("not open");
      await expect(store.position()).rejects.toThrow("not open");
      await store.open();
      await expect(store.open()).rejects.toThrow("open already");
      const answered = store.commit(edit(JULIET));
      await store.close();
      await expect(answered).resolves.toBeDefined();
      await expect(store.read(JULIET)).rejects.toThrow("not open");
      await store.close();
      await store.open();
      expect(await store.read(JULIET)).toEqual(await answered);
      await store.close();
      await place.dispose();
    });
  });
}
