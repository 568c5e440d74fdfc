import { afterEach, beforeEach, expect, jest, test } from "@jest/globals";
import { silentLog } from "../../src/log.ts";
import { createRegain } from "../../src/xmpp/regain.ts";

const SPACING = 60_000;
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
  jest.advanceTimersByTime(SPACING);
  expect(renewals).toBe(1);
});

test("a server that grants and refuses all the same is left alone for a minute each time", () => {
  const regain = regaining();
  for (let second = 0; second < 150; second += 1) {
    regain.lost("capulet.lit");
    jest.advanceTimersByTime(1_000);
  }
  expect(renewals).toBe(3);
});

test("nothing is done where the grant came back by itself", () => {
  const regain = regaining();
  regain.lost("capulet.lit");
  granting.add("capulet.lit");
  jest.advanceTimersByTime(SPACING);
  expect(renewals).toBe(0);
});

test("nothing is done after a stop", () => {
  const regain = regaining();
  regain.lost("capulet.lit");
  regain.stop();
  // An answer that comes while the connection ends.
  regain.lost("montague.lit");
  expect(jest.getTimerCount()).toBe(0);
  jest.advanceTimersByTime(SPACING);
  expect(renewals).toBe(0);
});
