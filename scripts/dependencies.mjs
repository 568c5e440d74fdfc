// The npm side of the set-up: what is installed is what package-lock.json says, and there is a Node new enough to run it.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { capture, SetupError, succeeds } from "./run.mjs";

const NODE_MAJOR = 24;

/** Installs the locked dependencies where `node_modules` differs from them. */
export async function ensureDependencies(root, say) {
  if (isInstalled(root)) return;
  say("Installing dependencies (npm ci) …");
  const { code, output } = await capture("npm", ["ci", "--no-fund", "--no-audit", "--loglevel=error"], { cwd: root });
  if (code === undefined) throw new SetupError("npm is missing. On Debian: apt-get install npm");
  if (code !== 0) throw new SetupError(`npm ci failed:\n${output}`);
}

/** npm's own note of what it installed (node_modules/.package-lock.json) against package-lock.json. */
function isInstalled(root) {
  const installed = packagesOf(join(root, "node_modules/.package-lock.json"));
  const wanted = packagesOf(join(root, "package-lock.json"));
  if (installed === undefined || wanted === undefined) return false;
  const same = (a, b) => a?.version === b?.version && a?.integrity === b?.integrity && a?.resolved === b?.resolved;
  return (
    Object.entries(wanted).every(([path, entry]) => path === "" || entry.optional || path in installed) &&
    Object.entries(installed).every(([path, entry]) => path in wanted && same(entry, wanted[path]))
  );
}

function packagesOf(lockfile) {
  return existsSync(lockfile) ? JSON.parse(readFileSync(lockfile, "utf8")).packages : undefined;
}

/** The path of a Node that runs the sources: this one, or the one npm installed (package `node`). */
export function suitableNode(root) {
  if (Number.parseInt(process.versions.node, 10) >= NODE_MAJOR) return process.execPath;
  const local = join(root, "node_modules/.bin/node");
  if (succeeds(local, ["-e", `process.exit(Number.parseInt(process.versions.node) >= ${NODE_MAJOR} ? 0 : 1)`]))
    return local;
  throw new SetupError(
    `Node ${NODE_MAJOR} or newer is needed, and npm's package "node" did not bring one (npm must be allowed to run its install script).`,
  );
}
