// `npm run bench [-- options]`: the set-up, then the measurements. See `npm run bench -- --help`.
import { join } from "node:path";
import { run } from "./run.mjs";
import { ROOT, setup } from "./setup.mjs";

const node = await setup();
process.exitCode = await run(node, [join(ROOT, "bench/src/main.ts"), ...process.argv.slice(2)]);
