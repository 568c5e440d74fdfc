import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { openPage } from "../support/browser.ts";
import type { BrowserPage } from "../support/browser.ts";
import { CACHE_CONTRACT } from "./contract.ts";
import type { PageApi } from "./indexed-db-page.ts";

declare const api: PageApi;

let browser: BrowserPage;
let tight: BrowserPage | undefined;
beforeAll(async () => {
  browser = await openPage(fileURLToPath(new URL("./indexed-db-page.ts", import.meta.url)));
});
afterAll(async () => {
  await tight?.close();
  await browser?.close();
});

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

test("what could not be opened is opened at the next use", async () => {
  const outcomes = await browser.page.evaluate(async () => {
    const { open } = IDBFactory.prototype;
    const cache = api.indexedDbCache({ name: "later" });
    const attempt = () =>
      cache.set("a", new Uint8Array(1)).then(
        () => "kept",
        (error: Error) => error.name,
      );
    IDBFactory.prototype.open = () => {
      throw new DOMException("not now", "UnknownError");
    };
    const first = await attempt();
    IDBFactory.prototype.open = open;
    return [first, await attempt()];
  });
  expect(outcomes).toEqual(["UnknownError", "kept"]);
});

test("an opening that takes long is not waited for again, and is of use once it is there", async () => {
  const page = await browser.open();
  const outcomes = await page.evaluate(async () => {
    // Another program is in the way of its own deletion, and of all who come after that.
    const inTheWay = await new Promise<IDBDatabase>((resolve) => {
      const request = indexedDB.open("slow", 1);
      request.onsuccess = () => resolve(request.result);
    });
    const gone = new Promise((resolve) => (indexedDB.deleteDatabase("slow").onsuccess = resolve));
    const cache = api.indexedDbCache({ name: "slow" });
    const attempt = () =>
      cache.keys("").then(
        () => "read",
        (error: Error) => error.message,
      );
    const { setTimeout } = globalThis;
    let waits = 0;
    globalThis.setTimeout = ((run: () => void) => {
      waits += 1;
      return setTimeout(run, 0);
    }) as typeof setTimeout;
    const early = [await attempt(), await attempt()];
    inTheWay.close();
    await gone;
    await new Promise((resolve) => (indexedDB.open("slow", 1).onsuccess = resolve));
    return [...early, await attempt(), waits];
  });
  await page.close();
  expect(outcomes).toEqual(["IndexedDB does not open", "IndexedDB does not open", "read", 1]);
});

test("a database that is deleted while it is open goes at once, and another one takes its place", async () => {
  const outcome = await browser.page.evaluate(async () => {
    const cache = api.indexedDbCache({ name: "going" });
    await cache.set("a", new Uint8Array(1));
    const others = api.indexedDbCache({ name: "going" });
    await others.set("b", new Uint8Array(1));
    await new Promise((resolve) => {
      indexedDB.deleteDatabase("going").onsuccess = resolve;
    });
    const found = await cache.keys("");
    await cache.set("c", new Uint8Array(2));
    return [found, await others.keys("")];
  });
  expect(outcome).toEqual([[], ["c"]]);
});

test("a connection that the browser gave up is made again", async () => {
  const outcome = await browser.page.evaluate(async () => {
    const { transaction } = IDBDatabase.prototype;
    const cache = api.indexedDbCache({ name: "lost" });
    await cache.set("a", new Uint8Array(3));
    let calls = 0;
    IDBDatabase.prototype.transaction = function (...given) {
      calls += 1;
      if (calls === 1) this.close();
      return transaction.apply(this, given);
    };
    const found = (await cache.get("a"))?.length;
    IDBDatabase.prototype.transaction = transaction;
    return found;
  });
  expect(outcome).toBe(3);
});

test("a cache that was closed stays so", async () => {
  const outcome = await browser.page.evaluate(async () => {
    const cache = api.indexedDbCache({ name: "closed" });
    await cache.set("a", new Uint8Array(1));
    await cache.close();
    return cache.get("a").then(
      () => "found",
      (error: Error) => error.name,
    );
  });
  expect(outcome).toBe("InvalidStateError");
});

// Of a browser of its own: Chromium asks for the room there is once, and goes by that for a while.
test("where the browser gives less room than the quota, what was used longest ago makes room, and what has none is not kept", async () => {
  tight = await openPage(fileURLToPath(new URL("./indexed-db-page.ts", import.meta.url)));
  const session = await tight.page.context().newCDPSession(tight.page);
  const origin = await tight.page.evaluate(() => location.origin);
  await session.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: 3_000_000 });
  const left = await tight.page.evaluate(async () => {
    const cache = api.indexedDbCache();
    const noise = (length: number) => {
      const bytes = new Uint8Array(length);
      for (let at = 0; at < length; at += 65_536) crypto.getRandomValues(bytes.subarray(at, at + 65_536));
      return bytes;
    };
    for (let index = 0; index < 16; index++) {
      await cache.set(`key${index}`, noise(131_072));
      await cache.get("key0");
    }
    // More than there is: neither this nor what was there by its name.
    await cache.set("key15", noise(5_000_000));
    const keys = await cache.keys("");
    await cache.set("last", noise(131_072));
    return { keys, used: (await cache.get("key0"))?.length, last: (await cache.get("last"))?.length };
  });
  expect(left).toMatchObject({ used: 131_072, last: 131_072 });
  expect(left.keys).not.toContain("key15");
  expect(left.keys.length).toBeGreaterThan(0);
});
