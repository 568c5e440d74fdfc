// The shelf in front of a blob store: what is read once is at hand, and nothing of it outlives the blob.
import { beforeEach, describe, expect, test } from "@jest/globals";
import type { BlobStore } from "../../src/blob/blob-store.ts";
import { createMemoryBlobs } from "../../src/blob/memory.ts";
import type { ShelvedBlobs } from "../../src/blob/shelf.ts";
import { createShelf } from "../../src/blob/shelf.ts";
import { blobContract } from "./contract.ts";
import { folderPlace } from "./folder-place.ts";
import { bytes, sha256 } from "./values.ts";

blobContract("a shelf before a folder", async () => {
  const place = await folderPlace();
  return { ...place, blobs: (clock) => createShelf(place.blobs(clock)) };
});

let reads: string[];
let store: BlobStore;
let shelf: ShelvedBlobs;
/** Awaited by each read before it resolves. */
let held: Promise<undefined> | undefined;
beforeEach(async () => {
  [reads, held] = [[], undefined];
  store = createMemoryBlobs();
  await store.open();
  const read: BlobStore["read"] = async (hash) => {
    reads.push(hash);
    const found = await store.read(hash);
    await held;
    return found;
  };
  shelf = createShelf({ ...store, read }, { small: 100, room: 250 });
});
const put = (length: number, seed = 0) => store.put(bytes(length, seed), "image/webp");

test("a small blob is read once, also by many at once", async () => {
  const info = await put(100);
  const found = await Promise.all([1, 2, 3].map(() => shelf.find(info.hash)));
  found.push(await shelf.find(info.hash));
  for (const each of found) expect(each).toEqual({ info, bytes: bytes(100) });
  expect(reads).toEqual([info.hash]);
});

test("a larger one is not read, and one that is not there is not found", async () => {
  const info = await put(101);
  expect(await shelf.find(info.hash)).toEqual({ info });
  expect(await shelf.find(sha256(bytes(5)))).toBeUndefined();
  expect(await shelf.find("../../etc/passwd")).toBeUndefined();
  expect(reads).toEqual([]);
});

test("what was not asked for longest makes room", async () => {
  const [first, second, third] = [await put(100, 1), await put(100, 2), await put(100, 3)];
  for (const { hash } of [first, second, first, third, first, second]) await shelf.find(hash);
  expect(reads).toEqual([first, second, third, second].map(({ hash }) => hash));
});

describe("a blob that is removed", () => {
  test("is not found any more", async () => {
    const { hash } = await put(50);
    await shelf.find(hash);
    await shelf.remove(hash);
    expect(await shelf.find(hash)).toBeUndefined();
  });

  test("while it is read is not put on the shelf", async () => {
    const { hash } = await put(50);
    const { promise, resolve } = Promise.withResolvers<undefined>();
    held = promise;
    const begun = shelf.find(hash);
    while (reads.length === 0) await new Promise(setImmediate);
    await shelf.remove(hash);
    resolve(undefined);
    expect((await begun)?.bytes).toEqual(bytes(50));
    expect(await shelf.find(hash)).toBeUndefined();
  });
});

test("a blob that is put again has its new media type", async () => {
  const { hash } = await put(50);
  await shelf.find(hash);
  await shelf.put(bytes(50), "image/png");
  expect((await shelf.find(hash))?.info.mediaType).toBe("image/png");
});

test("a read that fails is tried again", async () => {
  const { hash } = await put(50);
  held = Promise.reject(new Error("the disk"));
  await expect(shelf.find(hash)).rejects.toThrow("the disk");
  held = undefined;
  expect((await shelf.find(hash))?.bytes).toEqual(bytes(50));
});

test("nothing is found once it is closed", async () => {
  const { hash } = await put(50);
  await shelf.find(hash);
  await shelf.close();
  await expect(shelf.find(hash)).rejects.toThrow("not open");
});
