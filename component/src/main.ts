#!/usr/bin/env node
// The command line: the only reader of arguments, environment and signals.
import { parseArgs } from "node:util";
import { loadConfig } from "./config.ts";
import type { Config } from "./config.ts";
import { FILE_VARIABLE } from "./config-sources.ts";
import { createLog } from "./log.ts";
import { EXIT, help } from "./main-help.ts";
import { command } from "./control.ts";
import { print } from "./operator/answer.ts";
import { obeyOffline } from "./operator/offline.ts";
import { AT_THE_MACHINE, readRequest } from "./operator/request.ts";
import type { CommandRequest } from "./operator/request.ts";
import { NAME, VERSION } from "./version.ts";

process.exitCode = await main();

async function main(): Promise<number> {
  const given = read(process.argv.slice(2));
  if (typeof given === "string") return fail(EXIT.usage, `${given}\nTry ${NAME} --help.`);
  if (given.help) return say(help());
  if (given.version) return say(`${NAME} ${VERSION}\n`);
  const loaded = await loadConfig(given.config ?? process.env[FILE_VARIABLE], process.env);
  if ("problems" in loaded) return fail(EXIT.configuration, loaded.problems.join("\n"));
  if (given["check-config"]) return say("The configuration is good.\n");
  return given.request === undefined ? run(loaded.config) : order(loaded.config, given.request);
}

/** Has a command obeyed by the running service, or in its place while it does not run. */
async function order(config: Config, request: CommandRequest): Promise<number> {
  try {
    const outcome = (await command(config.control.path, request)) ?? {
      answer: await obeyOffline(config, AT_THE_MACHINE, request),
    };
    if ("error" in outcome) throw new Error(outcome.error);
    return say(print(outcome.answer));
  } catch (error) {
    return fail(EXIT.failure, `${request.name}: ${(error as Error).message}`);
  }
}

/** The arguments, or what is wrong with them. */
function read(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        config: { type: "string", short: "c" },
        "check-config": { type: "boolean" },
        help: { type: "boolean", short: "h" },
        version: { type: "boolean", short: "V" },
        reason: { type: "string", short: "r" },
      },
    });
    const [name, ...targets] = positionals;
    const request = name === undefined ? undefined : readRequest(name, targets, values.reason);
    return typeof request === "string" ? request : { ...values, request };
  } catch (error) {
    return (error as Error).message;
  }
}

/** Runs the service until a signal. */
async function run(config: Config): Promise<number> {
  const log = createLog(config.log.level);
  const { promise: signalled, resolve: signal } = Promise.withResolvers<NodeJS.Signals>();
  for (const name of ["SIGTERM", "SIGINT"] as const) {
    process.once(name, () => {
      signal(name);
      process.once(name, () => process.exit(EXIT.failure));
    });
  }
  process.on("uncaughtException", (err) => {
    log.error({ err }, "a defect ends the service");
    process.exit(EXIT.failure);
  });

  // Only now: what decodes media and serves HTTP takes a while to load, and the commands need none of it.
  const { createApp } = await import("./app.ts");
  const app = createApp(config, { log });
  try {
    await app.start();
  } catch (err) {
    log.error({ err }, "the service could not start");
    return EXIT.failure;
  }
  log.info({ version: VERSION, url: app.address().http }, "started");
  log.info({ signal: await signalled }, "stopping");
  await app.stop();
  log.info("stopped");
  return EXIT.ok;
}

function say(text: string): number {
  process.stdout.write(text);
  return EXIT.ok;
}

function fail(code: number, text: string): number {
  process.stderr.write(`${text}\n`);
  return code;
}
