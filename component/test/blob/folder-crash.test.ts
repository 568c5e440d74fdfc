// Invariant 1 of blob-store.ts on a real file system: whatever step a process ends at, what it answered is there, the rest
// is there whole or not at all; and what it may not write it says.
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { chmod, mkdir, readdir, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { createFolderBlobs } from "../../src/blob/folder.ts";
import { runChild } from "../run-child.ts";
import type { ChildRun } from "../run-child.ts";
import { folderPlace, folderPlaceAt } from "./folder-place.ts";
import type { FolderPlace } from "./folder-place.ts";
import { bytes, listed, pieces, sha256, T0 } from "./harness.ts";

const CHILD = new URL("child.ts", import.meta.url);
const HASH = sha256(bytes(200_000));

let place: FolderPlace;
beforeEach(async () => {
  place = await folderPlace();
});
afterEach(() => place.dispose());

async function expectWhole(where: FolderPlace, { lines }: ChildRun): Promise<void> {
  const blobs = where.blobs(() => T0);
  await blobs.open();
  const info = await blobs.stat(HASH);
  if (lines.includes("put")) expect(info).toBeDefined();
  if (lines.includes("put again")) expect(info?.mediaType).toBe("image/png");
  if (info !== undefined) expect(sha256((await blobs.read(HASH))!)).toBe(HASH);
  const staged = await blobs.readStaged("slot");
  if (lines.includes("staged")) expect(staged).toBeDefined();
  if (staged !== undefined) expect(sha256(staged)).toBe(sha256(bytes(100_000, 1)));
  expect(await listed(blobs, Infinity)).toHaveLength(info === undefined ? 0 : 1);
  expect(await where.leftovers()).toEqual([]);
  await blobs.close();
}

const steps = ({ lines }: ChildRun) => lines.filter((line) => line.startsWith("step "));

/** What was said before that step; the first is 1. */
function until(run: ChildRun, step: number): ChildRun {
  return { ...run, lines: run.lines.slice(0, run.lines.indexOf(steps(run)[step - 1]!)) };
}

// holds: publish-durable
describe("a process killed", () => {
  // A kill that cannot be caught leaves the files as they are: a copy of them is what the next process finds.
  test("before any step of a put, a staging and a second put leaves all it answered", async () => {
    const run = await runChild(CHILD, ["copies", place.path]);
    expect(run.lines.at(-1)).toBe("put again");
    const count = steps(run).length;
    expect(count).toBeGreaterThan(20);
    for (let step = 1; step <= count; step++) {
      const copy = folderPlaceAt(`${place.path}.${step}`);
      await expectWhole(copy, until(run, step));
      await copy.dispose();
    }
  });

  test.each([1, 7, 9, 11, 12, 18])("in earnest before step %i leaves all it answered", async (step) => {
    const run = await runChild(CHILD, ["steps", place.path, String(step)]);
    expect([run.signal, steps(run).length]).toEqual(["SIGKILL", step]);
    await expectWhole(place, run);
  });

  test.each([512, 50_176, 150_016])(
    "in the write that would make a file longer than %i bytes leaves none of it",
    async (limit) => {
      const run = await runChild(CHILD, ["fragile", place.path], { fileBytes: limit });
      expect(run.signal).toBe("SIGXFSZ");
      await expectWhole(place, run);
      expect(await readdir(join(place.path, "staged"))).toEqual([]);
    },
  );
});

test("what is answered is on the disk: bytes before the name, the name before the answer, new folders too", async () => {
  const { lines } = await runChild(CHILD, ["steps", place.path]);
  const said = lines.map((line) =>
    line
      .replaceAll(place.path, "")
      .replace(/^step \d+/, "step")
      .replace(/\/tmp\/[-0-9a-f]+/, "a new file")
      .trim(),
  );
  const folder = dirname(place.fileOf(HASH)).replace(place.path, "");
  const written = ["step open a new file", "step writeFile", "step utimes", "step sync", "step rename a new file"];
  const synced = (path: string) => [`step open ${path}`, "step sync"];
  expect(said).toEqual([
    ...[`step mkdir ${folder}`, ...synced("/blobs"), ...synced(dirname(folder))],
    ...[...written, ...synced(folder), "put"],
    ...[...written, ...synced("/staged"), "staged"],
    ...[`step mkdir ${folder}`, ...written, ...synced(folder), "put again"],
  ]);
});

test("a blob put again between the look at its age and its removal is there in the end", async () => {
  expect((await runChild(CHILD, ["race", place.path])).lines).toEqual(["there"]);
});

describe("a folder that cannot be written", () => {
  test("because the disk is full fails the put with its name, and keeps nothing of it", async () => {
    const run = await runChild(CHILD, ["steps", place.path], { fileBytes: 150_016 });
    expect(run.lines.at(-1)).toMatch(`failed the blob store ${place.path} fails: E`);
    expect(await place.leftovers()).toEqual([]);
    await expectWhole(place, run);
  });

  test("for want of rights is refused by name at the opening", async () => {
    const blobs = place.blobs(() => T0);
    await blobs.open();
    await blobs.close();
    const root = process.getuid?.() === 0;
    if (root) await chmod(place.path, 0o755);
    else await chmod(join(place.path, "tmp"), 0o500);
    const { lines } = await runChild(CHILD, ["open", place.path, ...(root ? ["65534"] : [])]);
    expect(lines).toEqual([expect.stringContaining(`failed the blob store ${place.path} fails: EACCES`)]);
    await chmod(join(place.path, "tmp"), 0o700);
  });

  test("because a file has its name is refused by name", async () => {
    const path = join(place.path, "file");
    await writeFile(path, "");
    await expect(createFolderBlobs({ path }).open()).rejects.toThrow(`the blob store ${path} fails: `);
  });
});

describe("the folder", () => {
  test("is not there before the store is opened, and is its owner's alone then", async () => {
    const path = join(place.path, "new", "folder");
    const blobs = createFolderBlobs({ path });
    expect(await readdir(place.path)).toEqual([]);
    await blobs.open();
    const { hash } = await blobs.put(bytes(10), "image/webp");
    await blobs.stage("slot", pieces(bytes(10)), 10);
    for (const kept of [join(path, "blobs"), join(path, "staged")]) expect((await stat(kept)).mode & 0o777).toBe(0o700);
    expect((await stat(join(path, "blobs", hash.slice(0, 2), hash.slice(2, 4), hash))).mode & 0o777).toBe(0o600);
    await blobs.close();
  });

  test("names its files by their hash alone, fanned out over two levels", async () => {
    const blobs = place.blobs(() => T0);
    await blobs.open();
    const { hash } = await blobs.put(bytes(10), "image/webp");
    const files = await readdir(join(place.path, "blobs"), { recursive: true });
    expect(files.sort()).toEqual([
      hash.slice(0, 2),
      join(hash.slice(0, 2), hash.slice(2, 4)),
      join(hash.slice(0, 2), hash.slice(2, 4), hash),
    ]);
    await blobs.close();
  });

  test("may hold what is not ours, which is left alone and not listed", async () => {
    const blobs = place.blobs(() => T0);
    await blobs.open();
    const { hash } = await blobs.put(bytes(10), "image/webp");
    const folder = dirname(place.fileOf(hash));
    await writeFile(join(folder, "README"), "not a blob");
    await writeFile(join(place.path, "blobs", "lost+found"), "");
    await mkdir(join(folder, "f".repeat(64)));
    expect((await listed(blobs, Infinity)).map((info) => info.hash)).toEqual([hash]);
    expect((await readdir(folder)).includes("README")).toBe(true);
    await blobs.close();
  });

  test("made again under a running store takes blobs again", async () => {
    const blobs = place.blobs(() => T0);
    await blobs.open();
    const { hash } = await blobs.put(bytes(10), "image/webp");
    await rm(join(place.path, "blobs", hash.slice(0, 2)), { recursive: true });
    await expect(blobs.stat(hash)).resolves.toBeUndefined();
    await blobs.put(bytes(10), "image/webp");
    expect((await blobs.stat(hash))?.hash).toBe(basename(place.fileOf(hash)));
    await blobs.close();
  });
});
