// What every cache is held to, in Node and in browsers alike: hence without a test framework.
import type { Cache } from "../../src/api.ts";

export interface CacheMaker {
  /** The same `name`: the same cache, opened again, where it outlives being closed. */
  readonly make: (name: string, quota: number) => Cache | Promise<Cache>;
  readonly outlivesClosing: boolean;
}

const QUOTA = 100_000;
const bytes = (length: number, fill = 1): Uint8Array => new Uint8Array(length).fill(fill);

function expectThat(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}
function expectSame(found: Uint8Array | undefined, expected: Uint8Array | undefined, what: string): void {
  const same =
    found === undefined || expected === undefined
      ? found === expected
      : found instanceof Uint8Array &&
        found.length === expected.length &&
        found.every((one, at) => one === expected[at]);
  expectThat(same, `${what}: ${found ? `${found.length} bytes from ${found[0] ?? "none"}` : "nothing"}`);
}
const sorted = (keys: readonly string[]) => JSON.stringify([...keys].sort());

/** Each case by what it holds the cache to. Throws where the cache does not. */
export const CACHE_CONTRACT: Readonly<Record<string, (maker: CacheMaker, name: string) => Promise<void>>> = {
  "gives back what was put in": async ({ make }, name) => {
    const cache = await make(name, QUOTA);
    expectSame(await cache.get("a"), undefined, "what was never there");
    await cache.set("a", bytes(1_000, 7));
    await cache.set("empty", bytes(0));
    expectSame(await cache.get("a"), bytes(1_000, 7), "a");
    expectSame(await cache.get("empty"), bytes(0), "empty");
    await cache.set("a", bytes(10, 8));
    expectSame(await cache.get("a"), bytes(10, 8), "a, replaced");
    await cache.close();
  },

  "takes out what is to be deleted, and nothing else": async ({ make }, name) => {
    const cache = await make(name, QUOTA);
    await cache.set("a", bytes(1));
    await cache.set("b", bytes(1));
    await cache.delete("a");
    await cache.delete("never there");
    expectSame(await cache.get("a"), undefined, "a");
    expectSame(await cache.get("b"), bytes(1), "b");
    expectThat(sorted(await cache.keys("")) === '["b"]', "keys");
    await cache.close();
  },

  "takes any text for a key": async ({ make }, name) => {
    const cache = await make(name, QUOTA);
    const keys = ["../../escape", "/", ".", "", "CON", "a\u0000b", "ключ", "🎭", "a", "A", "x".repeat(3_000), "a%2Fb"];
    for (const [index, key] of keys.entries()) await cache.set(key, bytes(10, index));
    for (const [index, key] of keys.entries()) expectSame(await cache.get(key), bytes(10, index), key.slice(0, 20));
    expectThat(sorted(await cache.keys("")) === sorted(keys), "keys");
    await cache.close();
  },

  "lists keys by their beginning": async ({ make }, name) => {
    const cache = await make(name, QUOTA);
    for (const key of ["romeo/a", "romeo/b", "romeo", "romeo%", "juliet/a", "romeo/🎭"]) await cache.set(key, bytes(1));
    expectThat(sorted(await cache.keys("romeo/")) === sorted(["romeo/a", "romeo/b", "romeo/🎭"]), "romeo/");
    expectThat((await cache.keys("tybalt/")).length === 0, "tybalt/");
    await cache.close();
  },

  "keeps what was put in, whatever happens to the array": async ({ make }, name) => {
    const cache = await make(name, QUOTA);
    const given = bytes(4, 1);
    await cache.set("a", given);
    given.fill(9);
    expectSame(await cache.get("a"), bytes(4, 1), "after the one put in changed");
    (await cache.get("a"))!.fill(9);
    expectSame(await cache.get("a"), bytes(4, 1), "after the one given out changed");
    await cache.set("part", bytes(100, 5).subarray(10, 14));
    expectSame(await cache.get("part"), bytes(4, 5), "a part of a larger array");
    await cache.close();
  },

  "keeps to its quota, the least recently used out first": async ({ make }, name) => {
    const cache = await make(name, QUOTA);
    for (const key of ["a", "b", "c"]) await cache.set(key, bytes(QUOTA / 4));
    await cache.get("a");
    await cache.set("d", bytes(QUOTA / 3));
    expectSame(await cache.get("b"), undefined, "b, which nobody used");
    for (const key of ["a", "d"]) expectThat((await cache.get(key)) !== undefined, key);
    for (let index = 0; index < 40; index++) await cache.set(`more${index}`, bytes(QUOTA / 10));
    let total = 0;
    for (const key of await cache.keys("")) total += (await cache.get(key))!.length;
    expectThat(total <= QUOTA && total > QUOTA / 2, `${total} bytes are kept`);
    expectThat((await cache.get("more39")) !== undefined, "the latest");
    await cache.close();
  },

  "does not keep what has no room, and keeps the others": async ({ make }, name) => {
    const cache = await make(name, QUOTA);
    await cache.set("a", bytes(10));
    await cache.set("b", bytes(10));
    await cache.set("a", bytes(QUOTA * 2));
    expectSame(await cache.get("a"), undefined, "a, which is too large now");
    expectSame(await cache.get("b"), bytes(10), "b");
    await cache.close();
  },

  "is whole, whoever writes at once": async ({ make }, name) => {
    const cache = await make(name, QUOTA);
    await Promise.all(Array.from({ length: 20 }, (_, index) => cache.set("a", bytes(1_000 + index, index))));
    const found = (await cache.get("a"))!;
    expectSame(found, bytes(1_000 + found[0]!, found[0]), "one of what was put in");
    await Promise.all(
      Array.from({ length: 40 }, async (_, index) => {
        await cache.set(`key${index % 10}`, bytes(100, index));
        await cache.get(`key${(index * 7) % 10}`);
        if (index % 5 === 0) await cache.delete(`key${index % 10}`);
      }),
    );
    for (const key of await cache.keys("key")) expectThat((await cache.get(key))?.length === 100, key);
    await cache.close();
  },

  "is there when opened again, if it outlives being closed": async ({ make, outlivesClosing }, name) => {
    const first = await make(name, QUOTA);
    await first.set("a", bytes(100, 3));
    await first.close();
    const second = await make(name, QUOTA);
    expectSame(await second.get("a"), outlivesClosing ? bytes(100, 3) : undefined, "a");
    expectThat((await second.keys("")).length === (outlivesClosing ? 1 : 0), "keys");
    await second.close();
  },

  "keeps to a quota that became smaller": async ({ make }, name) => {
    const first = await make(name, QUOTA);
    for (let index = 0; index < 9; index++) await first.set(`old${index}`, bytes(QUOTA / 10));
    await first.close();
    const second = await make(name, QUOTA / 2);
    await second.set("new", bytes(QUOTA / 10));
    let total = 0;
    for (const key of await second.keys("")) total += (await second.get(key))!.length;
    expectThat(total <= QUOTA / 2, `${total} bytes are kept`);
    expectThat((await second.get("new")) !== undefined, "new");
    await second.close();
  },
};
