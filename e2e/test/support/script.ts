// A program of e2e/slixmpp as a process that is logged in as somebody: what it says is a JSON object a line.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { until } from "@status-scheme/testbed";
import type { Testbed } from "@status-scheme/testbed";

export interface Script<S> {
  /** Everything said so far, oldest first. */
  readonly said: S[];
  /** Resolves to the first event of this name that is as wanted, now or once it comes. */
  readonly says: (event: string, wanted?: (said: S) => boolean | undefined) => Promise<S>;
  /** Resolves to what `find` finds in what was said, now or later. @throws Error with the last words where it is not said */
  readonly found: (find: () => S | undefined, what: string) => Promise<S>;
  /** A line for it to read. */
  readonly write: (line: string) => void;
  /** Ends its input, or, with a signal, the program; resolves when it is gone. */
  readonly end: (signal?: NodeJS.Signals) => Promise<void>;
}

const PYTHON = "/usr/bin/python3";
/** What ends the program of a JID: a test's first try may have left one, and two would take turns to be logged in. */
const programs = new WeakMap<Testbed, Map<string, () => Promise<void>>>();

/** Starts `<name>.py` with these arguments beside the account's and the server's; resolves when it says `ready`. */
export async function startScript<S extends { readonly event: string }>(
  bed: Testbed,
  name: string,
  jid: string,
  args: { readonly before?: readonly string[]; readonly after?: readonly string[] },
): Promise<Script<S>> {
  const here = programs.get(bed) ?? new Map<string, () => Promise<void>>();
  programs.set(bed, here);
  await here.get(jid)?.();
  const path = fileURLToPath(new URL(`../../slixmpp/${name}.py`, import.meta.url));
  const { hostname, port } = new URL(bed.service);
  const where = ["--jid", jid, "--host", hostname, "--port", port];
  const child = spawn(PYTHON, [path, ...(args.before ?? []), ...where, ...(args.after ?? [])], {
    stdio: ["pipe", "pipe", "pipe"],
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1", XMPP_PASSWORD: bed.password(jid.split("/")[0]!) },
  });
  bed.guard.watch(child.pid!);
  let isOver = false;
  const closed = once(child, "close").finally(() => {
    isOver = true;
    bed.guard.forget(child.pid!);
  });
  const said: S[] = [];
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => (errors += chunk));
  child.stdin.on("error", () => undefined);
  createInterface({ input: child.stdout }).on("line", (line) => said.push(JSON.parse(line) as S));

  const lastWords = () => [...said.slice(-8).map((one) => JSON.stringify(one)), errors].join("\n");
  const found: Script<S>["found"] = async (find, what) => {
    await until(what, () => find() !== undefined || isOver).catch((error: Error) => {
      throw new Error(`${error.message}:\n${lastWords()}`);
    });
    const one = find();
    if (!one) throw new Error(`${what}: ${name}.py has ended:\n${lastWords()}`);
    return one;
  };
  const script: Script<S> = {
    said,
    found,
    says: (event, wanted = () => true) =>
      found(() => said.find((one) => one.event === event && wanted(one)), `${name}.py says ${event}`),
    write: (line) => void child.stdin.write(`${line}\n`),
    end: async (signal) => {
      if (signal) child.kill(signal);
      else child.stdin.end();
      await closed;
    },
  };
  here.set(jid, () => script.end("SIGKILL"));
  await script.says("ready");
  return script;
}
