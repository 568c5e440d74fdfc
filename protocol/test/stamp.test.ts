import { expect, test } from "@jest/globals";
import { nextStamp, parseDateTime, parseStamp, toStamp } from "../src/index.ts";

const NOW = Date.UTC(2026, 10, 22, 8, 30, 0, 123);

test("a stamp's spelling is the value: reading and writing change nothing", () => {
  expect(toStamp(NOW)).toBe("2026-11-22T08:30:00.123Z");
  expect(parseStamp("2026-11-22T08:30:00.123Z")).toBe(toStamp(NOW));
});

test("a stamp is of a day and an hour that there are", () => {
  for (const day of ["01-28", "01-31", "02-28", "04-30", "12-31"]) {
    const text = `2026-${day}T23:59:59.999Z`;
    expect(parseStamp(text)).toBe(text);
  }
  expect(parseStamp("2028-02-29T00:00:00.000Z")).toBe("2028-02-29T00:00:00.000Z");
  for (const time of ["02-29T08:30:00", "04-31T08:30:00", "00-10T08:30:00", "13-10T08:30:00", "01-00T08:30:00"]) {
    expect(() => parseStamp(`2026-${time}.123Z`)).toThrow("not an XEP-0082 date-time");
  }
  for (const time of ["24:00:00", "08:60:00", "08:30:60"]) {
    expect(() => parseStamp(`2026-01-10T${time}.123Z`)).toThrow("not an XEP-0082 date-time");
  }
});

test("a date-time may have any zone and any fraction", () => {
  for (const text of ["2026-11-22T08:30:00.123Z", "2026-11-22T10:00:00.1239+01:30", "2026-11-21T20:30:00.123-12:00"]) {
    expect(parseDateTime(text, "until")).toBe(NOW);
  }
});

// holds: stamp-strictly-increases
test("stamps strictly increase also where the clock stands or steps back", () => {
  const first = nextStamp(undefined, NOW);
  const second = nextStamp(first, NOW);
  const third = nextStamp(second, NOW - 60_000);
  expect([first, second, third, nextStamp(third, NOW + 60_000)]).toEqual(
    [0, 1, 2, 60_000].map((later) => toStamp(NOW + later)),
  );
});
