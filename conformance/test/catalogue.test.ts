// The sum of all requirements is accounted for: each is tried of a service or of a client, or it is said why not.
import { expect, test } from "@jest/globals";
import { readRequirements } from "@status-scheme/draft";
import { CLIENT } from "../src/client/index.ts";
import { Failure, Missing, NotSupported } from "../src/kit/check.ts";
import { account, countOf } from "../src/kit/results.ts";
import { runChecks } from "../src/kit/run.ts";
import { report } from "../src/report.ts";
import { SERVICE } from "../src/service/index.ts";

const CATALOGUES = [SERVICE, CLIENT];
const idsOf = ({ checks, untried }: (typeof CATALOGUES)[number]) => ({
  tried: checks.flatMap(({ holds }: { readonly holds: readonly string[] }) => holds),
  unseen: untried.flatMap(({ ids }) => ids),
});

test("every requirement is tried, judged by people, or not tried for a reason that is told", () => {
  const accounted = new Set(CATALOGUES.map(idsOf).flatMap(({ tried, unseen }) => [...tried, ...unseen]));
  const left = readRequirements().filter(({ id, judged }) => judged === undefined && !accounted.has(id));
  expect(left.map(({ id }) => id)).toEqual([]);
});

test("the catalogues name requirements of the draft alone, and none both tried and not", () => {
  const known = new Set(readRequirements().map(({ id }) => id));
  for (const { tried, unseen } of CATALOGUES.map(idsOf)) {
    expect([...tried, ...unseen].filter((id) => !known.has(id))).toEqual([]);
    expect(unseen.filter((id) => tried.includes(id))).toEqual([]);
    expect(unseen).toHaveLength(new Set(unseen).size);
  }
});

const requirement = (id: string, level: "MUST" | "SHOULD" = "MUST", more = {}) => ({
  ...{ id, level, text: "It MUST be.", section: "4.1", line: 1 },
  ...more,
});
const REQUIREMENTS = [
  requirement("held"),
  requirement("broken"),
  requirement("advised", "SHOULD"),
  requirement("optional"),
  requirement("lacking"),
  requirement("late"),
  requirement("hidden"),
  requirement("heavy"),
  requirement("looked-at", "MUST", { judged: "people look" }),
  requirement("others"),
];
const fail = (error: Error) => () => Promise.reject(error);
const CHECKS = {
  checks: [
    { holds: ["held", "broken"], run: async () => undefined },
    { holds: ["broken"], run: fail(new Failure("a door", "a wall")) },
    { holds: ["advised"], run: fail(new Failure("a door", "a wall")) },
    { holds: ["optional"], run: fail(new NotSupported("it has no doors")) },
    { holds: ["lacking"], run: fail(new Missing("stranger")) },
    { holds: ["late"], needs: ["slow" as const], run: async () => undefined },
  ],
  untried: [
    { status: "not observable" as const, reason: "it is inside", ids: ["hidden"] },
    { status: "not tried" as const, reason: "it is heavy", ids: ["heavy"] },
  ],
};

test("a failure outweighs a pass, a SHOULD fails nothing, and what was not tried says what it lacks", async () => {
  const outcomes = account(REQUIREMENTS, await runChecks(CHECKS, {}, { has: new Set() }), CHECKS);
  expect(outcomes.map(({ id, status, notes }) => [id, status, notes.join()])).toEqual([
    ["held", "pass", ""],
    ["broken", "fail", "expected a door; came a wall"],
    ["advised", "not kept", "expected a door; came a wall"],
    ["optional", "not supported", "it has no doors"],
    ["lacking", "not run", "needs --stranger"],
    ["late", "not run", "takes minutes: needs --slow"],
    ["hidden", "not observable", "it is inside"],
    ["heavy", "not tried", "it is heavy"],
    ["looked-at", "judged", "people look"],
    ["others", "other side", ""],
  ]);
  const counts = countOf(outcomes);
  expect(Object.values(counts).reduce((sum, count) => sum + count)).toBe(REQUIREMENTS.length);

  const text = report(outcomes, { isColored: false, titles: new Map([["4.1", "Features"]]) });
  expect(text).toContain("4.1 Features\n  pass           held MUST\n");
  expect(text).toMatch(/fail +broken MUST\n +expected a door; came a wall\n/);
  expect(text).toMatch(/10 requirements: 1 pass, 1 not kept, 1 fail,/);
  expect(text).not.toContain("others");
  expect(text).not.toContain("\u001b");
  expect(report(outcomes, { isColored: true, titles: new Map() })).toContain("\u001b[31mfail");
});

test("a run that is interrupted ends at once, in the middle of a check", async () => {
  const interrupt = new AbortController();
  const never = { holds: ["held"], run: () => new Promise<void>(() => interrupt.abort(new Error("interrupted"))) };
  const running = runChecks({ checks: [never] }, {}, { has: new Set(), signal: interrupt.signal });
  await expect(running).rejects.toThrow("interrupted");
});
