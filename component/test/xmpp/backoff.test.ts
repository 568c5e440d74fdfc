import { expect, test } from "@jest/globals";
import { createBackoff } from "../../src/xmpp/backoff.ts";

test("the wait may double with each failure, up to the cap, and starts over", () => {
  const longest = createBackoff({ base: 1000, cap: 30_000, random: () => 1 });
  expect(Array.from({ length: 7 }, longest.next)).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
  longest.reset();
  expect(longest.next()).toBe(1000);
});

test("full jitter: any wait from none to the longest", () => {
  expect(createBackoff({ base: 1000, cap: 30_000, random: () => 0 }).next()).toBe(0);
  expect(createBackoff({ base: 1000, cap: 30_000, random: () => 0.25 }).next()).toBe(250);
});

test("a thousand failures do not overflow it", () => {
  const backoff = createBackoff({ base: 1000, cap: 30_000, random: () => 1 });
  for (let failure = 0; failure < 2000; failure += 1) backoff.next();
  expect(backoff.next()).toBe(30_000);
});
