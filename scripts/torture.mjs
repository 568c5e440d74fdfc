// `npm run torture [-- options]`: the set-up, then mutated files of every format. See `npm run torture -- --help`.
import { join } from "node:path";
import { run } from "./run.mjs";
import { ROOT, setup } from "./setup.mjs";

const node = await setup({ tests: true });
const main = join(ROOT, "bench/src/torture/main.ts");
process.exitCode = await run(node, ["--expose-gc", main, ...process.argv.slice(2)]);
