// `npm test`: the set-up, then lint, format and types, then every test, closing with jest's summary.
// `npm test -- PATTERN…`: the arguments are jest's, and only jest runs.
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

/** Runs one check; says its name and time, and what it found if it found anything. */
async function check(name) {
  const start = Date.now();
  const { code, output } = await capture(node, CHECKS[name], { cwd: ROOT });
  const ok = code === 0;
  console.log(`${name.padEnd(6)} ${ok ? "ok" : "FAILED"} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
  if (!ok) console.log(output);
  return ok;
}

const failed = [];
if (args.length === 0) {
  const names = Object.keys(CHECKS);
  const results = await Promise.all(names.map(check));
  failed.push(...names.filter((_, index) => !results[index]));
}
const jest = await run(node, [bin("jest/bin/jest.js"), ...args], {
  cwd: ROOT,
  // jest runs native ES modules by node:vm, which asks for a flag and warns.
  env: { NODE_OPTIONS: "--experimental-vm-modules --disable-warning=ExperimentalWarning" },
});
if (failed.length > 0) console.error(`Failed before the tests: ${failed.join(", ")} (see above).`);
process.exitCode = jest === 0 && failed.length > 0 ? 1 : jest;
