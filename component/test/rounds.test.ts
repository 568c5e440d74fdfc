import { expect, jest, test } from "@jest/globals";
import { createLog, silentLog } from "../src/log.ts";
import { createRounds } from "../src/rounds.ts";

/** Runs what is due within so many milliseconds, and what that leads to. */
const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);

test("comes round again and again, each time after half to one and a half of the time", async () => {
  jest.useFakeTimers();
  try {
    const random = [0, 0.999];
    const at: number[] = [];
    const start = Date.now();
    const rounds = createRounds({
      work: async () => void at.push(Date.now() - start),
      everyMs: 1000,
      random: () => random.shift() ?? 0.5,
      log: silentLog,
    });
    rounds.start();
    await pass(3000);
    expect(at).toEqual([500, 1999, 2999]);
    await rounds.stop();
    await pass(10_000);
    expect(at.length).toBe(3);
  } finally {
    jest.useRealTimers();
  }
});

test("a round that fails is logged, and the next one comes", async () => {
  jest.useFakeTimers();
  try {
    const log: string[] = [];
    let count = 0;
    const work = async () => {
      count += 1;
      throw new Error("the disk is full");
    };
    const rounds = createRounds({
      work,
      everyMs: 1000,
      random: () => 0.5,
      log: createLog("info", { write: (line) => log.push(line) }),
    });
    rounds.start();
    await pass(2000);
    await rounds.stop();
    expect(count).toBe(2);
    expect(log[0]).toContain("the disk is full");
  } finally {
    jest.useRealTimers();
  }
});

test("a stop tells the round under way", async () => {
  jest.useFakeTimers();
  try {
    let isTold = false;
    const work = (stopping: AbortSignal) =>
      new Promise<void>((resolve) => {
        stopping.addEventListener("abort", () => resolve(void (isTold = true)));
      });
    const rounds = createRounds({ work, everyMs: 1000, random: () => 0.5, log: silentLog });
    rounds.start();
    await pass(1000);
    await rounds.stop();
    expect(isTold).toBe(true);
  } finally {
    jest.useRealTimers();
  }
});

test("a stop waits for the round under way, which is the last", async () => {
  jest.useFakeTimers();
  try {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    let count = 0;
    const work = async () => {
      count += 1;
      await promise;
    };
    const rounds = createRounds({ work, everyMs: 1000, random: () => 0.5, log: silentLog });
    rounds.start();
    await pass(1000);
    let isStopped = false;
    const stopped = rounds.stop().then(() => (isStopped = true));
    await pass(5000);
    expect(isStopped).toBe(false);
    resolve(undefined);
    await stopped;
    await pass(5000);
    expect(count).toBe(1);
  } finally {
    jest.useRealTimers();
  }
});
