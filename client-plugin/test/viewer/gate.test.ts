import { describe, expect, test } from "@jest/globals";
import type { Stamp } from "@status-scheme/protocol";
import { gate } from "../../src/viewer/gate.ts";
import type { Knowledge } from "../../src/viewer/gate.ts";
import { S1, S2, S3 } from "./support/values.ts";

interface Row {
  readonly held?: Stamp;
  readonly hint?: Stamp;
  readonly asked?: true;
  readonly refused?: "all";
  /** What is to be done, and on account of which stamp: "ask", "fetch S2"… */
  readonly expected: string;
}
const names = new Map([
  [S1, "S1"],
  [S2, "S2"],
  [S3, "S3"],
]);

function decide(known: Knowledge, { held, hint, asked, refused }: Row): string {
  const refusedUntil = () => (refused === "all" ? 1 : undefined);
  const decision = gate({ held, hint, known, isHintAsked: asked === true, refusedUntil });
  const about = "about" in decision && decision.about !== undefined ? ` ${names.get(decision.about)!}` : "";
  return decision.do + about;
}
const tell = (row: Row) =>
  `holding ${names.get(row.held!) ?? "nothing"}, ${row.hint ? `hint ${names.get(row.hint)!}` : "no hint"}` +
  `${row.asked ? " (asked before)" : ""}${row.refused ? ", refused lately" : ""}: ${row.expected}`;

describe("nobody was asked: the method's own flow, and the hint's short cut", () => {
  const rows: Row[] = [
    { expected: "ask" },
    { held: S1, expected: "ask" },
    { held: S1, refused: "all", expected: "later" },
    { held: S1, hint: S1, expected: "show" },
    { held: S1, hint: S1, refused: "all", expected: "show" },
    { held: S1, hint: S2, expected: "fetch S2" },
    { hint: S2, expected: "fetch S2" },
    { hint: S2, refused: "all", expected: "later S2" },
    { held: S1, hint: S2, asked: true, expected: "ask" },
  ];
  test.each(rows.map((row) => [tell(row), row] as const))("%s", (_, row) => {
    expect(decide({ kind: "unknown" }, row)).toBe(row.expected);
  });
});

// holds: answers-beat-hints
describe("a sync, notice or check said S2, which beats a hint", () => {
  const rows: Row[] = [
    { expected: "fetch S2" },
    { held: S1, expected: "fetch S2" },
    { held: S1, refused: "all", expected: "later S2" },
    { held: S1, hint: S1, expected: "fetch S2" },
    { held: S2, expected: "show" },
    { held: S2, hint: S2, expected: "show" },
    { held: S2, hint: S1, expected: "ask S1" },
    { held: S2, hint: S1, asked: true, expected: "show" },
    { held: S2, hint: S1, refused: "all", expected: "later S1" },
    { held: S1, hint: S3, expected: "fetch S2" },
  ];
  test.each(rows.map((row) => [tell(row), row] as const))("%s", (_, row) => {
    expect(decide({ kind: "listed", stamp: S2 }, row)).toBe(row.expected);
  });
});

describe("a sync or check said that there is nothing to see", () => {
  const rows: Row[] = [
    { expected: "plain" },
    { held: S1, expected: "plain" },
    { hint: S1, expected: "ask S1" },
    { held: S1, hint: S1, expected: "ask S1" },
    { held: S1, hint: S1, asked: true, expected: "plain" },
    { hint: S1, refused: "all", expected: "later S1" },
  ];
  test.each(rows.map((row) => [tell(row), row] as const))("%s", (_, row) => {
    expect(decide({ kind: "unlisted" }, row)).toBe(row.expected);
  });
});

describe("the answer is on its way, or cannot be had now", () => {
  test.each([
    ["pending", {}, "wait"],
    ["pending", { held: S1, hint: S2 }, "wait"],
    ["pending", { held: S1, hint: S1 }, "show"],
    ["down", { held: S1 }, "later"],
    ["down", { held: S1, hint: S1 }, "show"],
  ] as const)("%s with %j: %s", (kind, row, expected) => {
    expect(decide({ kind }, { ...row, expected })).toBe(expected);
  });
});
