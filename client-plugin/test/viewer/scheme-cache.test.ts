// Schemes and media over the cache: nothing that was not put in comes out.
import { describe, expect, test } from "@jest/globals";
import { memoryCache } from "../../src/cache/memory.ts";
import { resilientCache } from "../../src/cache/resilient.ts";
import { createSchemeCache } from "../../src/viewer/scheme-cache.ts";
import { makeMedium, S1, schemeOf, textLook } from "./support/values.ts";

const JULIET = "juliet@capulet.lit";
const ACCOUNT = "romeo@capulet.lit";
const door = new TextEncoder().encode("a closed door");
const medium = makeMedium(door);
const scheme = schemeOf(JULIET, S1, textLook("dnd", "Busy", { media: [medium] }));

async function filled() {
  const cache = memoryCache();
  const schemes = createSchemeCache(cache, { now: () => 0 });
  await schemes.open(ACCOUNT);
  await schemes.hold({ scheme });
  await schemes.keepMedium(medium.hash, door);
  return { cache, schemes };
}
const keyOf = async (cache: ReturnType<typeof memoryCache>, part: string) =>
  (await cache.keys("")).find((key) => key.includes(part))!;

test("what was put in comes out, also when opened again", async () => {
  const { cache } = await filled();
  const schemes = createSchemeCache(cache, { now: () => 0 });
  await schemes.open(ACCOUNT);
  expect([...schemes.owners()]).toEqual([JULIET]);
  await expect(schemes.load(JULIET)).resolves.toEqual({ scheme });
  expect(schemes.hasMedium(medium.hash)).toBe(true);
  await expect(schemes.medium(medium)).resolves.toEqual(door);
});

describe("a scheme that is damaged is thrown away", () => {
  test.each([
    ["no JSON", "{"],
    ["nothing", ""],
    ["something else", "[1, 2]"],
    ["of another owner", JSON.stringify({ scheme: { ...scheme, owner: "tybalt@capulet.lit" } })],
    ["without a stamp", JSON.stringify({ scheme: { ...scheme, stamp: undefined } })],
    ["with a stamp that is none", JSON.stringify({ scheme: { ...scheme, stamp: "now" } })],
    ["with a look that is none", JSON.stringify({ scheme: { ...scheme, looks: [{ state: "<dnd>" }] } })],
    ["with a source that is none", JSON.stringify({ scheme }).replace("https:", "javascript:")],
  ])("%s", async (_, text) => {
    const { cache, schemes } = await filled();
    const key = await keyOf(cache, "/scheme/");
    await cache.set(key, new TextEncoder().encode(text));
    await expect(schemes.load(JULIET)).resolves.toBeUndefined();
    expect(await cache.keys(key)).toEqual([]);
  });
});

// holds: cache-verified
test("media that are damaged are thrown away", async () => {
  const { cache, schemes } = await filled();
  await cache.set(await keyOf(cache, "/medium/"), new TextEncoder().encode("A CLOSED DOOR"));
  await expect(schemes.medium(medium)).resolves.toBeUndefined();
  expect(schemes.hasMedium(medium.hash)).toBe(false);
  expect(await keyOf(cache, "/medium/")).toBeUndefined();
});

test("a note that is damaged is none", async () => {
  const { cache, schemes } = await filled();
  await schemes.setNote("sync/x", { token: "t" });
  await expect(schemes.note("sync/x")).resolves.toEqual({ token: "t" });
  await cache.set(await keyOf(cache, "/note/"), new Uint8Array([0xff]));
  await expect(schemes.note("sync/x")).resolves.toBeUndefined();
});

describe("a cache that fails", () => {
  const world = (failing: () => boolean) => {
    const failures: unknown[] = [];
    const given = memoryCache();
    let uses = 0;
    const use = <T>(job: () => Promise<T>) => {
      uses += 1;
      return failing() ? Promise.reject(new Error("no room")) : job();
    };
    const cache = resilientCache(
      {
        get: (key) => use(() => given.get(key)),
        set: (key, value) => use(() => given.set(key, value)),
        delete: (key) => use(() => given.delete(key)),
        keys: (prefix) => use(() => given.keys(prefix)),
        close: () => use(() => given.close()),
      },
      (error) => failures.push(error),
    );
    return { cache, given, failures, uses: () => uses };
  };

  test("is told of once, gone on without, and not tried for ever", async () => {
    const { cache, failures, uses } = world(() => true);
    for (const key of ["a", "b", "c"]) await cache.set(key, door);
    await cache.delete("c");
    for (const key of ["a", "b"]) await expect(cache.get(key)).resolves.toEqual(door);
    await expect(cache.keys("")).resolves.toEqual(["a", "b"]);
    await cache.delete("a");
    await expect(cache.get("a")).resolves.toBeUndefined();
    expect(uses()).toBe(3);
    await cache.close();
    expect(failures).toHaveLength(1);
  });

  test("is not given up for uses at the same time that fail together", async () => {
    let isFailing = true;
    const { cache, given, failures } = world(() => isFailing);
    for (let hiccup = 0; hiccup < 2; hiccup++) await Promise.all(["a", "b", "c"].map((key) => cache.get(key)));
    isFailing = false;
    await cache.set("a", door);
    await expect(given.get("a")).resolves.toEqual(door);
    expect(failures).toHaveLength(1);
  });

  test("is not given up for failures that are far apart", async () => {
    let isFailing = false;
    const { cache, given, failures } = world(() => isFailing);
    for (let round = 0; round < 5; round++) {
      isFailing = true;
      await cache.get("a");
      isFailing = false;
      await cache.get("a");
    }
    await cache.set("a", door);
    await expect(given.get("a")).resolves.toEqual(door);
    expect(failures).toHaveLength(1);
  });

  test("is tried again, and what was kept beside it meanwhile counts", async () => {
    let isFailing = false;
    const { cache, given, failures } = world(() => isFailing);
    const window = new TextEncoder().encode("a window");
    await cache.set("a", door);
    isFailing = true;
    await cache.set("a", window);
    isFailing = false;
    await expect(cache.get("a")).resolves.toEqual(window);
    await expect(cache.keys("")).resolves.toEqual(["a"]);
    await cache.set("a", door);
    await expect(cache.get("a")).resolves.toEqual(door);
    await expect(given.get("a")).resolves.toEqual(door);
    expect(failures).toHaveLength(1);
  });
});
