// The draft's requirements and the tests that hold them. A MUST needs a test, unless the draft says that only a person can judge it.
import type { Held, Holding } from "./holds.ts";
import { readDraft } from "./source.ts";
import type { Draft, Requirement, Section } from "./source.ts";

/** A requirement with its place and its tests. */
export interface Traced extends Requirement {
  /** Of its section. */
  readonly topic: string;
  readonly tests: readonly Holding[];
}
export type Standing = "tested" | "judged" | "untested";

/** Every MUST, MUST NOT, SHOULD and SHOULD NOT of the draft, in its order. */
export function readRequirements(): readonly Requirement[] {
  return readDraft().requirements;
}

/** Each requirement with the tests that hold it. */
export function trace({ requirements, sections }: Draft, { holdings }: Held): Traced[] {
  const topics = new Map(sections.map(({ number, title }: Section) => [number, title]));
  return requirements.map((requirement) => ({
    ...requirement,
    topic: topics.get(requirement.section) ?? "",
    tests: holdings.filter((holding) => holding.requirement === requirement.id),
  }));
}

export function standingOf({ tests, judged }: Traced): Standing {
  if (tests.length > 0) return "tested";
  return judged === undefined ? "untested" : "judged";
}

/** What is wrong with the trace: a MUST that nothing holds, a test that holds what nobody demands. */
export function problemsOf(traced: readonly Traced[], { holdings, problems }: Held): string[] {
  const known = new Set(traced.map(({ id }) => id));
  const untested = traced.filter((item) => item.level.startsWith("MUST") && standingOf(item) === "untested");
  return [
    ...problems,
    ...holdings
      .filter(({ requirement }) => !known.has(requirement))
      .map(
        ({ file, test, requirement }) => `${[file, test].filter(Boolean).join(": ")}: no requirement #${requirement}`,
      ),
    ...untested.map(({ line, id, level }) => `xep-draft.md:${String(line)}: no test holds #${id} (${level})`),
  ];
}

/** How many stand how, by level. */
export function countOf(traced: readonly Traced[]): Map<Requirement["level"], Record<Standing, number>> {
  const counts = new Map<Requirement["level"], Record<Standing, number>>();
  for (const level of ["MUST", "MUST NOT", "SHOULD", "SHOULD NOT"] as const) {
    const count = { tested: 0, judged: 0, untested: 0 };
    for (const item of traced) if (item.level === level) count[standingOf(item)] += 1;
    counts.set(level, count);
  }
  return counts;
}
