// `npm run draft`: the set-up, then what is made from xep-draft.md (draft/src/main.ts).
import { join } from "node:path";
import { run } from "./run.mjs";
import { ROOT, setup } from "./setup.mjs";

const node = await setup();
process.exitCode = await run(node, [join(ROOT, "draft/src/main.ts"), ...process.argv.slice(2)]);
