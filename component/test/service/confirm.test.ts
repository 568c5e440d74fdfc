// Reading many owners' lists while an answer waits: who cannot be read keeps nobody else from it.
import { afterEach, beforeEach, expect, jest, test } from "@jest/globals";
import { SchemeError } from "@status-scheme/protocol";
import { silentLog } from "../../src/log.ts";
import { createConfirm } from "../../src/service/confirm.ts";

const PATIENCE_MS = 2_000;

beforeEach(() => void jest.useFakeTimers({ doNotFake: ["nextTick", "setImmediate"] }));
afterEach(() => void jest.useRealTimers());

const owners = (domain: string, count: number, name = "servant") =>
  Array.from({ length: count }, (_, i) => `${name}${i}@${domain}`);

/** Lists that can be read, but for those of `refused`, and of `silent`, which never come. */
function confirming({ refused = [] as string[], silent = [] as string[] } = {}) {
  const asked: string[] = [];
  let atOnce = 0;
  let most = 0;
  const refresh = async (owner: string) => {
    asked.push(owner);
    most = Math.max(most, ++atOnce);
    if (silent.includes(owner)) await new Promise(() => undefined);
    await new Promise((resolve) => setImmediate(resolve));
    atOnce -= 1;
    if (refused.includes(owner)) throw new SchemeError("try-later");
  };
  const confirm = createConfirm({ contacts: { refresh }, clock: Date.now, log: silentLog });
  return {
    asked,
    most: () => most,
    /** All that can be read in time is. */
    confirm: async (all: readonly string[]) => {
      const confirmed = confirm(all, Date.now() + PATIENCE_MS);
      for (let step = 0; step <= all.length; step++) await new Promise((resolve) => setImmediate(resolve));
      await jest.advanceTimersByTimeAsync(PATIENCE_MS);
      return confirmed;
    },
  };
}

test("a domain whose lists cannot be read keeps no other from it, and is not asked for all of them", async () => {
  const ungranted = owners("montague.lit", 50);
  const { confirm, asked } = confirming({ refused: ungranted });
  const unread = await confirm([...ungranted, ...owners("capulet.lit", 50)]);
  expect([...unread].sort()).toEqual([...ungranted].sort());
  expect(asked.filter((owner) => owner.endsWith("montague.lit"))).toHaveLength(4);
});

test.each(["refused", "silent"] as const)("owners that are %s come last the next time", async (how) => {
  const bad = owners("capulet.lit", 6, "villain");
  const good = owners("capulet.lit", 50);
  const { confirm } = confirming({ [how]: bad });
  expect((await confirm([...bad, ...good])).size).toBeGreaterThan(bad.length);
  await confirm([...bad, ...good]);
  // At the latest now, each of them has been tried.
  expect([...(await confirm([...bad, ...good]))].sort()).toEqual([...bad].sort());
});

test("so many of a domain are read at once", async () => {
  const { confirm, most } = confirming();
  expect(await confirm(owners("capulet.lit", 50))).toEqual(new Set());
  expect(most()).toBe(4);
});
