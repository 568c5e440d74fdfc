// A folder's files as pages take them.
import { readFile, realpath } from "node:fs/promises";
import { extname, join, sep } from "node:path";
import type { PageFile } from "@status-scheme/testbed";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".yaml": "text/yaml; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
  ".ttf": "font/ttf",
  ".mp3": "audio/mpeg",
  ".ogg": "audio/ogg",
  ".wav": "audio/wav",
};

/** Files by their path in the folder; undefined for what is not in it, leads out of it, or is of no type that pages take. */
export function filesOf(folder: string): (path: string) => Promise<PageFile | undefined> {
  return async (path) => {
    const type = TYPES[extname(path)];
    if (type === undefined) return undefined;
    const [root, file] = await Promise.all([realpath(folder), realpath(join(folder, path)).catch(() => undefined)]);
    if (!file?.startsWith(root + sep)) return undefined;
    return { bytes: await readFile(file), type };
  };
}
