// `npm run bundle`: writes dist/, what pages and Converse.js load: see element/README.md and converse/README.md.
import { join } from "node:path";
import { run } from "./run.mjs";
import { ROOT, setup } from "./setup.mjs";

const node = await setup();
process.exitCode = await run(node, [join(ROOT, "bundle/src/main.ts")]);
