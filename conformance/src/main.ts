#!/usr/bin/env node
// The composition root: arguments, environment, terminal, signals and exit codes meet here and nowhere else.
import { readPassword, UsageError } from "@status-scheme/cli";
import { readDraft, readRequirements } from "@status-scheme/draft";
import { writeFile } from "node:fs/promises";
import { type Command, readArguments } from "./arguments.ts";
import { CLIENT } from "./client/index.ts";
import { runClient } from "./client/run.ts";
import { countOf, type Outcome } from "./kit/results.ts";
import { report } from "./report.ts";
import { SERVICE } from "./service/index.ts";
import { NotPutBack, runService, UnfitAccounts } from "./service/run.ts";
import { HELP } from "./usage.ts";
import { type Account, LoginError } from "./wire/actor.ts";

const { argv, env, stdin, stdout, stderr } = process;

async function main(): Promise<void> {
  const command = readArguments(argv.slice(2));
  if (command.name === "help") return void stdout.write(HELP);
  if (command.name === "list") return void stdout.write(list());
  const interrupt = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    // The first asks to end in order, what was there put back; the second ends at once.
    process.once(signal, () => {
      process.once(signal, () => process.exit(130));
      interrupt.abort(new Error("interrupted"));
    });
  }
  // On the way, one line that is written over; nothing where nobody watches.
  const note = (text: string) => stderr.isTTY && stderr.write(`\r\u001b[K${text}`);
  const onProgress = (done: number, all: number) => note(`${done} of ${all} checks`);
  const outcomes = await run(command, { onProgress, signal: interrupt.signal });
  note("");
  const titles = new Map(readDraft().sections.map(({ number, title }) => [number, title]));
  stdout.write(report(outcomes, { isColored: stdout.isTTY && env.NO_COLOR === undefined, titles }));
  if (command.json !== undefined) await writeFile(command.json, json(outcomes));
  if (countOf(outcomes).fail > 0) process.exitCode = 1;
}

type Watched = { readonly onProgress: (done: number, all: number) => void; readonly signal: AbortSignal };

async function run(command: Extract<Command, { name: "service" | "client" }>, watched: Watched): Promise<Outcome[]> {
  const { server, slow } = command;
  const peer = command.peer === undefined ? undefined : await accountOf(command.peer, "STATUS_SCHEME_PEER_PASSWORD");
  const stranger =
    command.stranger === undefined ? undefined : await accountOf(command.stranger, "STATUS_SCHEME_STRANGER_PASSWORD");
  const common = { ...watched, server, slow, stranger };
  if (command.name === "service") {
    const owner = await accountOf(command.owner, "STATUS_SCHEME_PASSWORD");
    return runService({ ...common, service: command.service, owner, peer });
  }
  const { client, component, account, waitSeconds } = command;
  const secret = component && (await secretOf(`Secret of ${component.jid}`, "STATUS_SCHEME_COMPONENT_SECRET"));
  return runClient({
    ...common,
    client,
    peer: peer!,
    account: account === undefined ? undefined : await accountOf(account, "STATUS_SCHEME_PASSWORD"),
    component: component && { ...component, secret: secret! },
    waitMs: waitSeconds * 1000,
    onWaiting: () => stderr.write(`Waiting for ${client}: let it log in now.\n`),
  });
}

async function accountOf(jid: string, variable: string): Promise<Account> {
  return { jid, password: await secretOf(jid, variable) };
}

function secretOf(whose: string, variable: string): Promise<string> {
  const sources = { file: undefined, environment: env[variable], input: stdin, output: stderr };
  return readPassword(whose, { ...sources, howTo: `set ${variable}.` });
}

/** Every requirement: tried of a service, of a client, or why not. */
function list(): string {
  const tried = (id: string) => [
    ...(SERVICE.checks.some(({ holds }) => holds.includes(id)) ? ["--service"] : []),
    ...(CLIENT.checks.some(({ holds }) => holds.includes(id)) ? ["--client"] : []),
  ];
  const untried = [...SERVICE.untried, ...CLIENT.untried];
  return readRequirements()
    .map(({ id, level, section, judged }) => {
      const how = tried(id).join(" ");
      const why = judged ?? untried.find(({ ids }) => ids.includes(id))?.reason;
      return `${section.padEnd(5)} ${level.padEnd(10)} ${id.padEnd(44)} ${how === "" ? `(${why})` : how}\n`;
    })
    .join("");
}

function json(outcomes: readonly Outcome[]): string {
  return `${JSON.stringify({ counts: countOf(outcomes), requirements: outcomes }, undefined, 2)}\n`;
}

function exitCodeOf(error: unknown): number {
  if (error instanceof UsageError || error instanceof UnfitAccounts) return 2;
  if (error instanceof LoginError) return 3;
  if (error instanceof NotPutBack) return 4;
  return (error as Error).message === "interrupted" ? 130 : 1;
}

try {
  await main();
} catch (error) {
  stderr.write(`status-scheme-conformance: ${(error as Error).message}\n`);
  process.exitCode = exitCodeOf(error);
}
