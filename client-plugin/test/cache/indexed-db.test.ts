import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { openPage } from "../support/browser.ts";
import type { BrowserPage } from "../support/browser.ts";
import { CACHE_CONTRACT } from "./contract.ts";
import type { PageApi } from "./indexed-db-page.ts";

declare const api: PageApi;

let browser: BrowserPage;
beforeAll(async () => {
  browser = await openPage(fileURLToPath(new URL("./indexed-db-page.ts", import.meta.url)));
});
afterAll(() => browser?.close());

test.each(Object.keys(CACHE_CONTRACT))("%s", async (name) => {
  await browser.page.evaluate((which) => api.run(which), name);
});

test("tabs share a database, and none damages what another writes", async () => {
  const work = async (fill: number) => {
    const cache = api.indexedDbCache({ name: "shared", quota: 60_000 });
    for (let round = 0; round < 50; round++) {
      await cache.set(`key${round % 10}`, new Uint8Array(10_000).fill(fill));
      const found = await cache.get(`key${round % 10}`);
      if (found && !found.every((byte) => byte === found[0])) return "damaged";
    }
    return "whole";
  };
  const other = await browser.open();
  await expect(Promise.all([browser.page.evaluate(work, 1), other.evaluate(work, 2)])).resolves.toEqual([
    "whole",
    "whole",
  ]);
  await other.close();
});

test("a page without IndexedDB makes the methods fail, not the page", async () => {
  const failed = await browser.page.evaluate(async () => {
    const original = Object.getOwnPropertyDescriptor(globalThis, "indexedDB")!;
    Object.defineProperty(globalThis, "indexedDB", {
      configurable: true,
      get() {
        throw new DOMException("denied", "SecurityError");
      },
    });
    const cache = api.indexedDbCache({ name: "denied" });
    const outcome = await cache.get("a").then(
      () => "found",
      (error: Error) => error.name,
    );
    Object.defineProperty(globalThis, "indexedDB", original);
    return outcome;
  });
  expect(failed).toBe("SecurityError");
});

test("a database that goes away while it is open makes the methods fail", async () => {
  const outcome = await browser.page.evaluate(async () => {
    const cache = api.indexedDbCache({ name: "going" });
    await cache.set("a", new Uint8Array(1));
    await new Promise((resolve) => {
      indexedDB.deleteDatabase("going").onsuccess = resolve;
    });
    return cache.get("a").then(
      () => "found",
      (error: Error) => error.name,
    );
  });
  expect(outcome).toBe("InvalidStateError");
});
