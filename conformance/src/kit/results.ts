// The account of a run: every requirement of the draft has exactly one outcome.
import type { Requirement } from "@status-scheme/draft";
import { type Catalogue, Missing, type Need, NotSupported } from "./check.ts";

export const STATUSES = [
  "pass",
  /** A SHOULD that is not kept: nothing fails for it. */
  "not kept",
  "fail",
  "not supported",
  "not run",
  "not tried",
  "not observable",
  "judged",
  /** It is demanded of the other side. */
  "other side",
] as const;
export type Status = (typeof STATUSES)[number];

export interface Outcome {
  readonly id: string;
  readonly level: Requirement["level"];
  /** Of the draft. */
  readonly section: string;
  readonly text: string;
  readonly status: Status;
  /** What failed, what is missing, why nobody sees it. */
  readonly notes: readonly string[];
}

/** How one check went, for the requirements that it holds. */
export interface Trial {
  readonly holds: readonly string[];
  readonly ended: "pass" | "fail" | "not supported" | "not run";
  readonly note?: string;
}

/** What to add to the command line for a check to run. */
const ASKED_FOR: Readonly<Record<Need, string>> = {
  peer: "needs --peer",
  stranger: "needs --stranger",
  foreigner: "needs a --stranger of another domain",
  component: "needs --component",
  password: "needs --jid, the client's own account",
  slow: "takes minutes: needs --slow",
};

export function trialNotRun(holds: readonly string[], missing: readonly Need[]): Trial {
  return { holds, ended: "not run", note: missing.map((need) => ASKED_FOR[need]).join(", ") };
}

export function trialFailed(holds: readonly string[], error: unknown): Trial {
  if (error instanceof Missing) return trialNotRun(holds, [error.need]);
  const ended = error instanceof NotSupported ? "not supported" : "fail";
  return { holds, ended, note: error instanceof Error ? error.message : String(error) };
}

/** One outcome for each requirement: a failure outweighs a pass, and a pass what was not tried. */
export function account(
  requirements: readonly Requirement[],
  trials: readonly Trial[],
  { untried }: Pick<Catalogue<never>, "untried">,
): Outcome[] {
  return requirements.map(({ id, level, section, text, judged }) => {
    const of = trials.filter(({ holds }) => holds.includes(id));
    const worst = (["fail", "pass", "not supported", "not run"] as const).find((one) =>
      of.some(({ ended }) => ended === one),
    );
    const outcome = (status: Status, notes: readonly (string | undefined)[]): Outcome => ({
      ...{ id, level, section, text, status },
      notes: [...new Set(notes.filter((note) => note !== undefined))],
    });
    if (worst !== undefined) {
      const notes = of.filter(({ ended }) => ended === worst).map(({ note }) => note);
      return outcome(worst === "fail" && level.startsWith("SHOULD") ? "not kept" : worst, notes);
    }
    if (judged !== undefined) return outcome("judged", [judged]);
    const why = untried.find(({ ids }) => ids.includes(id));
    return outcome(why?.status ?? "other side", [why?.reason]);
  });
}

export function countOf(outcomes: readonly Outcome[]): Readonly<Record<Status, number>> {
  const counts = Object.fromEntries(STATUSES.map((status) => [status, 0])) as Record<Status, number>;
  for (const { status } of outcomes) counts[status] += 1;
  return counts;
}
