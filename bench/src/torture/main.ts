// `npm run torture`: mutated files of every format, a table of what became of them, and an exit code (1: not as it must be).
import { runProgram, wholeNumber } from "../program.ts";
import { FORMATS } from "./formats.ts";
import { openPipeline } from "./pipeline.ts";
import { torture, type TortureReport } from "./torture.ts";

const USAGE = `npm run torture -- [--count N] [--seed N] [--seconds N] [FORMAT]...
  formats: ${FORMATS.map(({ name }) => name.replace(" ", "-")).join(", ")}; default: all
  --count N    mutants over all formats; default 4000
  --seed N     the same seed makes the same mutants; default 1
  --seconds N  after so long no more is begun; default 900`;
/** Seconds one medium may take. */
const LIMIT_SECONDS = 20;
/** What memory may have grown by at the end, MB. */
const GROWTH_MB = 32;

await runProgram({
  usage: USAGE,
  options: {
    count: { type: "string", default: "4000" },
    seed: { type: "string", default: "1" },
    seconds: { type: "string", default: "900" },
  },
  read(values, positionals) {
    const [count, seed, seconds] = [values.count, values.seed, values.seconds].map(wholeNumber);
    if (!count || !seed || !seconds) return "Whole numbers from 1, please.";
    const names = FORMATS.map(({ name }) => name.replace(" ", "-"));
    const unknown = positionals.find((name) => !names.includes(name));
    if (unknown !== undefined) return `There is no format ${unknown}.`;
    const formats = FORMATS.filter((_, index) => positionals.length === 0 || positionals.includes(names[index]!));
    return { count, seed, seconds, formats };
  },
  async run(given) {
    const pipeline = await openPipeline({ concurrency: 2, seconds: LIMIT_SECONDS });
    const report = await torture({ ...given, pipeline, log: console.log });
    print(report);
    const { faults, memory } = report;
    return faults.length === 0 && memory.after - memory.before <= GROWTH_MB ? 0 : 1;
  },
});

function print({ tallies, faults, memory, seconds }: TortureReport): void {
  for (const { name, mutants, accepted, refused, longest } of tallies) {
    const outcome = `${accepted} accepted, ${refused} refused, the longest ${Math.round(longest)} ms`;
    console.log(`${name.padEnd(12)} ${String(mutants).padStart(5)} mutants: ${outcome}`);
  }
  for (const { what, format, original, mutant, message } of faults) {
    console.log(`${what.toUpperCase()} ${format} ${original}, mutant ${mutant}: ${message}`);
  }
  const count = (what: string) => faults.filter((fault) => fault.what === what).length;
  const total = tallies.reduce((sum, { mutants }) => sum + mutants, 0);
  console.log(
    `${total} mutants in ${Math.round(seconds)} s: ${count("crash")} crashes, ${count("hang")} hangs, ` +
      `${count("lie")} refused by other tools or beyond the limits; ` +
      `memory ${Math.round(memory.before)} MB before, ${Math.round(memory.after)} MB after`,
  );
}
