// The command line as people run it: a process.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

export const MAIN = join(import.meta.dirname, "../../src/main.ts");
/** A scheme folder with six looks. */
export const JULIET = join(import.meta.dirname, "../../../fixtures/schemes/juliet");
export const STAMP = /\d{4}-\d\d-\d\dT[\d:.]{12}Z/;

export async function run(args: readonly string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [MAIN, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, STATUS_SCHEME_JID: undefined, STATUS_SCHEME_PASSWORD: undefined, ...env },
    timeout: 60_000,
  });
  let [out, error] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (data: string) => (out += data));
  child.stderr.setEncoding("utf8").on("data", (data: string) => (error += data));
  const [code] = (await once(child, "close")) as [number];
  return { code, out, error };
}
