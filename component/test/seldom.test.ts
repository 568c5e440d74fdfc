import { expect, test } from "@jest/globals";
import { createLog } from "../src/log.ts";
import { createSeldom } from "../src/seldom.ts";

test("a warning is said once a minute, and how often it was not", () => {
  const lines: string[] = [];
  const time = { now: 0 };
  const warn = createSeldom(createLog("info", { write: (line) => void lines.push(line) }), () => time.now);
  for (let i = 0; i < 100; i++) warn({ stanza: "iq" }, "too big");
  expect(lines).toHaveLength(1);
  time.now += 60_000;
  warn({ stanza: "iq" }, "too big");
  time.now += 60_000;
  warn({ stanza: "iq" }, "too big");
  expect(lines.map((line) => (JSON.parse(line) as { unsaid?: number }).unsaid)).toEqual([undefined, 99, undefined]);
});
