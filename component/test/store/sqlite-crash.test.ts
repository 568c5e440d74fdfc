// Invariants 1 and 4 of store.ts on real files: whatever moment the process ends at, what was answered is there, the rest is
// there whole or not at all.
import { describe, expect, test } from "@jest/globals";
import { once } from "node:events";
import { startChild, runChild } from "../run-child.ts";
import type { ChildRun } from "../run-child.ts";
import { sqlitePlace } from "./sqlite-place.ts";
import type { SqlitePlace } from "./sqlite-place.ts";
import { edit, JULIET } from "./contract/values.ts";

const CHILD = new URL("child.ts", import.meta.url);

/** Checks the store against what the process said before it ended. */
async function expectWhole(place: SqlitePlace, { lines }: ChildRun): Promise<void> {
  const store = place.store();
  await store.open();
  const said = lines.map((line) => line.split(" "));
  const answered = new Map<string, { readonly stamp: string; readonly hash: string }>();
  for (const [what, owner, stamp, hash] of said) {
    if (what === "committed") answered.set(owner!, { stamp: stamp!, hash: hash! });
  }
  const { seq } = await store.position();
  const commits = said.filter(([what]) => what === "committed").length;
  // At most the three that were under way.
  expect(seq).toBeGreaterThanOrEqual(commits);
  expect(seq).toBeLessThanOrEqual(commits + 3);
  let newer = 0;
  for (const [owner, last] of answered) {
    const [facts] = await store.facts([owner], JULIET);
    const { stamp } = (await store.read(owner))!;
    expect(facts?.stamp).toBe(stamp);
    const [hash] = await store.mediaOf(owner);
    expect(await store.referenced([hash!])).toEqual(new Set([hash]));
    if (stamp === last.stamp) expect(hash).toBe(last.hash);
    else newer++;
    expect(stamp >= last.stamp).toBe(true);
  }
  expect(newer).toBeLessThanOrEqual(3);
  const positions = said.filter(([what]) => what === "position");
  for (const [, incarnation, at] of positions) {
    expect(await store.covers({ incarnation: incarnation!, seq: Number(at) })).toBe(true);
  }
  await store.commit(edit(JULIET));
  expect((await store.position()).seq).toBe(seq + 1);
  await store.close();
}

// holds: publish-durable
describe("a process killed", () => {
  test.each([1, 2, 3, 4, 9, 27, 80, 160])("after saying %i lines leaves all it answered", async (lines) => {
    const place = await sqlitePlace();
    const run = await runChild(CHILD, ["commit", place.path], { killAfterLines: lines });
    expect(run.signal).toBe("SIGKILL");
    await expectWhole(place, run);
    await place.dispose();
  });

  // The first ends in the midst of making the tables, the others in the log, in a page, in a frame's header, at a commit.
  test.each([36_864, 110_592, 131_072, 133_120, 135_168, 139_264, 180_224, 262_144, 524_288])(
    "in the write that would make a file longer than %i bytes leaves all it answered",
    async (bytes) => {
      const place = await sqlitePlace();
      const run = await runChild(CHILD, ["fragile", place.path], { fileBytes: bytes });
      expect(run.signal).toBe("SIGXFSZ");
      await expectWhole(place, run);
      await place.dispose();
    },
  );

  test("again and again, on the same file, leaves it whole each time", async () => {
    const place = await sqlitePlace();
    const positions: { incarnation: string; seq: number }[] = [];
    for (let lines = 5; lines < 30; lines += 6) {
      await runChild(CHILD, ["commit", place.path], { killAfterLines: lines });
      const store = place.store();
      await store.open();
      for (const position of positions) expect(await store.covers(position)).toBe(true);
      positions.push(await store.position());
      await store.close();
    }
    await place.dispose();
  });
});

describe("a disk that is full", () => {
  test("fails the commits with the file's name, and keeps what was answered", async () => {
    const place = await sqlitePlace();
    const run = await runChild(CHILD, ["commit", place.path], { fileBytes: 262_144 });
    expect(run.signal).toBe(null);
    expect(run.lines.at(-1)).toContain(`failed the store ${place.path} `);
    expect(run.lines.length).toBeGreaterThan(10);
    await expectWhole(place, { ...run, lines: run.lines.slice(0, -1) });
    await place.dispose();
  });
});

describe("a store in use", () => {
  test("is not opened by a second process, until the first ends, however it ends", async () => {
    const place = await sqlitePlace();
    const child = startChild(CHILD, ["hold", place.path]);
    const ended = once(child, "close");
    await once(child.stdout, "data");
    const store = place.store();
    const refused = expect(store.open()).rejects.toThrow(`the store ${place.path} is in use by another process`);
    await refused.finally(() => child.kill("SIGKILL"));
    await ended;
    await store.open();
    await store.close();
    await place.dispose();
  });
});
