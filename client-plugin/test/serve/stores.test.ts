import { mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { folderStore } from "../../src/serve/folder-store.ts";
import { memoryStore } from "../../src/serve/memory-store.ts";
import { openPage } from "../support/browser.ts";
import type { BrowserPage } from "../support/browser.ts";
import { STORE_CONTRACT } from "./store-contract.ts";
import type { PageApi } from "./store-page.ts";

declare const api: PageApi;

let folder: string;
let browser: BrowserPage;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "status-scheme-store-"));
  browser = await openPage(join(import.meta.dirname, "store-page.ts"));
});
afterAll(async () => {
  await browser?.close();
  await rm(folder, { recursive: true });
});

const names = Object.keys(STORE_CONTRACT);

test.each(names)("memory: %s", async (name) => {
  await STORE_CONTRACT[name]!({ make: () => memoryStore(), outlivesClosing: false }, name);
});

test.each(names)("IndexedDB: %s", async (name) => {
  await browser.page.evaluate((which) => api.run(which), name);
});

describe("a folder", () => {
  test.each(names)("%s", async (name) => {
    const make = (of: string) => folderStore(join(folder, of.replaceAll(/\W/g, "")));
    await STORE_CONTRACT[name]!({ make, outlivesClosing: true }, name);
  });

  test("what a process left unfinished is taken away, and what another one writes now is not", async () => {
    const there = join(folder, "unfinished");
    const before = folderStore(there);
    await before.set("a", new Uint8Array(1));
    await writeFile(join(there, "old.part"), "");
    await writeFile(join(there, "new.part"), "");
    await utimes(join(there, "old.part"), 0, 0);
    expect(await folderStore(there).keys("")).toEqual(["a"]);
    const left = await readdir(there);
    expect(left.filter((name) => name.endsWith(".part"))).toEqual(["new.part"]);
  });

  test("what is damaged is not there", async () => {
    const there = join(folder, "damaged");
    const store = folderStore(there);
    await store.set("a", new Uint8Array(100));
    const [name] = await readdir(there);
    await writeFile(join(there, name!), "something else");
    expect(await store.get("a")).toBeUndefined();
  });

  test("where nothing can be written, nothing is said to be kept, and it is tried again", async () => {
    await writeFile(join(folder, "file"), "");
    const store = folderStore(join(folder, "file"));
    await expect(store.set("a", new Uint8Array(1))).rejects.toThrow();
    await rm(join(folder, "file"));
    await store.set("a", new Uint8Array(1));
    expect(await store.keys("")).toEqual(["a"]);
  });
});
