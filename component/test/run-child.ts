// Starts a script of its own, under a limit or with an end to it.
import { spawn } from "node:child_process";
import type { ChildProcessByStdio } from "node:child_process";
import type { Readable } from "node:stream";
import { once } from "node:events";

export interface ChildRun {
  readonly lines: readonly string[];
  readonly signal: NodeJS.Signals | null;
}
export interface ChildLimits {
  /** Ends it after so many lines, with a kill that cannot be caught. */
  readonly killAfterLines?: number;
  /** The longest file it may write, in bytes: the write beyond fails as on a full disk. A multiple of 512. */
  readonly fileBytes?: number;
}

type Child = ChildProcessByStdio<null, Readable, null>;

export function startChild(script: URL, args: readonly string[], { fileBytes }: ChildLimits = {}): Child {
  const limited = fileBytes === undefined ? "" : `ulimit -c 0; ulimit -f ${fileBytes / 512};`;
  return spawn("/bin/sh", ["-c", `${limited} exec "$@"`, "sh", process.execPath, script.pathname, ...args], {
    stdio: ["ignore", "pipe", "ignore"],
    env: { ...process.env, NODE_OPTIONS: "" },
  });
}

export async function runChild(script: URL, args: readonly string[], limits: ChildLimits = {}): Promise<ChildRun> {
  const child = startChild(script, args, limits);
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    output += chunk;
    if (output.split("\n").length > (limits.killAfterLines ?? Infinity)) child.kill("SIGKILL");
  });
  const [, signal] = (await once(child, "close")) as [number | null, NodeJS.Signals | null];
  return { lines: output.split("\n").slice(0, -1), signal };
}
