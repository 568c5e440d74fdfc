// Reads a scheme folder: scheme.yaml and the media files beside it. Nothing outside the folder is ever read.
import type { LookDraft, MediumDraft } from "@status-scheme/client-plugin";
import { DEFAULT_LIMITS, SchemeError, validateScheme } from "@status-scheme/protocol";
import type { Look, Medium } from "@status-scheme/protocol";
import { readFile, realpath, stat } from "node:fs/promises";
import { isAbsolute, join, sep } from "node:path";
import { inWords } from "../words.ts";
import { endingsOf, mediaTypeOf } from "./media-types.ts";
import { parseSchemeYaml } from "./parse.ts";
import type { ParsedLook, ParsedMedium } from "./parse.ts";
import { FolderProblems } from "./problems.ts";
import type { Problem } from "./problems.ts";

export const SCHEME_FILE = "scheme.yaml";

const MAX_YAML_BYTES = 1_048_576;
/** No service takes more; what its limits are it says itself. */
const MAX_MEDIUM_BYTES = 67_108_864;

/** The looks as they are published. @throws FolderProblems with everything that is wrong */
export async function readSchemeFolder(folder: string): Promise<LookDraft[]> {
  const problems: Problem[] = [];
  const root = await realpath(folder).catch(() => undefined);
  if (root === undefined) throw new FolderProblems([{ file: folder, message: "there is no such folder" }]);
  const source = await readInside(root, SCHEME_FILE, MAX_YAML_BYTES).catch((error: Error) => {
    throw new FolderProblems([{ file: SCHEME_FILE, message: error.message }]);
  });
  const parsed = parseSchemeYaml(new TextDecoder().decode(source), SCHEME_FILE);
  problems.push(...parsed.problems);

  const files = new Map<string, Promise<Uint8Array>>();
  const read = (file: string) => {
    const reading = files.get(file) ?? readInside(root, file, MAX_MEDIUM_BYTES);
    files.set(file, reading);
    return reading;
  };
  const medium = async (look: string, { kind, file, desc, line }: ParsedMedium): Promise<MediumDraft | undefined> => {
    const problem = (message: string) => {
      problems.push({ file: SCHEME_FILE, line, message: `${look}, ${kind}: ${file}: ${message}` });
      return undefined;
    };
    const mediaType = mediaTypeOf(kind, file);
    if (mediaType === undefined) return problem(`not a name of this kind; it ends in ${endingsOf(kind).join(", ")}`);
    try {
      return { kind, bytes: await read(file), mediaType, desc };
    } catch (error) {
      return problem((error as Error).message);
    }
  };
  const drafts = await Promise.all(
    parsed.looks.map(async (look): Promise<LookDraft> => {
      const media = await Promise.all(look.media.map((one) => medium(look.state, one)));
      const broken = brokenRule(look);
      if (broken) problems.push({ file: SCHEME_FILE, line: look.line, message: broken });
      return { ...base(look), text: look.text, media: media.filter((one) => one !== undefined) };
    }),
  );
  if (problems.length > 0) throw new FolderProblems(problems.sort((a, b) => (a.line ?? 0) - (b.line ?? 0)));
  return drafts;
}

function base({ state, show }: ParsedLook): Pick<Look, "state" | "show"> {
  return { state, ...(show !== undefined && { show: show as NonNullable<Look["show"]> }) };
}

/** The rules of the document (draft, "Rules for Looks"), with the default limits of texts: a service may allow more. */
function brokenRule(look: ParsedLook): string | undefined {
  const unread = { mediaType: "application/octet-stream", size: 0, hash: "", sources: [] };
  const media: Medium[] = look.media.map(({ kind, desc }) => ({ kind, desc, ...unread }));
  const { "text-characters": characters, "text-languages": languages } = DEFAULT_LIMITS;
  try {
    const scheme = { owner: "owner", looks: [{ ...base(look), text: look.text, media }] };
    const limits = { "text-characters": characters, "text-languages": languages };
    validateScheme(scheme, limits, { stillsMayFollow: true });
    return undefined;
  } catch (error) {
    if (error instanceof SchemeError) return inWords(error);
    throw error;
  }
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
