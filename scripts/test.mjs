// `npm test`: the set-up, then every test, with lint, format and types beside them, closing with jest's summary.
// `npm test -- PATTERN…`: the arguments are jest's, and only jest runs.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { capture, run } from "./run.mjs";
import { ROOT, setup } from "./setup.mjs";

const args = process.argv.slice(2);
const node = await setup({ tests: true });
const bin = (name) => join(ROOT, "node_modules", name);

const CHECKS = {
  lint: [bin("eslint/bin/eslint.js"), "."],
  format: [bin("prettier/bin/prettier.cjs"), "--check", "."],
  types: [bin("typescript/bin/tsc"), "-p", "."],
};

/** Somebody ended the tests. */
const over = new AbortController();

/**
 * Runs one check; says its name and time, and what it found if it found anything. It takes what the tests leave of the machine,
 * which is much: most of them wait.
 */
async function check(name) {
  const start = Date.now();
  const { code, output } = await capture("nice", ["-n", "10", node, ...CHECKS[name]], {
    cwd: ROOT,
    signal: over.signal,
  });
  if (over.signal.aborted) return true;
  const ok = code === 0;
  console.log(`${name.padEnd(6)} ${ok ? "ok" : "FAILED"} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
  if (!ok) console.log(output);
  return ok;
}

// Code as V8 compiled it, for the many processes of services, servers and tools that tests start: of this run alone.
const compiled = await mkdtemp(join(tmpdir(), "status-scheme-compiled-"));
const checks = args.length === 0 ? Object.keys(CHECKS) : [];
const [jest, ...passed] = await Promise.all([
  run(node, [bin("jest/bin/jest.js"), ...args], {
    cwd: ROOT,
    env: {
      // jest runs native ES modules by node:vm, which asks for a flag and warns.
      NODE_OPTIONS: "--experimental-vm-modules --disable-warning=ExperimentalWarning",
      NODE_COMPILE_CACHE: compiled,
    },
  }).then((code) => {
    if (code > 128) over.abort();
    return code;
  }),
  ...checks.map(check),
]);
// What jest had to leave behind may still be writing.
await rm(compiled, { recursive: true, force: true, maxRetries: 5 });
const failed = checks.filter((_, index) => !passed[index]);
if (failed.length > 0) console.error(`Failed beside the tests: ${failed.join(", ")} (see above).`);
process.exitCode = jest === 0 && failed.length > 0 ? 1 : jest;
