// The draft's requirements and the tests that hold them. A MUST needs a test, unless the draft says that only a person can judge it,
// or nobody has built it yet.
import type { Held, Holding } from "./holds.ts";
import { readDraft } from "./source.ts";
import type { Draft, Requirement, Section } from "./source.ts";

/** Sections that are specified ahead of the code. Whoever builds one takes it out of here, and CI asks for every test. */
export const AWAITED: readonly string[] = [];

/** A requirement with its place and its tests. */
export interface Traced extends Requirement {
  /** Of its section. */
  readonly topic: string;
  readonly tests: readonly Holding[];
  /** Its section is specified ahead of the code. */
  readonly isAwaited: boolean;
}
export type Standing = "tested" | "judged" | "awaited" | "untested";

/** Every MUST, MUST NOT, SHOULD and SHOULD NOT of the draft, in its order. */
export function readRequirements(): readonly Requirement[] {
  return readDraft().requirements;
}

/** Each requirement with the tests that hold it. */
export function trace({ requirements, sections }: Draft, { holdings }: Held, awaited = AWAITED): Traced[] {
  const topics = new Map(sections.map(({ number, title }: Section) => [number, title]));
  const topicOf = (number: string) => topics.get(number) ?? "";
  return requirements.map((requirement) => ({
    ...requirement,
    topic: topicOf(requirement.section),
    isAwaited: awaited.includes(topicOf(requirement.section.split(".")[0]!)),
    tests: holdings.filter((holding) => holding.requirement === requirement.id),
  }));
}

export function standingOf({ tests, judged, isAwaited }: Traced): Standing {
  if (tests.length > 0) return "tested";
  if (judged !== undefined) return "judged";
  return isAwaited ? "awaited" : "untested";
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
    const count = { tested: 0, judged: 0, awaited: 0, untested: 0 };
    for (const item of traced) if (item.level === level) count[standingOf(item)] += 1;
    counts.set(level, count);
  }
  return counts;
}
