// `npm start [-- options]`: the set-up, then the demo. See `npm start -- --help`.
import { join } from "node:path";
import { run } from "./run.mjs";
import { ROOT, setup } from "./setup.mjs";

const node = await setup();
process.exitCode = await run(node, [join(ROOT, "demo/src/main.ts"), ...process.argv.slice(2)]);
