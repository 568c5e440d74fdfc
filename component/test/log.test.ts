import { expect, test } from "@jest/globals";
import { createLog } from "../src/log.ts";
import type { LogLevel } from "../src/log.ts";

function logged(level: LogLevel, act: (log: ReturnType<typeof createLog>) => void): Record<string, unknown>[] {
  const lines: string[] = [];
  act(createLog(level, { write: (line) => lines.push(line) }));
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

test("lines are JSON with level, time and message, and nothing about the machine", () => {
  const [line] = logged("info", (log) => log.info({ port: 5380 }, "listening"));
  expect(Object.keys(line!).sort()).toEqual(["level", "msg", "port", "time"]);
  expect(line).toMatchObject({ level: "info", port: 5380, msg: "listening" });
});

test("addresses are tags: the same for the same address, also of children", () => {
  const [first, second, third] = logged("info", (log) => {
    log.info({ jid: "juliet@capulet.lit" }, "one");
    log.child({ part: "x" }).warn({ jid: "juliet@capulet.lit" }, "two");
    log.info({ jid: "romeo@montague.lit" }, "three");
  });
  expect(first!.jid).toMatch(/^#[\w-]{8}$/);
  expect(second!.jid).toBe(first!.jid);
  expect(third!.jid).not.toBe(first!.jid);
});

test("the tags of another run are others", () => {
  const tag = () => logged("info", (log) => log.info({ jid: "juliet@capulet.lit" }, "one"))[0]!.jid;
  expect(tag()).not.toBe(tag());
});

test.each(["debug", "trace"] as const)("at %s addresses are shown", (level) => {
  expect(logged(level, (log) => log.info({ jid: "juliet@capulet.lit" }, "one"))[0]!.jid).toBe("juliet@capulet.lit");
});

test("errors come with their causes", () => {
  const [line] = logged("info", (log) =>
    log.error({ err: new Error("outer", { cause: new Error("inner") }) }, "failed"),
  );
  expect(JSON.stringify(line)).toContain("inner");
});

test("what is below the level is not written", () => {
  expect(logged("warn", (log) => log.info("x"))).toEqual([]);
  expect(logged("silent", (log) => log.error("x"))).toEqual([]);
});
