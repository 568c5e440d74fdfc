import { afterEach, beforeEach, expect, jest, test } from "@jest/globals";
import { silentLog } from "../../src/log.ts";
import { createRegain } from "../../src/xmpp/regain.ts";

const SPACING = { least: 1_000, most: 60_000 };
const granting = new Set<string>();
let renewals: number;

beforeEach(() => {
  jest.useFakeTimers();
  granting.clear();
  renewals = 0;
});
afterEach(() => void jest.useRealTimers());

const regaining = () =>
  createRegain({
    privilege: { granted: (domain) => granting.has(domain) },
    renew: () => (renewals += 1),
    clock: () => jest.now(),
    spacingMs: SPACING,
    log: silentLog,
  });

test("a grant that is gone makes for one new connection, whoever finds out", () => {
  const regain = regaining();
  for (const domain of ["capulet.lit", "montague.lit", "capulet.lit"]) regain.lost(domain);
  jest.advanceTimersByTime(SPACING.most);
  expect(renewals).toBe(1);
});

test("a grant that is gone with the end of the old connection is had again soon", () => {
  const regain = regaining();
  regain.lost("capulet.lit");
  jest.advanceTimersByTime(10);
  regain.lost("capulet.lit");
  jest.advanceTimersByTime(SPACING.least);
  expect(renewals).toBe(2);
});

test("a server that grants and refuses all the same is left alone ever longer, up to a minute", () => {
  const regain = regaining();
  const refuseFor = (seconds: number) => {
    const before = renewals;
    for (let second = 0; second < seconds; second += 1) {
      regain.lost("capulet.lit");
      jest.advanceTimersByTime(1_000);
    }
    return renewals - before;
  };
  // At 0, 1, 3, 7, 15, 31 and 63 seconds.
  expect(refuseFor(62)).toBe(6);
  expect(refuseFor(600)).toBe(10);
  // When all went well for long, it starts over.
  jest.advanceTimersByTime(3 * SPACING.most);
  expect(refuseFor(5)).toBe(3);
});

test("nothing is done where the grant came back by itself", () => {
  const regain = regaining();
  regain.lost("capulet.lit");
  granting.add("capulet.lit");
  jest.advanceTimersByTime(SPACING.most);
  expect(renewals).toBe(0);
});

test("what is lost by itself meanwhile is not ended again: the next connection is told anew what it may", () => {
  const regain = regaining();
  regain.lost("capulet.lit");
  jest.advanceTimersByTime(10);
  regain.lost("capulet.lit");
  regain.offline();
  expect(jest.getTimerCount()).toBe(0);
  jest.advanceTimersByTime(SPACING.most);
  expect(renewals).toBe(1);
  regain.lost("capulet.lit");
  jest.advanceTimersByTime(SPACING.most);
  expect(renewals).toBe(2);
});

test("nothing is done after a stop", () => {
  const regain = regaining();
  regain.lost("capulet.lit");
  regain.stop();
  // An answer that comes while the connection ends.
  regain.lost("montague.lit");
  expect(jest.getTimerCount()).toBe(0);
  jest.advanceTimersByTime(SPACING.most);
  expect(renewals).toBe(0);
});
