// What a bench says: rows of figures, bars that hold or do not, and the machine they were measured on.
import { execFileSync } from "node:child_process";
import { arch, cpus, totalmem, type } from "node:os";

export interface Row {
  readonly what: string;
  readonly figures: Readonly<Record<string, number | string>>;
}
/** A figure that must not be on the wrong side of its bound. */
export interface Bar {
  readonly what: string;
  readonly value: number;
  readonly bound: number;
  readonly must: "atLeast" | "atMost";
  readonly unit: string;
}
export interface CaseResult {
  readonly name: string;
  readonly about: string;
  readonly rows: readonly Row[];
  readonly bars: readonly Bar[];
}
export interface BenchOptions {
  /** Runs whose median counts. */
  readonly runs: number;
  /** Smaller counts, to see that it works; its figures are not for quoting. */
  readonly quick: boolean;
  readonly log: (line: string) => void;
}
export type BenchCase = (options: BenchOptions) => Promise<CaseResult>;

export function holds({ value, bound, must }: Bar): boolean {
  return must === "atLeast" ? value >= bound : value <= bound;
}

/** What the figures depend on beside the code. */
export function machine(): Readonly<Record<string, string>> {
  const about = execFileSync("prosodyctl", ["about"], { encoding: "utf8" });
  return {
    system: `${type()} ${arch()}`,
    cpu: `${cpus().length} × ${cpus()[0]?.model ?? "unknown"}`,
    memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
    node: `Node ${process.version}`,
    prosody: /^Prosody \d.*$/m.exec(about)?.[0] ?? "Prosody",
  };
}

export function print(result: CaseResult, log: (line: string) => void): void {
  log(`\n${result.name}: ${result.about}`);
  const width = Math.max(...result.rows.map(({ what }) => what.length));
  for (const { what, figures } of result.rows) {
    const text = Object.entries(figures).map(([name, value]) => `${name} ${format(value)}`);
    log(`  ${what.padEnd(width)}  ${text.join("   ")}`);
  }
  for (const bar of result.bars) {
    const relation = bar.must === "atLeast" ? "≥" : "≤";
    log(
      `  ${holds(bar) ? "holds" : "FAILS"}  ${bar.what}: ${format(bar.value)}${bar.unit} (${relation} ${bar.bound}${bar.unit})`,
    );
  }
}

function format(value: number | string): string {
  if (typeof value === "string") return value;
  return Math.abs(value) >= 100 ? Math.round(value).toLocaleString("en") : String(Number(value.toPrecision(3)));
}
