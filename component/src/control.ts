// Commands to the running service from its own machine, over a Unix socket that only its user may open: one line of JSON
// each way. A store has one process, so what is to be done to it while the service runs, the service does.
import { chmod, mkdir, rm } from "node:fs/promises";
import { connect, createServer } from "node:net";
import type { Socket } from "node:net";
import { dirname } from "node:path";
import type { Log } from "./log.ts";

export interface Control {
  /** Where it cannot listen, the service goes on without. */
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

export interface ControlOptions {
  /** The socket's path. */
  readonly path: string;
  /** Forgets an owner; true if there was anything to forget. */
  readonly purge: (owner: string) => Promise<boolean>;
  readonly log: Log;
}

/** What can be asked, and what is answered. */
export interface Command {
  readonly purge: string;
}
export type Outcome = { readonly purged: boolean } | { readonly error: string };

const MAX_LINE = 8_192;
const TIMEOUT_MS = 30_000;

export function createControl({ path, purge, log }: ControlOptions): Control {
  const obey = async (line: string): Promise<Outcome> => {
    try {
      const command = JSON.parse(line) as Partial<Command> | null;
      if (typeof command?.purge !== "string") return { error: "no such command" };
      return { purged: await purge(command.purge) };
    } catch (error) {
      if (!(error instanceof SyntaxError)) log.error({ err: error }, "a command failed");
      return { error: error instanceof Error ? error.message : String(error) };
    }
  };
  const server = createServer((socket) => {
    readLine(socket)
      .then(async (line) => socket.end(`${JSON.stringify(await obey(line))}\n`))
      .catch(() => socket.destroy());
  });
  const listen = () =>
    new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(path, () => {
        server.off("error", reject);
        resolve();
      });
    });

  return {
    start: async () => {
      try {
        await mkdir(dirname(path), { recursive: true, mode: 0o700 });
        // What a process left that was killed; one that is alive answers.
        if (!(await isListening(path))) await rm(path, { force: true });
        await listen();
        await chmod(path, 0o600);
        server.on("error", (err) => log.error({ err }, "the control socket failed"));
      } catch (error) {
        log.warn({ path, reason: (error as Error).message }, "commands to the running service are not possible");
      }
    },
    stop: async () => {
      if (server.listening) await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Asks the service that listens at `path`; undefined where none does. @throws Error where it does not answer */
export async function command(path: string, request: Command): Promise<Outcome | undefined> {
  if (!(await isListening(path))) return undefined;
  const socket = connect(path);
  socket.on("error", () => undefined);
  try {
    socket.write(`${JSON.stringify(request)}\n`);
    return JSON.parse(await readLine(socket)) as Outcome;
  } finally {
    socket.destroy();
  }
}

function isListening(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}

function readLine(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    socket.setEncoding("utf8");
    socket.setTimeout(TIMEOUT_MS, () => reject(new Error("no answer in time")));
    socket.on("error", reject);
    socket.on("close", () => reject(new Error("no answer")));
    socket.on("data", (chunk: string) => {
      text += chunk;
      const end = text.indexOf("\n");
      if (end >= 0) resolve(text.slice(0, end));
      else if (text.length > MAX_LINE) reject(new Error("too long"));
    });
  });
}
