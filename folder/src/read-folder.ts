// Reads a scheme folder: scheme.yaml and the media files beside it. Nothing outside the folder is ever read.
import type { LookDraft } from "@status-scheme/client-plugin";
import { readFile, realpath, stat } from "node:fs/promises";
import { isAbsolute, join, sep } from "node:path";
import { draftsOf, MAX_YAML_BYTES, SCHEME_FILE } from "./drafts.ts";
import { FolderProblems } from "./problems.ts";

/** No service takes more; what its limits are it says itself. */
const MAX_MEDIUM_BYTES = 67_108_864;
/** Of all files together, which are in memory at the same time. */
const MAX_BYTES = 268_435_456;

/** The looks as they are published. @throws FolderProblems with everything that is wrong */
export async function readSchemeFolder(folder: string): Promise<LookDraft[]> {
  const wrong = (file: string) => (error: Error) => {
    throw new FolderProblems([{ file, message: error.message }]);
  };
  const root = await realFolder(folder).catch(wrong(folder));
  const source = await readInside(root, SCHEME_FILE, () => MAX_YAML_BYTES).catch(wrong(SCHEME_FILE));
  let room = MAX_BYTES;
  const take = (size: number) => {
    const most = Math.min(MAX_MEDIUM_BYTES, room);
    room -= size;
    return most;
  };
  return draftsOf(source, (file) => readInside(root, file, take));
}

async function realFolder(folder: string): Promise<string> {
  const root = await realpath(folder).catch(notThere("folder"));
  if (!(await stat(root)).isDirectory()) throw new Error("it is not a folder");
  return root;
}

/** Why something is not found, in words. */
function notThere(what: "file" | "folder") {
  return (cause: NodeJS.ErrnoException): never => {
    const isMissing = cause.code === "ENOENT" || cause.code === "ENOTDIR";
    throw new Error(isMissing ? `there is no such ${what}` : `it cannot be read: ${cause.code ?? "unknown"}`, {
      cause,
    });
  };
}

/** `maxBytes`: of a file of this size. @throws Error whose message says, in words, why the file is not read */
async function readInside(root: string, file: string, maxBytes: (size: number) => number): Promise<Uint8Array> {
  if (isAbsolute(file)) throw new Error("files are named relative to the folder");
  const real = await realpath(join(root, file)).catch(notThere("file"));
  // Links are followed before this is decided: neither ".." nor a link leads out.
  if (!real.startsWith(root.endsWith(sep) ? root : root + sep)) throw new Error("it is outside the folder");
  const { size, isFile } = await stat(real).then((found) => ({ size: found.size, isFile: found.isFile() }));
  if (!isFile) throw new Error("it is not a file");
  if (size > maxBytes(size)) throw new Error(`${size} bytes are more than any service takes`);
  if (size === 0) throw new Error("it is empty");
  try {
    return new Uint8Array(await readFile(real));
  } catch (error) {
    throw new Error(`it cannot be read: ${(error as NodeJS.ErrnoException).code ?? "unknown"}`, { cause: error });
  }
}
