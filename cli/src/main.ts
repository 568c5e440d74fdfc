#!/usr/bin/env node
// The composition root: arguments, environment, terminal, signals and exit codes meet here and nowhere else.
import { FolderProblems, inWords } from "@status-scheme/folder";
import { printable, SchemeError } from "@status-scheme/protocol";
import { readFile } from "node:fs/promises";
import { readArguments } from "./arguments.ts";
import { COMMANDS } from "./commands.ts";
import { readPassword } from "./password.ts";
import { ConnectionError, inSession } from "./session.ts";
import { HELP, UsageError } from "./usage.ts";

const { argv, env, stdin, stdout, stderr } = process;

async function main(): Promise<void> {
  const command = readArguments(argv.slice(2), env);
  if (command.name === "help") return void stdout.write(HELP);
  if (command.name === "version") return void stdout.write(`${await version()}\n`);

  const { name, operand, account, options } = command;
  const interrupt = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      interrupt.abort(new Error("interrupted"));
      process.exit(130);
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
  await COMMANDS[name]({
    operand,
    options,
    out: (text) => {
      if (stderr.isTTY) stderr.write("\r\u001b[K");
      stdout.write(text);
    },
    note,
    signal: interrupt.signal,
    session: (use) => inSession(account, password, use),
  });
}

async function version(): Promise<string> {
  const text = await readFile(new URL("../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { readonly version: string }).version;
}

function exitCodeOf(error: unknown): number {
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
  stderr.write(`${messageOf(error)}\n`);
  process.exitCode = exitCodeOf(error);
}
