import { describe, expect, test } from "@jest/globals";
import { SchemeError } from "@status-scheme/protocol";
import { createBackOff } from "../../src/viewer/back-off.ts";
import { createQueue } from "../../src/viewer/queue.ts";
import { idle } from "./support/clock.ts";

describe("what failed is tried again", () => {
  const at = (random: number) => {
    let now = 0;
    const backOff = createBackOff({ now: () => now, random: () => random });
    return {
      backOff,
      /** The waits after each of so many failures, in seconds. */
      waits: (error: unknown, count: number) =>
        Array.from({ length: count }, () => {
          const until = backOff.fail("key", error);
          const wait = (until - now) / 1_000;
          now = until;
          return wait;
        }),
    };
  };

  // holds: back-off-grows
  test("later each time, up to six hours", () => {
    const waits = at(0.5).waits(new SchemeError("internal"), 12);
    expect(waits.slice(0, 4)).toEqual([60, 120, 240, 480]);
    expect(waits.at(-1)).toBe(6 * 3_600);
  });

  test("soon, where it passes by itself", () => {
    expect(at(0.5).waits(new SchemeError("try-later"), 3)).toEqual([5, 10, 20]);
  });

  // holds: back-off-jitter
  test("at a moment of its own", () => {
    expect(at(0).waits(new SchemeError("try-later"), 1)).toEqual([2.5]);
    expect(at(0.999).waits(new SchemeError("try-later"), 1)[0]).toBeCloseTo(7.495);
  });

  // holds: after-obeyed
  test("not before a service asked for, but not never either", () => {
    expect(at(0).waits(new SchemeError("rate-exceeded", { after: 900 }), 1)).toEqual([900]);
    // Sooner than the first wait, but later than the earliest of it.
    expect(at(0).waits(new SchemeError("rate-exceeded", { after: 4 }), 1)).toEqual([4]);
    expect(at(0).waits(new SchemeError("rate-exceeded", { after: 1e9 }), 1)[0]).toBeLessThanOrEqual(9 * 3_600);
  });

  test("from the beginning after it was had", () => {
    const { backOff, waits } = at(0.5);
    waits(new SchemeError("internal"), 5);
    expect(backOff.until("key")).toBeUndefined();
    backOff.clear("key");
    expect(waits(new SchemeError("internal"), 1)).toEqual([60]);
    expect(backOff.until("another")).toBeUndefined();
  });

  test("as far as there is room to remember", () => {
    const { backOff } = at(0.5);
    for (let count = 0; count <= 5_000; count++) backOff.fail(`key${count}`, new Error("defect"));
    expect(backOff.until("key0")).toBeUndefined();
    expect(backOff.until("key5000")).toBeGreaterThan(0);
  });
});

describe("the queue", () => {
  test("runs so many at once, what is to be seen before what is fetched ahead", async () => {
    const queue = createQueue({ concurrency: 2 });
    const started: string[] = [];
    const ends: (() => void)[] = [];
    const job = (name: string) => () => {
      started.push(name);
      return new Promise<string>((resolve) => ends.push(() => resolve(name)));
    };
    const results = [
      queue.run(job("ahead 1"), { ahead: true }),
      queue.run(job("ahead 2"), { ahead: true }),
      queue.run(job("ahead 3"), { ahead: true }),
      queue.run(job("seen")),
    ];
    expect(started).toEqual(["ahead 1", "ahead 2"]);
    ends[0]!();
    await idle();
    expect(started.at(-1)).toBe("seen");
    for (let next = 1; next < 4; next++) {
      ends[next]!();
      await idle();
    }
    await expect(Promise.all(results)).resolves.toEqual(["ahead 1", "ahead 2", "ahead 3", "seen"]);
  });

  test("a job that takes long gives its turn to others, and not to more for the same", async () => {
    let pass = () => {};
    const after = (_ms: number, run: () => void) => {
      const before = pass;
      pass = () => [before, run].forEach((one) => one());
      return () => undefined;
    };
    const queue = createQueue({ concurrency: 2, after });
    const started: string[] = [];
    const job = (name: string, of: string) => {
      const forEver = () => {
        started.push(name);
        return new Promise<void>(() => undefined);
      };
      void queue.run(forEver, { of });
    };
    for (const name of ["1", "2", "3", "4"]) job(`slow ${name}`, "schemes.verona.lit");
    job("other", "schemes.capulet.lit");
    expect(started).toEqual(["slow 1", "slow 2"]);
    pass();
    await idle();
    expect(started).toEqual(["slow 1", "slow 2", "other"]);
  });

  test("goes on after a job that fails", async () => {
    const queue = createQueue({ concurrency: 1 });
    await expect(queue.run(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
    await expect(queue.run(() => Promise.resolve("yes"))).resolves.toBe("yes");
  });

  test("refuses what waits, and whatever comes, once it is stopped", async () => {
    const queue = createQueue({ concurrency: 1 });
    const running = queue.run(() => idle().then(() => "done"));
    const waiting = queue.run(() => Promise.resolve("never"));
    queue.stop(new Error("stopped"));
    await expect(waiting).rejects.toThrow("stopped");
    await expect(queue.run(() => Promise.resolve("never"))).rejects.toThrow("stopped");
    await expect(running).resolves.toBe("done");
  });
});
