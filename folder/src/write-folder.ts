// Writes a scheme as a folder that readSchemeFolder reads back: whole, or not at all.
import type { Look, Medium } from "@status-scheme/protocol";
import { lstat, mkdir, mkdtemp, open, readdir, rename, rm, rmdir } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { SCHEME_FILE } from "./drafts.ts";
import { fileNames, schemeYaml } from "./scheme-yaml.ts";

export interface WriteOptions {
  /** Replaces a scheme folder that is there. */
  readonly replace?: boolean;
  /** Rejects with its reason, unless all is written; then nothing of it is left. */
  readonly signal?: AbortSignal;
}

/**
 * `bytes`: of each medium, by its hash.
 * @throws Error in words where there is something at `folder` that is not to be replaced
 */
export async function writeSchemeFolder(
  folder: string,
  looks: readonly Look[],
  bytes: (medium: Medium) => Uint8Array,
  { replace = false, signal }: WriteOptions = {},
): Promise<void> {
  const target = resolve(folder);
  const parent = dirname(target);
  const there = await whatIs(target);
  if (there === "other" || (there === "scheme" && !replace)) {
    const hint = there === "scheme" ? "a scheme already; --force replaces it" : "something there already";
    throw new Error(`${folder}: ${hint}`);
  }
  await mkdir(parent, { recursive: true });
  const temporary = await mkdtemp(join(parent, `.${basename(target)}-`));
  const old = join(temporary, "old");
  let isOldLeft = false;
  try {
    const whole = join(temporary, "new");
    await mkdir(whole);
    const files = fileNames(looks, ({ hash }) => hash);
    const contents = new Map([...files].map(([medium, name]) => [name, bytes(medium)]));
    for (const [name, data] of contents) {
      signal?.throwIfAborted();
      await writeDurably(join(whole, name), data);
    }
    await writeDurably(join(whole, SCHEME_FILE), new TextEncoder().encode(schemeYaml(looks, files)));
    signal?.throwIfAborted();
    if (there === "empty") await rmdir(target);
    if (there === "scheme") await rename(target, old);
    await rename(whole, target).catch(async (cause: unknown) => {
      isOldLeft =
        there === "scheme" &&
        !(await rename(old, target).then(
          () => true,
          () => false,
        ));
      throw isOldLeft ? new Error(`${folder}: it was not replaced; what was there is in ${old}`, { cause }) : cause;
    });
    await sync(parent);
  } finally {
    if (!isOldLeft) await rm(temporary, { recursive: true, force: true });
  }
}

async function whatIs(path: string): Promise<"nothing" | "empty" | "scheme" | "other"> {
  const found = await lstat(path).catch(() => undefined);
  if (found === undefined) return "nothing";
  if (!found.isDirectory()) return "other";
  const names = await readdir(path);
  return names.length === 0 ? "empty" : names.includes(SCHEME_FILE) ? "scheme" : "other";
}

async function writeDurably(path: string, data: Uint8Array): Promise<void> {
  const file = await open(path, "wx");
  try {
    await file.writeFile(data);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The rename itself is durable once the folder it happened in is. */
async function sync(path: string): Promise<void> {
  const folder = await open(path);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
