// The programs in e2e/slixmpp as processes: commands go in and events come out, a JSON object a line. They share no code with
// this project and know the protocol from its draft.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Testbed } from "@status-scheme/testbed";
import { until } from "./world.ts";

/** What a program said: `event` is its name; which of the rest is there depends on that. */
export interface Said {
  readonly event: string;
  readonly tag?: number;
  readonly owner?: string;
  readonly stamp?: string | null;
  readonly state?: string;
  readonly text?: string | null;
  readonly there?: boolean;
  readonly fresh?: boolean;
  readonly look?: string | null;
  readonly media?: readonly Medium[];
  readonly scheme?: SaidScheme;
  readonly access?: { readonly version: string };
  readonly contacts?: readonly string[];
  readonly status?: string | number;
  readonly hash?: string;
  readonly size?: number;
  readonly sources?: readonly string[];
  readonly since?: string | null;
}
export interface SaidScheme {
  readonly stamp: string;
  readonly looks: readonly { readonly state: string; readonly media: readonly Medium[] }[];
}
export interface Medium {
  readonly hash: string;
  readonly ready?: boolean;
  readonly url?: string;
}

export interface Program {
  /** Everything said so far, oldest first. */
  readonly said: Said[];
  /** What was said under this name, oldest first. */
  readonly all: (event: string) => Said[];
  /** Resolves to the first event of this name that is as wanted, now or once it comes. */
  readonly says: (event: string, wanted?: (said: Said) => boolean | undefined) => Promise<Said>;
  /** Resolves to what a viewer shows of a contact, once it is as wanted. */
  readonly sees: (owner: string, wanted: (shown: Said) => boolean | undefined) => Promise<Said>;
  /** Obeys a command; resolves to the `done` or `refused` that answers it. */
  readonly asked: (command: { readonly do: string } & Readonly<Record<string, unknown>>) => Promise<Said>;
  readonly leave: () => Promise<void>;
}

/** What Juliet looks like in her states, to be uploaded. */
export const PICTURES = fileURLToPath(new URL("../../../fixtures/schemes/juliet/", import.meta.url));
const image = (name: string, desc: string) => ({
  kind: "image",
  type: "image/png",
  file: join(PICTURES, `${name}.png`),
  desc: { en: desc },
});
/** Looks as `owner.py` takes them: two with an image. */
export const LOOKS = [
  {
    state: "available",
    texts: { en: "Out on the balcony", it: "Sono sul balcone" },
    media: [image("available", "Juliet waves")],
  },
  { state: "dnd", texts: { en: "Please do not disturb" }, media: [image("dnd", "A closed door")] },
  { state: "in_a_meeting", show: "dnd", texts: { en: "With the nurse" } },
  { state: "offline", texts: { en: "Good night, good night!" } },
];
/** Whether a viewer shows a look with all its media, and knows that it is current. */
export const wholeLook = ({ look, fresh, media }: Said) =>
  look !== null && fresh === true && media!.every(({ ready }) => ready);

const PYTHON = "/usr/bin/python3";
const SAY_MS = 20_000;

/** Starts `viewer.py` or `owner.py` for an account and waits until it has logged in and asked its first questions. */
export async function startPython(
  bed: Testbed,
  program: "viewer" | "owner",
  jid: string,
  options: readonly string[] = [],
): Promise<Program> {
  const path = fileURLToPath(new URL(`../../slixmpp/${program}.py`, import.meta.url));
  const { hostname, port } = new URL(bed.service);
  const child = spawn(PYTHON, [path, "--jid", jid, "--host", hostname, "--port", port, "--plain", ...options], {
    stdio: ["pipe", "pipe", "pipe"],
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1", XMPP_PASSWORD: bed.password(jid.split("/")[0]!) },
  });
  bed.guard.watch(child.pid!);
  const closed = once(child, "close").finally(() => bed.guard.forget(child.pid!));
  const said: Said[] = [];
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => (errors += chunk));
  child.stdin.on("error", () => undefined);
  createInterface({ input: child.stdout }).on("line", (line) => said.push(JSON.parse(line) as Said));

  const all = (event: string) => said.filter((one) => one.event === event);
  const last = () =>
    `${said
      .slice(-8)
      .map((one) => JSON.stringify(one))
      .join("\n")}\n${errors}`;
  const found = async (find: () => Said | undefined, what: string): Promise<Said> => {
    await until(() => find() !== undefined || child.exitCode !== null, what, SAY_MS).catch((error: Error) => {
      throw new Error(`${error.message}:\n${last()}`);
    });
    const one = find();
    if (!one) throw new Error(`${what}: ${program}.py has ended:\n${last()}`);
    return one;
  };
  const says: Program["says"] = (event, wanted = () => true) =>
    found(() => said.find((one) => one.event === event && wanted(one)), `${program}.py says ${event}`);

  let commands = 0;
  const one: Program = {
    said,
    all,
    says,
    sees: (owner, wanted) =>
      found(() => {
        const shown = all("show").findLast((shown) => shown.owner === owner);
        return shown && wanted(shown) ? shown : undefined;
      }, `viewer.py sees ${owner} as wanted`),
    asked: async (command) => {
      const tag = ++commands;
      child.stdin.write(`${JSON.stringify({ ...command, tag })}\n`);
      return found(
        () => said.find(({ event, tag: of }) => (event === "done" || event === "refused") && of === tag),
        `${program}.py obeys ${command.do}`,
      );
    },
    leave: async () => {
      child.stdin.end();
      await closed;
    },
  };
  await says("ready");
  return one;
}
