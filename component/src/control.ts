// Commands to the running service from its own machine, over a Unix socket that only its user may open: one line of JSON
// each way. A store has one process, so what is to be done to it while the service runs, the service does.
import { chmod, mkdir, rm } from "node:fs/promises";
import { connect, createServer } from "node:net";
import type { Socket } from "node:net";
import { dirname } from "node:path";
import { SchemeError } from "@status-scheme/protocol";
import type { Log } from "./log.ts";
import type { Answer } from "./operator/answer.ts";
import type { CommandRequest } from "./operator/request.ts";

export interface Control {
  /** Where it cannot listen, the service goes on without. */
  readonly start: () => Promise<void>;
  /** Resolves when the commands that were given are answered. */
  readonly stop: () => Promise<void>;
}

export interface ControlOptions {
  /** The socket's path. */
  readonly path: string;
  /** Does what is asked. @throws Error in words for the operator */
  readonly obey: (request: CommandRequest) => Promise<Answer>;
  readonly log: Log;
}

export type Outcome = { readonly answer: Answer } | { readonly error: string };

/** Characters of a line: of a request, and of an answer, which may be a list. */
const MAX_LINE = { request: 8_192, answer: 4_194_304 };
const TIMEOUT_MS = 30_000;

export function createControl({ path, obey, log }: ControlOptions): Control {
  const answer = async (line: string): Promise<Outcome> => {
    try {
      return { answer: await obey(requestIn(line)) };
    } catch (error) {
      if (!(error instanceof SchemeError)) log.error({ err: error }, "a command failed");
      return { error: error instanceof Error ? error.message : String(error) };
    }
  };
  /** Connections that have not asked yet. */
  const silent = new Set<Socket>();
  const server = createServer((socket) => {
    silent.add(socket);
    readLine(socket, MAX_LINE.request)
      .finally(() => silent.delete(socket))
      .then(async (line) => {
        socket.write(`${JSON.stringify(await answer(line))}\n`);
        socket.destroySoon();
      })
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
      if (!server.listening) return;
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of silent) socket.destroy();
      await closed;
    },
  };
}

/** Asks the service that listens at `path`; undefined where none does. @throws Error where it does not answer */
export async function command(path: string, request: CommandRequest): Promise<Outcome | undefined> {
  if (!(await isListening(path))) return undefined;
  const socket = connect(path);
  socket.on("error", () => undefined);
  try {
    socket.write(`${JSON.stringify(request)}\n`);
    return JSON.parse(await readLine(socket, MAX_LINE.answer)) as Outcome;
  } finally {
    socket.destroy();
  }
}

/** @throws SchemeError `bad-request` */
function requestIn(line: string): CommandRequest {
  let found: unknown;
  try {
    found = JSON.parse(line);
  } catch {
    throw new SchemeError("bad-request", { what: "command", reason: "not JSON" });
  }
  const texts = Object.entries(found ?? {}).filter(([, value]) => typeof value === "string");
  const { name = "", ...rest } = Object.fromEntries(texts) as Partial<CommandRequest>;
  return { name, ...rest };
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

function readLine(socket: Socket, most: number): Promise<string> {
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
      else if (text.length > most) reject(new Error("too long"));
    });
  });
}
