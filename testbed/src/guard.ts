// Nothing outlives its owner: a small shell process (guard.sh) that removes a directory and ends the processes told to it
// once this process lets go of its pipe, in whatever way this process ends.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

export interface Guard {
  /** End this process, too, when the time comes. */
  readonly watch: (pid: number) => void;
  /** This process has ended: its id may be another's soon. */
  readonly forget: (pid: number) => void;
  /** Cleans up now. Resolves when the directory is gone. */
  readonly end: () => Promise<void>;
}

/** Guards `directory` (absolute; removed at the end) and the processes that work in it. */
export function startGuard(directory: string): Guard {
  // A session of its own: a Ctrl-C for the terminal's foreground group is not for the guard.
  const child = spawn("/bin/sh", [fileURLToPath(new URL("guard.sh", import.meta.url)), directory], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
  });
  const ended = once(child, "exit");
  // A guard that somebody killed takes the pipe with it; there is nobody to tell then.
  child.stdin.on("error", () => undefined);
  child.unref();
  return {
    watch: (pid) => void child.stdin.write(`+${pid}\n`),
    forget: (pid) => void child.stdin.write(`-${pid}\n`),
    end: async () => {
      child.ref();
      child.stdin.end();
      await ended;
    },
  };
}
