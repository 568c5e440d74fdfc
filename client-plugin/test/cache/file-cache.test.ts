import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { fileCache } from "../../src/cache/file-cache.ts";
import { CACHE_CONTRACT } from "./contract.ts";

let root: string;
beforeAll(async () => void (root = await mkdtemp(join(tmpdir(), "file-cache-"))));
afterAll(() => rm(root, { recursive: true, force: true }));
const folderOf = (name: string) => join(root, encodeURIComponent(name));

const maker = {
  make: (name: string, quota: number) => fileCache(folderOf(name), { quota }),
  outlivesClosing: true,
};
test.each(Object.keys(CACHE_CONTRACT))("%s", async (name) => {
  await CACHE_CONTRACT[name]!(maker, name);
});

const value = new TextEncoder().encode("a closed door");
async function filled(name: string) {
  const folder = folderOf(name);
  await fileCache(folder).set("juliet", value);
  const [file] = await readdir(folder);
  return { folder, file: join(folder, file!) };
}

describe("a file that is damaged is thrown away", () => {
  test.each<[string, (file: string) => Promise<void>]>([
    ["cut short", (file) => truncate(file, 20)],
    ["empty", (file) => truncate(file, 0)],
    ["longer", (file) => writeFile(file, "more", { flag: "a" })],
    [
      "one bit different",
      async (file) => {
        const content = await readFile(file);
        content[content.length - 1]! ^= 1;
        await writeFile(file, content);
      },
    ],
  ])("%s", async (what, damage) => {
    const { folder, file } = await filled(what);
    await damage(file);
    const cache = fileCache(folder);
    expect(await cache.keys("")).toEqual([]);
    expect(await cache.get("juliet")).toBeUndefined();
    expect(await readdir(folder)).toEqual([]);
  });

  test("of another key's name", async () => {
    const { folder, file } = await filled("renamed");
    const other = join(folder, "0".repeat(64));
    await writeFile(other, await readFile(file));
    expect(await fileCache(folder).keys("")).toEqual(["juliet"]);
    expect(await readdir(folder)).toHaveLength(1);
  });
});

test("files and folder are the person's own", async () => {
  const { folder, file } = await filled("modes");
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
});

test("what a process left unfinished goes, what one is writing stays, and strangers' files are let alone", async () => {
  const folder = folderOf("unfinished");
  await mkdir(folder);
  for (const name of ["old.part", "new.part", "README"]) await writeFile(join(folder, name), "x");
  const longAgo = Date.now() / 1_000 - 86_400;
  for (const name of ["old.part", "README"]) await utimes(join(folder, name), longAgo, longAgo);
  await fileCache(folder).keys("");
  expect((await readdir(folder)).sort()).toEqual(["README", "new.part"]);
});

test("two processes that share a folder do not disturb each other", async () => {
  const folder = folderOf("shared");
  const worker = fileURLToPath(new URL("./file-cache-worker.ts", import.meta.url));
  // Both write the same keys, over and over, into less room than they need.
  const run = (fill: number) => promisify(execFile)(process.execPath, [worker, folder, String(fill)], { env: {} });
  const results = await Promise.all([run(1), run(2)]);
  expect(results.map(({ stdout }) => stdout.trim())).toEqual(["whole", "whole"]);
  expect((await readdir(folder)).filter((name) => name.endsWith(".part"))).toEqual([]);
});

test("a folder that cannot be made is a failure of the methods, not of the constructor, and is tried again", async () => {
  const { file } = await filled("in the way");
  const cache = fileCache(join(file, "below"));
  await expect(cache.get("a")).rejects.toMatchObject({ code: "ENOTDIR" });
  await rm(file);
  await cache.set("a", value);
  await expect(cache.get("a")).resolves.toEqual(value);
});

test("what the disk has no room for is not kept, nor what was there by its name", async () => {
  const folder = folderOf("tight");
  // No file of more than 64 blocks of 512 bytes may be written, as on a disk that has no more.
  const work = `
    import { fileCache } from ${JSON.stringify(new URL("../../src/cache/file-cache.ts", import.meta.url).href)};
    const cache = fileCache(${JSON.stringify(folder)});
    for (let index = 0; index < 8; index++) await cache.set("small" + index, new Uint8Array(1000));
    await cache.set("a", new Uint8Array(10));
    await cache.set("a", new Uint8Array(100_000));
    console.log(JSON.stringify([await cache.get("a") ?? null, await cache.keys("small")]));`;
  const run = ["-c", 'ulimit -f 64; exec "$0" --input-type=module -e "$1"', process.execPath, work];
  const { stdout } = await promisify(execFile)("sh", run);
  const [found, keys] = JSON.parse(stdout) as [null, string[]];
  expect(found).toBeNull();
  // There was an attempt to make room.
  expect(keys.length).toBeLessThan(8);
  expect((await readdir(folder)).filter((name) => name.endsWith(".part"))).toEqual([]);
});
