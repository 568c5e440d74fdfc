// The sweeper on real parts: a folder of blobs and a store, under a clock of the test's.
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { BlobStore } from "../../src/blob/blob-store.ts";
import { createMemoryBlobs } from "../../src/blob/memory.ts";
import { createSweeper } from "../../src/blob/sweep.ts";
import type { Sweeper, SweeperParts } from "../../src/blob/sweep.ts";
import { createMemoryStore } from "../../src/store/memory/memory-store.ts";
import type { Store } from "../../src/store/store.ts";
import { edit, JULIET, NURSE } from "../store/contract/values.ts";
import { folderPlace } from "./folder-place.ts";
import type { FolderPlace } from "./folder-place.ts";
import { bytes, listed, pieces, T0 } from "./harness.ts";

const GRACE = 60_000;
const STAGED = 10_000;
const IMAGE = "image/webp";

let place: FolderPlace;
let blobs: BlobStore;
let store: Store;
let now: number;
let sweeper: Sweeper;
const sweeping = (parts: Partial<SweeperParts> = {}) =>
  createSweeper({ store, blobs, clock: () => now, graceMs: GRACE, stagedMs: STAGED, ...parts });

beforeEach(async () => {
  now = T0;
  place = await folderPlace();
  blobs = place.blobs(() => now);
  store = createMemoryStore();
  await Promise.all([blobs.open(), store.open()]);
  sweeper = sweeping();
});
afterEach(async () => {
  await Promise.all([blobs.close(), store.close()]);
  await place.dispose();
});

/** What is swept after that time. */
function after(ms: number): ReturnType<Sweeper["sweep"]> {
  now += ms;
  return sweeper.sweep();
}
const put = async (seed: number) => (await blobs.put(bytes(100, seed), IMAGE)).hash;
const publish = (owner: string, ...media: string[]) => store.commit({ ...edit(owner), media });
const held = async () => (await listed(blobs, Infinity)).map(({ hash }) => hash).sort();

describe("a blob", () => {
  test("that some scheme references stays, however old", async () => {
    const hash = await put(1);
    await publish(JULIET, hash);
    for (let look = 0; look < 4; look++) expect(await after(10 * GRACE)).toEqual({ blobs: 0, staged: 0 });
    expect(await held()).toEqual([hash]);
  });

  test("that no scheme references goes after two looks a grace period apart", async () => {
    const [orphan, kept] = [await put(1), await put(2)];
    await publish(JULIET, kept);
    expect(await after(GRACE)).toMatchObject({ blobs: 0 });
    expect(await after(1)).toMatchObject({ blobs: 0 });
    expect(await after(GRACE - 1)).toMatchObject({ blobs: 0 });
    expect(await held()).toContain(orphan);
    expect(await after(1)).toMatchObject({ blobs: 1 });
    expect(await held()).toEqual([kept]);
  });

  test("that a scheme let go of goes, and one that another still has stays", async () => {
    const [mine, ours] = [await put(1), await put(2)];
    await publish(JULIET, mine, ours);
    await publish(NURSE, ours);
    await after(2 * GRACE);
    await store.purge(JULIET);
    await after(1);
    expect(await after(GRACE)).toMatchObject({ blobs: 1 });
    expect(await held()).toEqual([ours]);
  });

  test("that a crash left goes like any other, though the looks are another process's", async () => {
    await put(1);
    await after(2 * GRACE);
    sweeper = sweeping();
    expect(await after(2 * GRACE)).toMatchObject({ blobs: 0 });
    expect(await after(GRACE)).toMatchObject({ blobs: 1 });
  });

  test("that is damaged goes too", async () => {
    const hash = await put(1);
    await place.damage!(hash, "empty");
    now = Date.now() + 1; // what damaged the file has touched it
    await after(2 * GRACE);
    expect(await after(GRACE)).toMatchObject({ blobs: 1 });
  });

  test("is one of more than are asked about at once", async () => {
    const many = createMemoryBlobs({ clock: () => now });
    await many.open();
    const hashes = [];
    for (let seed = 0; seed < 1_201; seed++) {
      hashes.push((await many.put(Buffer.from(`blob ${seed}`), IMAGE)).hash);
    }
    await publish(JULIET, ...hashes.filter((_, index) => index % 2 === 0));
    sweeper = sweeping({ blobs: many });
    await after(2 * GRACE);
    expect(await after(GRACE)).toMatchObject({ blobs: 600 });
    expect(await listed(many, Infinity)).toHaveLength(601);
  });

  test("goes with a later sweep where one is ended in its work, and a look that was not whole counts for nothing", async () => {
    const orphan = await put(1);
    await after(2 * GRACE);
    now += GRACE;
    expect(await sweeper.sweep(AbortSignal.abort())).toEqual({ blobs: 0, staged: 0 });
    expect(await held()).toEqual([orphan]);
    expect(await after(0)).toMatchObject({ blobs: 1 });
  });
});

describe("a publish under way keeps its blob", () => {
  test("when it puts it before the look that would take it", async () => {
    const hash = await put(1);
    await after(2 * GRACE);
    now += GRACE;
    await put(1);
    expect(await after(0)).toMatchObject({ blobs: 0 });
    await publish(JULIET, hash);
    expect(await after(2 * GRACE)).toMatchObject({ blobs: 0 });
    expect(await held()).toEqual([hash]);
  });

  test("when it puts it between the question to the store and the removal", async () => {
    const hash = await put(1);
    const referenced: Store["referenced"] = async (hashes) => {
      const answer = await store.referenced(hashes);
      if (now > T0 + 2 * GRACE) await put(1);
      return answer;
    };
    sweeper = sweeping({ store: { referenced } });
    await after(2 * GRACE);
    expect(await after(GRACE)).toMatchObject({ blobs: 0 });
    await publish(JULIET, hash);
    expect(await held()).toEqual([hash]);
  });

  test("when it keeps what its owner's scheme had at the time, and another edit let go of it since", async () => {
    const hash = await put(1);
    await publish(JULIET, hash);
    await after(5 * GRACE);
    const keeps = await store.mediaOf(JULIET);
    await publish(JULIET);
    expect(await after(1)).toMatchObject({ blobs: 0 });
    await publish(JULIET, ...keeps);
    expect(await after(5 * GRACE)).toMatchObject({ blobs: 0 });
    expect(await held()).toEqual([hash]);
  });

  test("when it was wanted again between two looks far apart, and let go of right before the second", async () => {
    const hash = await put(1);
    await after(2 * GRACE);
    now += 10 * GRACE;
    await put(1);
    await publish(JULIET, hash);
    now += 10 * GRACE;
    const keeps = await store.mediaOf(JULIET);
    await publish(JULIET);
    expect(await after(1)).toMatchObject({ blobs: 0 });
    await publish(JULIET, ...keeps);
    expect(await held()).toEqual([hash]);
    await publish(JULIET);
    await after(1);
    expect(await after(GRACE)).toMatchObject({ blobs: 1 });
  });
});

describe("an upload", () => {
  test("that no publish came for goes when its time is up, whatever the grace of blobs", async () => {
    await blobs.stage("early", pieces(bytes(10)), 10);
    now += STAGED;
    await blobs.stage("late", pieces(bytes(10)), 10);
    expect(await after(1)).toEqual({ blobs: 0, staged: 1 });
    expect(await blobs.readStaged("early")).toBeUndefined();
    expect(await blobs.readStaged("late")).toBeDefined();
  });
});

describe("a sweep", () => {
  test("under way answers those who ask for another", async () => {
    await put(1);
    await after(2 * GRACE);
    now += GRACE;
    const [one, other] = await Promise.all([sweeper.sweep(), sweeper.sweep()]);
    expect(one).toBe(other);
    expect(one.blobs).toBe(1);
    expect(await sweeper.sweep()).toEqual({ blobs: 0, staged: 0 });
  });

  test("that fails says so, and the next goes on where it was", async () => {
    await put(1);
    let broken = false;
    const referenced: Store["referenced"] = (hashes) =>
      broken ? Promise.reject(new Error("the store is gone")) : store.referenced(hashes);
    sweeper = sweeping({ store: { referenced } });
    await after(2 * GRACE);
    broken = true;
    await expect(after(GRACE)).rejects.toThrow("the store is gone");
    expect(await held()).toHaveLength(1);
    broken = false;
    expect(await after(1)).toMatchObject({ blobs: 1 });
  });
});
