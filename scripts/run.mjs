// Child processes for the scripts here. Plain JavaScript without dependencies: it runs on any Node from 18 up, before
// anything is installed.
import { spawn, spawnSync } from "node:child_process";

/** Runs a command on this terminal and hands signals on to it. Resolves to its exit code, shells' way (128 + signal). */
export function run(command, args, { env = {}, ...options } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: "inherit", ...options, env: { ...process.env, ...env } });
    const forward = (signal) => child.kill(signal);
    const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
    for (const signal of signals) process.on(signal, forward);
    const settle = (end) => {
      for (const signal of signals) process.off(signal, forward);
      end();
    };
    child.once("error", (error) => settle(() => reject(error)));
    child.once("close", (code, signal) => settle(() => resolve(code ?? 128 + signalNumber(signal))));
  });
}

/** Runs a command to its end, keeping what it says to ourselves. `code` is undefined where there is no such command. */
export async function capture(command, args, options = {}) {
  const said = [];
  const code = await new Promise((resolve) => {
    const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    child.stdout.on("data", (chunk) => said.push(chunk));
    child.stderr.on("data", (chunk) => said.push(chunk));
    child.once("error", () => resolve(undefined));
    child.once("close", (status) => resolve(status ?? 1));
  });
  return { code, output: Buffer.concat(said).toString("utf8").trim() };
}

/** Whether a command runs at all and ends well. */
export function succeeds(command, args) {
  return spawnSync(command, args, { stdio: "ignore" }).status === 0;
}

/** What went wrong, as one line for a person: no stack. */
export class SetupError extends Error {}

function signalNumber(signal) {
  return { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 }[signal] ?? 1;
}
