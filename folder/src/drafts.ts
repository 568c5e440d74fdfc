// scheme.yaml and the files it names, wherever they are, become looks as they are published.
import type { LookDraft, MediumDraft } from "@status-scheme/client-plugin";
import { DEFAULT_LIMITS, SchemeError, validateScheme } from "@status-scheme/protocol";
import type { Look, Medium } from "@status-scheme/protocol";
import { endingsOf, mediaTypeOf } from "./media-types.ts";
import { parseSchemeYaml } from "./parse.ts";
import type { ParsedLook, ParsedMedium } from "./parse.ts";
import { FolderProblems } from "./problems.ts";
import type { Problem } from "./problems.ts";
import { inWords } from "./words.ts";

export const SCHEME_FILE = "scheme.yaml";
/** Of scheme.yaml, in bytes. */
export const MAX_YAML_BYTES = 262_144;

/** The bytes of a file, by its name in scheme.yaml. @throws Error whose message says, in words, why it is not read */
export type ReadFile = (file: string) => Promise<Uint8Array>;

/** `source`: scheme.yaml. @throws FolderProblems with everything that is wrong */
export async function draftsOf(source: Uint8Array, readFile: ReadFile): Promise<LookDraft[]> {
  const parsed = parseSchemeYaml(textOf(source), SCHEME_FILE);
  const problems: Problem[] = [...parsed.problems];
  const files = new Map<string, Promise<Uint8Array>>();
  const read = (file: string) => {
    const reading = files.get(file) ?? readFile(file);
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

/** @throws FolderProblems, with the line where it is not UTF-8 */
function textOf(source: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(source);
  } catch {
    const before = new TextDecoder().decode(source).split("\ufffd")[0]!;
    const line = before.split("\n").length;
    throw new FolderProblems([{ file: SCHEME_FILE, line, message: "this is not UTF-8; save it as UTF-8" }]);
  }
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
