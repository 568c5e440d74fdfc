// `npm run bench`: every case, or those named; a table, the same as JSON in a file, and an exit code that tells whether the
// bars hold (1: not all do).
import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundleCase } from "./cases/bundle.ts";
import { checkCase } from "./cases/check.ts";
import { coldCase } from "./cases/cold.ts";
import { httpCase } from "./cases/http.ts";
import { loginCase } from "./cases/login.ts";
import { mediaCase } from "./cases/media.ts";
import { presenceCase } from "./cases/presence.ts";
import { scaleCase } from "./cases/scale.ts";
import { transferCase } from "./cases/transfer.ts";
import { webCase } from "./cases/web.ts";
import { runProgram, wholeNumber } from "./program.ts";
import { holds, machine, print, type BenchCase, type CaseResult } from "./report.ts";

const CASES: Readonly<Record<string, BenchCase>> = {
  bundle: bundleCase,
  check: checkCase,
  cold: coldCase,
  http: httpCase,
  login: loginCase,
  media: mediaCase,
  presence: presenceCase,
  scale: scaleCase,
  transfer: transferCase,
  web: webCase,
};

const USAGE = `npm run bench -- [--runs N] [--quick] [--json FILE] [CASE]...
  cases: ${Object.keys(CASES).join(", ")}; default: all
  --runs N     runs of each measurement, whose median counts; default 5
  --quick      one run with small counts: that it works, not how fast
  --json FILE  where the figures go; default: a file of the system's temporary folder`;

interface Given {
  readonly runs: number;
  readonly quick: boolean;
  readonly json: string;
  readonly names: readonly string[];
}

await runProgram({
  usage: USAGE,
  options: {
    runs: { type: "string", default: "5" },
    quick: { type: "boolean", default: false },
    json: { type: "string", default: join(tmpdir(), "status-scheme-bench.json") },
  },
  read({ runs: runsGiven, quick, json }, positionals) {
    const unknown = positionals.find((name) => !Object.hasOwn(CASES, name));
    if (unknown !== undefined) return `There is no case ${unknown}.`;
    const runs = quick ? 1 : wholeNumber(runsGiven);
    if (runs === undefined) return "--runs takes a whole number from 1.";
    return { runs, quick, json, names: positionals.length > 0 ? positionals : Object.keys(CASES) };
  },
  run,
});

async function run({ runs, quick, json, names }: Given): Promise<number> {
  const results: CaseResult[] = [];
  for (const name of names) {
    const result = await CASES[name]!({ runs, quick, log: console.log });
    print(result, console.log);
    results.push(result);
  }
  const failed = results.flatMap(({ bars }) => bars).filter((bar) => !holds(bar));
  const report = { machine: machine(), at: new Date().toISOString(), runs, quick, results };
  await writeFile(json, `${JSON.stringify(report, undefined, 2)}\n`);
  console.log(`\n${Object.values(report.machine).join(", ")}\n${json}`);
  console.log(failed.length === 0 ? "Every bar holds." : `${failed.length} of the bars do not hold.`);
  return failed.length === 0 ? 0 : 1;
}
