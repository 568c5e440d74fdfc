// Writes a scheme as a folder that readSchemeFolder reads back: whole, or not at all.
import type { LocalText, Look, Medium } from "@status-scheme/protocol";
import { lstat, mkdir, mkdtemp, open, readdir, rename, rm, rmdir } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { Document, Scalar } from "yaml";
import { endingOf } from "./media-types.ts";
import { SCHEME_FILE } from "./read.ts";

export interface WriteOptions {
  /** Replaces a scheme folder that is there. */
  readonly replace?: boolean;
}

/**
 * `bytes`: of each medium, by its hash.
 * @throws Error in words where there is something at `folder` that is not to be replaced
 */
export async function writeSchemeFolder(
  folder: string,
  looks: readonly Look[],
  bytes: (medium: Medium) => Uint8Array,
  { replace = false }: WriteOptions = {},
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
  try {
    const whole = join(temporary, "new");
    await mkdir(whole);
    const files = fileNames(looks);
    const contents = new Map([...files].map(([medium, name]) => [name, bytes(medium)]));
    for (const [name, data] of contents) await writeDurably(join(whole, name), data);
    await writeDurably(join(whole, SCHEME_FILE), new TextEncoder().encode(schemeYaml(looks, files)));
    if (there === "empty") await rmdir(target);
    if (there === "scheme") await rename(target, join(temporary, "old"));
    await rename(whole, target).catch(async (error: unknown) => {
      if (there === "scheme") await rename(join(temporary, "old"), target);
      throw error;
    });
    await sync(parent);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/** scheme.yaml of these looks, their media in files of these names. */
export function schemeYaml(looks: readonly Look[], files: ReadonlyMap<Medium, string>): string {
  const document = new Document({});
  for (const [index, { state, show, text, media }] of looks.entries()) {
    const look: Record<string, unknown> = {};
    if (show !== undefined) look.show = show;
    if (text.length > 0) look.text = texts(text);
    for (const medium of media) {
      const file = files.get(medium)!;
      const isAlone = media.length === 1 || medium.desc.length === 0;
      look[medium.kind] = isAlone ? file : { file, desc: texts(medium.desc) };
      if (media.length === 1 && medium.desc.length > 0) look.desc = texts(medium.desc);
    }
    const key = new Scalar(state);
    key.spaceBefore = index > 0;
    document.add(document.createPair(key, look));
  }
  return document.toString({ lineWidth: 0 });
}

function texts(list: readonly LocalText[]): string | Record<string, string> {
  if (list.length === 1 && list[0]!.lang === "") return list[0]!.text;
  return Object.fromEntries(list.map(({ lang, text }) => [lang, text]));
}

/** A file a medium; media of the same bytes share one. */
function fileNames(looks: readonly Look[]): Map<Medium, string> {
  const named = new Map<string, string>();
  const files = new Map<Medium, string>();
  for (const { state, media } of looks) {
    for (const medium of media) {
      const ending = endingOf(medium.mediaType);
      if (ending === undefined) throw new Error(`${state}, ${medium.kind}: ${medium.mediaType} has no file name`);
      const name = `${state}${medium.kind === "image" ? "" : `-${medium.kind}`}.${ending}`;
      const same = `${medium.mediaType} ${medium.hash}`;
      files.set(medium, named.get(same) ?? name);
      named.set(same, files.get(medium)!);
    }
  }
  return files;
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
