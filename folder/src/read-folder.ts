// Reads a scheme folder: scheme.yaml and the media files beside it. Nothing outside the folder is ever read.
import type { LookDraft } from "@status-scheme/client-plugin";
import { readFile, realpath, stat } from "node:fs/promises";
import { isAbsolute, join, sep } from "node:path";
import { draftsOf, MAX_YAML_BYTES, SCHEME_FILE } from "./drafts.ts";
import { FolderProblems } from "./problems.ts";

/** No service takes more; what its limits are it says itself. */
const MAX_MEDIUM_BYTES = 67_108_864;

/** The looks as they are published. @throws FolderProblems with everything that is wrong */
export async function readSchemeFolder(folder: string): Promise<LookDraft[]> {
  const root = await realpath(folder).catch(() => undefined);
  if (root === undefined) throw new FolderProblems([{ file: folder, message: "there is no such folder" }]);
  const source = await readInside(root, SCHEME_FILE, MAX_YAML_BYTES).catch((error: Error) => {
    throw new FolderProblems([{ file: SCHEME_FILE, message: error.message }]);
  });
  return draftsOf(source, (file) => readInside(root, file, MAX_MEDIUM_BYTES));
}

/** @throws Error whose message says, in words, why the file is not read */
async function readInside(root: string, file: string, maxBytes: number): Promise<Uint8Array> {
  if (isAbsolute(file)) throw new Error("files are named relative to the folder");
  let real: string;
  try {
    real = await realpath(join(root, file));
  } catch {
    throw new Error("there is no such file");
  }
  // Links are followed before this is decided: neither ".." nor a link leads out.
  if (!real.startsWith(root.endsWith(sep) ? root : root + sep)) throw new Error("it is outside the folder");
  const { size, isFile } = await stat(real).then((found) => ({ size: found.size, isFile: found.isFile() }));
  if (!isFile) throw new Error("it is not a file");
  if (size > maxBytes) throw new Error(`${size} bytes are more than any service takes`);
  if (size === 0) throw new Error("it is empty");
  try {
    return new Uint8Array(await readFile(real));
  } catch (error) {
    throw new Error(`it cannot be read: ${(error as NodeJS.ErrnoException).code ?? "unknown"}`, { cause: error });
  }
}
