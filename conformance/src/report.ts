// The outcomes for people: by section, worst news in colour, and the sums.
import type { Outcome, Status } from "./kit/results.ts";
import { countOf, STATUSES } from "./kit/results.ts";

export interface ReportOptions {
  readonly isColored: boolean;
  /** Titles of the draft's sections, by number. */
  readonly titles: ReadonlyMap<string, string>;
}

const COLORS: Readonly<Record<Status, number>> = {
  pass: 32,
  "not kept": 33,
  fail: 31,
  "not supported": 36,
  "not run": 36,
  "not tried": 36,
  "not observable": 90,
  judged: 90,
  "other side": 90,
};
const WIDTH = 14;

/** What the other side has to hold is counted and not listed. */
export function report(outcomes: readonly Outcome[], { isColored, titles }: ReportOptions): string {
  const paint = (text: string, color: number) => (isColored ? `\u001b[${color}m${text}\u001b[0m` : text);
  const lines: string[] = [];
  const listed = outcomes.filter(({ status }) => status !== "other side");
  for (const [section, of] of Map.groupBy(listed, (outcome) => outcome.section)) {
    lines.push("", paint(`${section} ${titles.get(section) ?? ""}`, 1));
    for (const [at, { id, level, status, notes }] of of.entries()) {
      const isBad = status === "fail" || status === "not kept";
      // What several in a row have in common is said once.
      const isLast = of[at + 1]?.notes[0] !== notes[0];
      lines.push(`  ${paint(status.padEnd(WIDTH), COLORS[status])} ${id} ${paint(level, 90)}`);
      const told = isBad
        ? notes.map((note) => `  ${" ".repeat(WIDTH)}   ${note}`)
        : isLast
          ? notes.slice(0, 1).map(aside)
          : [];
      lines.push(...told.map((line) => (isBad ? line : paint(line, 90))));
    }
  }
  const counts = countOf(outcomes);
  const sums = STATUSES.filter((status) => counts[status] > 0 || status === "fail");
  const sum = sums.map((status) => paint(`${counts[status]} ${status}`, COLORS[status])).join(", ");
  return `${lines.join("\n").trimStart()}\n\n${outcomes.length} requirements: ${sum}\n`;
}

function aside(note: string): string {
  return `  ${" ".repeat(WIDTH)}   (${note})`;
}
