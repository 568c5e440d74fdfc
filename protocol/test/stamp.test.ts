import { expect, test } from "@jest/globals";
import { nextStamp, parseDateTime, parseStamp, toStamp } from "../src/index.ts";

const NOW = Date.UTC(2026, 10, 22, 8, 30, 0, 123);

test("a stamp's spelling is the value: reading and writing change nothing", () => {
  expect(toStamp(NOW)).toBe("2026-11-22T08:30:00.123Z");
  expect(parseStamp("2026-11-22T08:30:00.123Z")).toBe(toStamp(NOW));
});

test("a date-time may have any zone and any fraction", () => {
  for (const text of ["2026-11-22T08:30:00.123Z", "2026-11-22T10:00:00.1239+01:30", "2026-11-21T20:30:00.123-12:00"]) {
    expect(parseDateTime(text, "until")).toBe(NOW);
  }
});

test("stamps strictly increase also where the clock stands or steps back", () => {
  const first = nextStamp(undefined, NOW);
  const second = nextStamp(first, NOW);
  const third = nextStamp(second, NOW - 60_000);
  expect([first, second, third, nextStamp(third, NOW + 60_000)]).toEqual(
    [0, 1, 2, 60_000].map((later) => toStamp(NOW + later)),
  );
});
