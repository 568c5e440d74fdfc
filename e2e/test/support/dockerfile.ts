// Plays a Dockerfile outside Docker: a folder stands for the image's root, copies go there, and commands run there.
import { execFile } from "node:child_process";
import { cpSync, existsSync, globSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

export interface Outside {
  /** The build context, with the Dockerfile in it. */
  readonly context: string;
  /** The folder that stands for `/`. */
  readonly root: string;
  /** Paths of the image that lie in the folder; others are this machine's. */
  readonly paths: readonly string[];
  /** A RUN's command as it can be run here. */
  readonly adapt?: (command: string) => string;
}

/** The image as it came out. */
export interface Played {
  readonly env: Readonly<Record<string, string>>;
  /** In the folder. */
  readonly workdir: string;
  /** ENTRYPOINT and CMD, and the health check's command: exec form, with paths in the folder. */
  readonly command: readonly string[];
  readonly healthcheck: readonly string[];
  /** What each RUN said. */
  readonly output: string;
}

/** Plays all instructions. @throws Error where one is unknown, or its command fails */
export async function playDockerfile(outside: Outside): Promise<Played> {
  const { context, root, adapt = (command) => command } = outside;
  const inside = (text: string) => toFolder(text, outside);
  const env: Record<string, string> = {};
  const exec: Record<string, string[]> = {};
  let workdir = root;
  let output = "";
  for (const { name, text } of parseDockerfile(join(context, "Dockerfile"))) {
    if (name === "COPY") copy(text, context, (target) => join(target.startsWith("/") ? root : workdir, target));
    else if (name === "WORKDIR") workdir = inside(text);
    else if (name === "ENV") env[text.split("=")[0]!] = text.split("=")[1]!;
    else if (name === "RUN") output += await run(inside(adapt(text)), workdir, env);
    else if (["CMD", "ENTRYPOINT", "HEALTHCHECK"].includes(name)) exec[name] = execForm(text).map(inside);
    else if (!["FROM", "USER", "VOLUME", "EXPOSE"].includes(name)) throw new Error(`Unknown instruction ${name}.`);
  }
  const { ENTRYPOINT = [], CMD = [], HEALTHCHECK = [] } = exec;
  return { env, workdir, command: [...ENTRYPOINT, ...CMD], healthcheck: HEALTHCHECK, output };
}

/** The same text with the image's paths in the folder. */
export function toFolder(text: string, { root, paths }: Pick<Outside, "root" | "paths">): string {
  return paths.reduce((result, path) => result.replaceAll(path, join(root, path)), text);
}

function parseDockerfile(path: string): { readonly name: string; readonly text: string }[] {
  const lines = readFileSync(path, "utf8")
    .replace(/\\\n\s*/g, "")
    .split("\n");
  return lines
    .filter((line) => line.trim() !== "" && !line.startsWith("#"))
    .map((line) => {
      const [, name, text] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? [];
      if (name === undefined || text === undefined) throw new Error(`${path}: not an instruction: ${line}`);
      return { name, text };
    });
}

function execForm(text: string): string[] {
  const list = /\[.*\]$/.exec(text)?.[0];
  if (list === undefined) throw new Error(`Not in exec form: ${text}`);
  return JSON.parse(list) as string[];
}

/** COPY of the whole context, or of one thing in it. What `--from` copies of an earlier stage is in the folder already. */
function copy(text: string, context: string, destination: (target: string) => string): void {
  if (text.startsWith("--from=")) return;
  const [source, target] = text.split(/\s+/) as [string, string];
  const files = contextFiles(context);
  const wanted = source === "." ? files : files.filter((file) => file === source);
  if (wanted.length === 0) throw new Error(`COPY ${text}: not in the build context`);
  for (const file of wanted) {
    const to = source === "." ? join(destination(target), file) : destination(target);
    mkdirSync(dirname(to), { recursive: true });
    cpSync(join(context, file), to, { recursive: true });
  }
}

/** What of the context .dockerignore lets through; ours is "*" and exceptions from it. */
function contextFiles(context: string): string[] {
  const ignore = join(context, ".dockerignore");
  if (!existsSync(ignore)) return globSync("*", { cwd: context });
  const [all, ...exceptions] = readFileSync(ignore, "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));
  if (all !== "*") throw new Error(`${ignore} does not begin with *`);
  return exceptions.flatMap((exception) => {
    const found = globSync(exception.replace(/^!/, ""), { cwd: context });
    if (!exception.startsWith("!") || found.length === 0)
      throw new Error(`${ignore}: lets nothing through: ${exception}`);
    return found;
  });
}

async function run(command: string, cwd: string, env: Readonly<Record<string, string>>): Promise<string> {
  mkdirSync(cwd, { recursive: true });
  const { stdout, stderr } = await promisify(execFile)("/bin/sh", ["-ec", command], {
    cwd,
    env: { ...process.env, ...env },
  });
  return stdout + stderr;
}
