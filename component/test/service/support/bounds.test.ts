// The bounds of what is kept in memory, and of how often anything may be asked.
import { describe, expect, test } from "@jest/globals";
import { createBoundedMap } from "../../../src/service/support/bounded-map.ts";
import { createBuckets } from "../../../src/service/support/buckets.ts";

describe("a bounded map", () => {
  test("drops what was used longest ago", () => {
    const map = createBoundedMap<number>(3);
    for (const [index, key] of ["a", "b", "c"].entries()) map.set(key, index);
    map.get("a");
    map.set("b", 7);
    map.set("d", 3);
    expect(["a", "b", "c", "d"].map((key) => map.get(key))).toEqual([0, 7, undefined, 3]);
  });

  test("counts by weight, and keeps nothing too heavy for it", () => {
    const map = createBoundedMap<string>(10, (text) => text.length);
    map.set("a", "12345");
    map.set("b", "12345");
    map.set("b", "123456");
    expect([map.get("a"), map.get("b")]).toEqual([undefined, "123456"]);
    map.delete("b");
    map.set("c", "x".repeat(11));
    expect(map.size).toBe(0);
    map.set("d", "1234567890");
    expect(map.get("d")).toBe("1234567890");
  });

  test("stays as large as it is, whatever is put in", () => {
    const map = createBoundedMap<number>(100);
    for (let i = 0; i < 10_000; i++) map.set(`key${i}`, i);
    expect(map.size).toBe(100);
  });
});

describe("a bucket", () => {
  const make = () => {
    const time = { now: 0 };
    return { time, buckets: createBuckets({ burst: 3, perSecond: 0.5 }, () => time.now) };
  };
  const takes = ({ buckets }: ReturnType<typeof make>, key: string) => {
    let taken = 0;
    while (buckets.tryTake(key)) taken += 1;
    return taken;
  };

  test("gives so much at once, and so much a second after", () => {
    const one = make();
    expect(takes(one, "romeo")).toBe(3);
    one.time.now += 2_000;
    expect(takes(one, "romeo")).toBe(1);
    one.time.now += 3_600_000;
    expect(takes(one, "romeo")).toBe(3);
  });

  test("is its key's alone", () => {
    const one = make();
    takes(one, "romeo");
    expect(takes(one, "juliet")).toBe(3);
  });

  test("says after how many seconds there will be enough", () => {
    const { buckets, time } = make();
    buckets.take("romeo", 3);
    time.now += 500;
    expect(() => buckets.take("romeo", 2)).toThrow(
      expect.objectContaining({ code: "rate-exceeded", detail: { after: 4 } }),
    );
    time.now += 3_500;
    expect(() => buckets.take("romeo", 2)).not.toThrow();
  });

  test("lets through what is larger than itself once it is full, and is in debt for it", () => {
    const { buckets, time } = make();
    expect(buckets.tryTake("romeo", 5)).toBe(true);
    time.now += 4_000;
    expect(buckets.tryTake("romeo")).toBe(false);
    time.now += 2_000;
    expect(buckets.tryTake("romeo")).toBe(true);
  });

  test("gives nothing for a clock set back, and takes nothing for it", () => {
    const one = make();
    one.time.now = 10_000;
    takes(one, "romeo");
    one.time.now = 0;
    expect(takes(one, "romeo")).toBe(0);
    one.time.now = 2_000;
    expect(takes(one, "romeo")).toBe(1);
  });
});
