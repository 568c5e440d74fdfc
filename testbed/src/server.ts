// One XMPP server as a process: started in the foreground, known to be up by its own log, stopped without leftovers.
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import type { Guard } from "./guard.ts";

const START_MS = 40_000;
const STOP_MS = 30_000;
const LOG_CHARACTERS = 4_000_000;

/** What tells one server's program from another's. */
export interface Program {
  readonly name: string;
  /** One line for whoever lacks it. */
  readonly install: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Whether this log, since the start, says that the server serves every port. */
  readonly isUp: (log: string, ports: readonly number[]) => boolean;
  readonly lostPort: RegExp;
}

export interface Server {
  /** Resolves when every port is open. @throws PortTaken, or Error with the log's end where it does not come up */
  readonly start: (ports: readonly number[]) => Promise<void>;
  readonly stop: () => Promise<void>;
  /** What it logged, over all its starts; the last few megabytes. */
  readonly log: () => string;
  readonly pid: () => number | undefined;
}

/** Another process was quicker to take a port. */
export class PortTaken extends Error {}

/** A server that runs this program; nothing runs before `start`. */
export function serverProcess(program: Program, guard: Guard): Server {
  let child: ChildProcess | undefined;
  let exited: Promise<unknown> = Promise.resolve();
  let text = "";

  const start = async (ports: readonly number[]) => {
    if (child) throw new Error(`${program.name} is running already.`);
    let recent = "";
    // A process group of its own: Ctrl-C in a terminal is for its owner, who stops it in order.
    const started = spawn(program.command, program.args, {
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
      ...(program.cwd === undefined ? {} : { cwd: program.cwd }),
      env: { ...process.env, ...program.env },
    });
    child = started;
    let settled = false;
    const opened = new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${program.name} did not come up:\n${recent}`)), START_MS);
      const settle = (end: () => void) => {
        clearTimeout(timer);
        settled = true;
        end();
      };
      const read = (chunk: string) => {
        text = (text + chunk).slice(-LOG_CHARACTERS);
        if (settled) return;
        recent += chunk;
        if (program.lostPort.test(recent)) settle(() => reject(new PortTaken(recent)));
        else if (program.isUp(recent, ports)) settle(resolve);
      };
      started.stdout.setEncoding("utf8").on("data", read);
      started.stderr.setEncoding("utf8").on("data", read);
      started.once("error", (error: NodeJS.ErrnoException) =>
        settle(() => reject(error.code === "ENOENT" ? new Error(program.install) : error)),
      );
      started.once("exit", (code) => settle(() => reject(new Error(`${program.name} exited (${code}):\n${recent}`))));
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
