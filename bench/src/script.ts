// Processes of the bench beside the server: what is measured alone runs alone.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Testbed } from "@status-scheme/testbed";

export interface Script {
  readonly pid: number;
  /** The next line it prints. */
  readonly line: () => Promise<string>;
  readonly stop: () => Promise<void>;
}

/** Runs a script of this folder, which reads its settings as JSON from its input, and waits for the first line it prints. */
export async function startScript(bed: Testbed, name: string, settings: object): Promise<Script> {
  const child = spawn(process.execPath, [fileURLToPath(new URL(name, import.meta.url))], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  bed.guard.watch(child.pid!);
  child.stdin.end(JSON.stringify(settings));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const line = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`${name} ended early`);
    return value;
  };
  await line();
  return {
    pid: child.pid!,
    line,
    stop: async () => {
      child.kill("SIGTERM");
      await exited;
      bed.guard.forget(child.pid!);
    },
  };
}
