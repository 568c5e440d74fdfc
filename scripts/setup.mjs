// Makes a fresh clone ready: dependencies, a Node that runs them, Prosody; for tests also what only tests need. Does nothing,
// quietly and fast, where all is there. `npm run setup`, and the first step of `npm start` and `npm test`.
import { fileURLToPath } from "node:url";
import { ensureDependencies, suitableNode } from "./dependencies.mjs";
import { ensurePackages } from "./packages.mjs";
import { SetupError } from "./run.mjs";

export const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** Resolves to the path of a suitable Node; ends the process with one clear message where something cannot be had. */
export async function setup({ tests = false } = {}) {
  const say = (line) => console.error(line);
  try {
    await ensurePackages({ tests }, say);
    await ensureDependencies(ROOT, say);
    return suitableNode(ROOT);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await setup({ tests: process.argv.includes("--tests") });
