// One Prosody process: started in the foreground, known to be up by its own log, stopped without leftovers.
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import type { Guard } from "./guard.ts";

const INSTALL = "Prosody is not installed. On Debian: apt-get install prosody prosody-modules";
const START_MS = 20_000;
const STOP_MS = 10_000;
const LOG_CHARACTERS = 4_000_000;

export interface Prosody {
  /** Resolves when every port is open. @throws PortTaken, or Error with the log's end where it does not come up */
  readonly start: (ports: readonly number[]) => Promise<void>;
  readonly stop: () => Promise<void>;
  /** What it logged, over all its starts; the last few megabytes. */
  readonly log: () => string;
  readonly pid: () => number | undefined;
}

/** Another process was quicker to take a port. */
export class PortTaken extends Error {}

/** A Prosody for this configuration file; nothing runs before `start`. */
export function prosody(configPath: string, guard: Guard): Prosody {
  let child: ChildProcess | undefined;
  let exited: Promise<unknown> = Promise.resolve();
  let text = "";

  const start = async (ports: readonly number[]) => {
    if (child) throw new Error("Prosody is running already.");
    let recent = "";
    // A process group of its own: Ctrl-C in a terminal is for its owner, who stops it in order.
    const started = spawn("prosody", ["--config", configPath, "-F"], {
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    child = started;
    let settled = false;
    const opened = new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`Prosody did not come up:\n${recent}`)), START_MS);
      const settle = (end: () => void) => {
        clearTimeout(timer);
        settled = true;
        end();
      };
      const read = (chunk: string) => {
        text = (text + chunk).slice(-LOG_CHARACTERS);
        if (settled) return;
        recent += chunk;
        if (/Failed to open server port/.test(recent)) settle(() => reject(new PortTaken(recent)));
        else if (ports.every((port) => recent.includes(`[127.0.0.1]:${port}`))) settle(resolve);
      };
      started.stdout.setEncoding("utf8").on("data", read);
      started.stderr.setEncoding("utf8").on("data", read);
      started.once("error", (error: NodeJS.ErrnoException) =>
        settle(() => reject(error.code === "ENOENT" ? new Error(INSTALL) : error)),
      );
      started.once("exit", (code) => settle(() => reject(new Error(`Prosody exited (${code}):\n${recent}`))));
    });
    const { pid } = started;
    exited = pid === undefined ? Promise.resolve() : once(started, "exit");
    if (pid !== undefined) guard.watch(pid);
    void exited.then(() => {
      if (pid !== undefined) guard.forget(pid);
      if (child === started) child = undefined;
    });
    try {
      await opened;
    } catch (error) {
      await stop();
      throw error;
    }
  };

  const stop = async () => {
    if (!child) return;
    const stopping = child;
    stopping.kill("SIGTERM");
    const late = setTimeout(() => stopping.kill("SIGKILL"), STOP_MS);
    await exited;
    clearTimeout(late);
    child = undefined;
  };

  return { start, stop, log: () => text, pid: () => child?.pid };
}
