import { beforeEach, expect, test } from "@jest/globals";
import { parseJid, SchemeError, stanza } from "@status-scheme/protocol";
import type { ErrorCode } from "@status-scheme/protocol";
import { createLog } from "../../src/log.ts";
import { createPrivilege } from "../../src/xmpp/privilege.ts";
import type { Privilege } from "../../src/xmpp/privilege.ts";
import { createUntold } from "../../src/xmpp/untold.ts";
import type { Untold } from "../../src/xmpp/untold.ts";

const DOMAIN = "schemes.capulet.lit";
/** What the server answers to each question, one after the other: undefined: nothing came here. */
let answers: (ErrorCode | "result" | undefined)[];
let asked: string[];
let lines: string[];
let now: number;
let privilege: Privilege;
let untold: Untold;

beforeEach(() => {
  [answers, asked, lines, now] = [[], [], [], 0];
  const log = createLog("info", { write: (line) => lines.push(line) });
  privilege = createPrivilege({ domain: DOMAIN, serves: ["capulet.lit", "montague.lit"], log });
  untold = createUntold({
    privilege,
    ask: async ({ attrs }) => {
      asked.push(String(attrs.to));
      const answer = answers.shift() ?? "try-later";
      if (answer !== "result") throw new SchemeError(answer);
      return stanza("iq", { type: "result" });
    },
    ...{ domain: DOMAIN, serves: ["capulet.lit", "montague.lit"], clock: () => now, graceMs: 5_000, spacingMs: 60_000 },
    log,
  });
  untold.online();
});

async function wonder(at: number): Promise<void> {
  now = at;
  untold.wonder("capulet.lit");
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}
const granted = () => privilege.granted("capulet.lit");

test("a roster that nobody has is answered: then rosters may be read, and the log says what is odd", async () => {
  answers = ["result"];
  await wonder(5_000);
  expect(asked.map((jid) => parseJid(jid).domain)).toEqual(["capulet.lit"]);
  expect([granted(), privilege.granted("montague.lit")]).toEqual([true, false]);
  expect(lines.join()).toContain("another component connected by our name");
});

test("answers that went to another connection are asked for again, a few times", async () => {
  answers = [undefined, undefined, "result"];
  await wonder(5_000);
  expect([asked.length, granted()]).toEqual([3, true]);

  untold.online();
  privilege.withdraw();
  await wonder(10_000);
  expect([asked.length, granted()]).toEqual([8, false]);
});

test.each(["forbidden", "service-unavailable", "not-found"] as const)(
  "%s: nothing is read, and it is said once",
  async (code) => {
    answers = [code, code, "result"];
    await wonder(5_000);
    await wonder(65_000);
    expect([asked.length, granted()]).toEqual([2, false]);
    expect(lines.filter((line) => line.includes("does not let us read rosters"))).toHaveLength(1);
  },
);

test("it is asked once a minute, not before the server had time to speak, and not while offline", async () => {
  answers = ["forbidden", "forbidden", "forbidden"];
  for (const at of [0, 4_999, 5_000, 5_001, 64_999, 65_000]) await wonder(at);
  expect(asked).toHaveLength(2);
  untold.offline();
  await wonder(200_000);
  expect(asked).toHaveLength(2);
});

test("what was asked of a lost connection says nothing of the next, and is not asked on", async () => {
  answers = ["try-later", "forbidden", "forbidden"];
  now = 5_000;
  untold.wonder("capulet.lit");
  untold.offline();
  untold.online();
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  expect([asked.length, lines]).toEqual([1, []]);
});

test("no other domain is asked", async () => {
  now = 5_000;
  untold.wonder("verona.lit");
  expect(asked).toEqual([]);
});

test("what the server says meanwhile counts", async () => {
  answers = [undefined, "result"];
  now = 5_000;
  untold.wonder("capulet.lit");
  privilege.assume("capulet.lit");
  lines = [];
  await wonder(5_000);
  expect([asked.length, lines]).toEqual([1, []]);
});
