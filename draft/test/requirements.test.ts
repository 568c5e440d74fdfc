// Every MUST of the draft is held by a test, and every test that says so holds one.
import { describe, expect, test } from "@jest/globals";
import { readFileSync } from "node:fs";
import { holdingsOfFixture, holdingsOfTest, readHoldings } from "../src/holds.ts";
import { AWAITED, countOf, problemsOf, standingOf, trace } from "../src/requirements.ts";
import { REQUIREMENTS_FILE, requirementsTable } from "../src/requirements-table.ts";
import { readDraft } from "../src/source.ts";
import { writeDraft } from "./support/write-draft.ts";

const FILE = "a/test/b.test.ts";
const { draft } = writeDraft(`## 1. Talk
One MUST be.<!-- #one --> Two MUST NOT be.<!-- #two --> Three MUST be.<!-- #three judged: people say -->
Four SHOULD be.<!-- #four -->
`);
const holding = (requirement: string) => ({ requirement, file: FILE, test: "works" });

describe("this repository", () => {
  test("a test or a person stands behind every MUST, and tests hold nothing else", () => {
    const held = readHoldings();
    expect(problemsOf(trace(readDraft(), held), held)).toEqual([]);
  });

  test("a section that awaits its code is there, and is not built already", () => {
    const traced = trace(readDraft(), readHoldings());
    for (const title of AWAITED) {
      const { number } = readDraft().sections.find((section) => section.title === title)!;
      const inside = traced.filter(({ section }) => section === number || section.startsWith(`${number}.`));
      expect(inside.map(standingOf)).toContain("awaited");
    }
  });

  test("docs/requirements.md is current (npm run draft renews it)", () => {
    const whole = readDraft();
    expect(readFileSync(REQUIREMENTS_FILE, "utf8")).toBe(requirementsTable(whole, trace(whole, readHoldings())));
  });
});

describe("a comment above a test", () => {
  test.each([
    ["test", 'test("works", () => {});', "works"],
    ["it", 'it("works", () => {});', "works"],
    ["describe", 'describe("all", () => {});', "all"],
    ["test.each", 'test.each([1])("works with %s", () => {});', "works with %s"],
    ["test.each over lines", 'test.each([\n  [1],\n])("works with %s", () => {});', "works with %s"],
    ["test.each by a template", 'test.each`\n  a\n  ${1}\n`("works with $a", () => {});', "works with $a"],
    ["a name that is made", "test(`works ${a}`, () => {});", "works ${a}"],
  ])("names it: %s", (_, code, name) => {
    const { holdings, problems } = holdingsOfTest(FILE, `const a = 1;\n// holds: one, two\n${code}\n`);
    expect(problems).toEqual([]);
    expect(holdings).toEqual(["one", "two"].map((requirement) => ({ requirement, file: FILE, test: name })));
  });

  test("names what it stands in", () => {
    const text =
      'describe("store", () => {\n  for (const a of b) {\n    // holds: one\n    test("works", () => {});\n  }\n});\n';
    expect(holdingsOfTest(FILE, text).holdings).toEqual([{ requirement: "one", file: FILE, test: "store › works" }]);
  });

  test.each([
    ["above nothing", "// holds: one\nconst a = 1;", "not directly above a test"],
    ["with a line between", '// holds: one\n\ntest("works", () => {});', "not directly above a test"],
    ["with another comment between", '// holds: one\n// why\ntest("works", () => {});', "not directly above a test"],
    ["above what only looks like a test", '// holds: one\nretest("works", () => {});', "not directly above a test"],
    ["above a skipped test", '// holds: one\ntest.skip("works", () => {});', "skipped"],
    ["above an announced test", '// holds: one\ntest.todo("works");', "skipped"],
    ["without ids", '// holds: \ntest("works", () => {});', "not a list of ids"],
    ["with more than ids", '// holds: one and two\ntest("works", () => {});', "not a list of ids"],
  ])("is a problem: %s", (_, text, message) => {
    const { holdings, problems } = holdingsOfTest(FILE, text);
    expect(holdings).toEqual([]);
    expect(problems).toEqual([expect.stringMatching(new RegExp(`^${FILE}:1: .*${message}`))]);
  });
});

test("a fixture says what it holds", () => {
  expect(holdingsOfFixture("a.json", '{"holds": ["one"]}').holdings).toEqual([
    { requirement: "one", file: "a.json", test: "" },
  ]);
  expect(holdingsOfFixture("a.json", "{}")).toEqual({ holdings: [], problems: [] });
  expect(holdingsOfFixture("a.json", '{"holds": "one"}').problems).toHaveLength(1);
});

test("a MUST without a test and a test without a requirement are problems; a SHOULD is listed, and what is judged needs none", () => {
  const held = { holdings: [holding("two"), holding("five")], problems: ["unreadable"] };
  const traced = trace(draft, held);
  expect(traced.map(standingOf)).toEqual(["untested", "tested", "judged", "untested"]);
  expect(problemsOf(traced, held)).toEqual([
    "unreadable",
    `${FILE}: works: no requirement #five`,
    expect.stringMatching(/^xep-draft\.md:\d+: no test holds #one \(MUST\)$/),
  ]);
  expect(Object.fromEntries(countOf(traced))).toEqual({
    MUST: { tested: 0, judged: 1, awaited: 0, untested: 1 },
    "MUST NOT": { tested: 1, judged: 0, awaited: 0, untested: 0 },
    SHOULD: { tested: 0, judged: 0, awaited: 0, untested: 1 },
    "SHOULD NOT": { tested: 0, judged: 0, awaited: 0, untested: 0 },
  });
});

test("a section that is specified ahead of the code awaits its tests, and what is tested there is tested", () => {
  const held = { holdings: [holding("two")], problems: [] };
  const traced = trace(draft, held, ["Talk"]);
  expect(traced.map(standingOf)).toEqual(["awaited", "tested", "judged", "awaited"]);
  expect(problemsOf(traced, held)).toEqual([]);
});

test("what is judged has a reason", () => {
  expect(() => writeDraft("## 1. Talk\nOne MUST be.<!-- #one judged: -->\n")).toThrow("not an id");
});

test("the table names sections, tests, reasons and gaps", () => {
  const page = requirementsTable(draft, trace(draft, { holdings: [holding("one")], problems: [] }));
  expect(page).toContain("| MUST | 1 | 1 | 0 | 0 |");
  expect(page).toContain("## 1 [Talk](../xep-draft.md#1-talk)");
  expect(page).toContain(`| \`one\` | MUST | \`${FILE}\`: works |`);
  expect(page).toContain("| `two` | MUST NOT | **none** |");
  expect(page).toContain("| `three` | MUST | judged: people say |");
});
