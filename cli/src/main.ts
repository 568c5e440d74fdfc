#!/usr/bin/env node
// The composition root: arguments, environment, terminal, signals and exit codes meet here and nowhere else.
import { FolderProblems, inWords } from "@status-scheme/folder";
import { printable, SchemeError } from "@status-scheme/protocol";
import { readFile } from "node:fs/promises";
import { readArguments } from "./arguments.ts";
import { COMMANDS } from "./commands.ts";
import { readPassword } from "./password.ts";
import { ConnectionError, inSession } from "./session.ts";
import { HELP, Interrupted, UsageError } from "./usage.ts";

const { argv, env, stdin, stdout, stderr } = process;
const INTERRUPTED = 130;
const LAST_MOMENT_MS = 2_000;

// Whoever has read enough of the output is not waited for, and is no failure; a disk that is full is one.
stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") return;
  stderr.write(`status-scheme: the output cannot be written (${error.code ?? error.message})\n`);
  process.exitCode = 1;
});
// There is nobody to tell.
stderr.on("error", () => undefined);

async function main(): Promise<void> {
  const command = readArguments(argv.slice(2), env);
  if (command.name === "help") return void stdout.write(HELP);
  if (command.name === "version") return void stdout.write(`${await version()}\n`);

  const { name, operand, account, options } = command;
  const interrupt = new AbortController();
  // Whatever is under way has a moment to clean up behind it; the second signal does not wait.
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      interrupt.abort(new Interrupted("interrupted"));
      setTimeout(() => process.exit(INTERRUPTED), LAST_MOMENT_MS).unref();
    });
  }
  // On the way, one line that is written over; nothing where nobody watches.
  const note = (text: string) => stderr.isTTY && stderr.write(`\r\u001b[K${text}`);
  const password = (jid: string) =>
    readPassword(jid, {
      file: account.passwordFile,
      environment: env.STATUS_SCHEME_PASSWORD,
      input: stdin,
      output: stderr,
    });
  const end = new Promise<never>((_resolve, reject) => {
    interrupt.signal.addEventListener("abort", () => reject(interrupt.signal.reason as Error));
  });
  const work = COMMANDS[name]({
    operand,
    options,
    out: (text) => {
      clearLine();
      stdout.write(text);
    },
    note,
    signal: interrupt.signal,
    session: (use) => inSession(account, password, interrupt.signal, use),
  });
  try {
    await Promise.race([work, end]);
  } catch (error) {
    if (interrupt.signal.aborted) await work.catch(() => undefined);
    throw error;
  }
}

/** What was said on the way is not to be mixed with what is said in the end. */
function clearLine(): void {
  if (stderr.isTTY) stderr.write("\r\u001b[K");
}

async function version(): Promise<string> {
  const text = await readFile(new URL("../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { readonly version: string }).version;
}

function exitCodeOf(error: unknown): number {
  if (error instanceof Interrupted) return INTERRUPTED;
  if (error instanceof UsageError) return 2;
  return error instanceof ConnectionError ? 3 : 1;
}

function messageOf(error: unknown): string {
  if (error instanceof FolderProblems) return error.message;
  return `status-scheme: ${error instanceof SchemeError ? printable(inWords(error)) : (error as Error).message}`;
}

try {
  await main();
} catch (error) {
  clearLine();
  stderr.write(`${messageOf(error)}\n`);
  process.exitCode = exitCodeOf(error);
}
