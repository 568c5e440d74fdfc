// Where settings come from: one YAML file, and variables that override it. Values are collected as they were written,
// with where that was, so that a wrong one can be pointed at.
import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { isMap, isScalar, LineCounter, parseDocument } from "yaml";
import type { YAMLMap } from "yaml";
import { SECTION_NAMES, SETTINGS, VARIABLE_PREFIX } from "./config-schema.ts";
import type { Setting } from "./config-schema.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** What was written, before it is checked. */
export interface Written {
  /** By section and name. */
  readonly values: Record<string, unknown>;
  /** Where a key's value was written: `FILE:LINE` or a variable. */
  readonly origins: Map<string, string>;
  readonly problems: string[];
  /** The file could not be read at all: what it would have said is not missing. */
  isBroken: boolean;
}

/** Variables in the place of settings, and one more: the name of the file, where it is not given as an argument. */
export const FILE_VARIABLE = `${VARIABLE_PREFIX}CONFIG`;

/** Collects the settings of a file (may be undefined: variables alone) and of variables, which win. */
export async function collect(file: string | undefined, env: Environment): Promise<Written> {
  const written: Written = { values: {}, origins: new Map(), problems: [], isBroken: false };
  if (file !== undefined) await collectFile(file, written);
  collectVariables(env, written);
  await readSecretFiles(written);
  return written;
}

async function collectFile(file: string, written: Written): Promise<void> {
  const broken = (...problems: string[]) => {
    written.problems.push(...problems);
    written.isBroken = true;
  };
  const text = await readFile(file, "utf8").catch((error: unknown) => reasonOf(error));
  if (typeof text !== "string") return broken(`${file}: cannot be read (${text.reason})`);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const lineAt = (offset: number) => `${file}:${lines.linePos(offset).line}`;
  if (document.errors.length > 0) {
    return broken(...document.errors.map((error) => `${lineAt(error.pos[0])}: ${error.message}`));
  }
  if (isMap(document.contents)) collectSections(document.contents, lineAt, written);
  else if (document.contents !== null) broken(`${file}: is not a list of sections (${SECTION_NAMES.join(", ")})`);
  for (const setting of SETTINGS) if (setting.kind === "path") relativeTo(dirname(file), written, setting);
}

function collectSections(sections: YAMLMap, lineAt: (offset: number) => string, written: Written): void {
  for (const [section, node, origin] of pairs(sections, lineAt)) {
    written.origins.set(section, origin);
    // A section whose every line is commented out is an empty one.
    if (node === null || (isScalar(node) && node.value === null)) continue;
    written.values[section] = isMap(node) ? {} : plain(node);
    if (!isMap(node)) continue;
    for (const [name, value, where] of pairs(node, lineAt)) put(written, section, name, plain(value), where);
  }
}

function* pairs(map: YAMLMap, lineAt: (offset: number) => string): Generator<[string, unknown, string]> {
  for (const { key, value } of map.items) {
    const offset = isScalar(key) ? (key.range?.[0] ?? 0) : (map.range?.[0] ?? 0);
    yield [String(isScalar(key) ? key.value : key), value, lineAt(offset)];
  }
}

function plain(node: unknown): unknown {
  return (node as { toJSON?: () => unknown } | null)?.toJSON?.() ?? null;
}

/** What a file says of paths, or leaves to their defaults, is meant from where the file is. */
function relativeTo(directory: string, { values }: Written, { section, name, fallback }: Setting): void {
  const settings = (values[section] ??= {}) as Record<string, unknown>;
  if (typeof settings !== "object" || settings === null) return;
  const path = settings[name] ?? fallback;
  if (typeof path === "string" && path !== "") settings[name] = resolve(directory, path);
}

function collectVariables(env: Environment, written: Written): void {
  const byVariable = new Map(SETTINGS.map((setting) => [setting.variable, setting]));
  for (const [variable, text] of Object.entries(env)) {
    if (!variable.startsWith(VARIABLE_PREFIX) || variable === FILE_VARIABLE || text === undefined) continue;
    const setting = byVariable.get(variable);
    if (setting) put(written, setting.section, setting.name, valueOf(setting, text), `variable ${variable}`);
    else {
      // Other programs of the house have variables of their own; a setting misspelt is not one of those.
      const suggestion = suggest(variable, [...byVariable.keys()]);
      const isOurs = SECTION_NAMES.some((section) =>
        variable.startsWith(`${VARIABLE_PREFIX}${section.toUpperCase()}_`),
      );
      if (isOurs || suggestion) written.problems.push(`${variable}: no such variable${suggestion}`);
    }
  }
}

function valueOf({ kind }: Setting, text: string): unknown {
  if (kind === "number" && /^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  if (kind === "list") return text.split(/[\s,]+/).filter((item) => item !== "");
  return text;
}

async function readSecretFiles(written: Written): Promise<void> {
  for (const { section, name, key, isSecret } of SETTINGS) {
    const settings = written.values[section] as Record<string, unknown> | undefined;
    const file = isSecret && typeof settings === "object" ? settings?.[`${name}_file`] : undefined;
    if (typeof file !== "string") continue;
    const origin = written.origins.get(`${key}_file`);
    if (settings?.[name] !== undefined) {
      written.problems.push(`${key}: given twice, by ${written.origins.get(key)} and, as ${name}_file, by ${origin}`);
      continue;
    }
    try {
      put(written, section, name, (await readFile(file, "utf8")).replace(/\r?\n$/, ""), `file ${file}`);
    } catch (error) {
      written.problems.push(`${key}_file: ${file} cannot be read (${reasonOf(error).reason}; from ${origin})`);
    }
  }
}

function put({ values, origins }: Written, section: string, name: string, value: unknown, origin: string): void {
  if (typeof values[section] !== "object" || values[section] === null) values[section] = {};
  (values[section] as Record<string, unknown>)[name] = value;
  origins.set(`${section}.${name}`, origin);
}

function reasonOf(error: unknown): { readonly reason: string } {
  const { code, message } = error as NodeJS.ErrnoException;
  return { reason: code === "ENOENT" ? "no such file" : code === "EACCES" ? "not allowed" : (code ?? message) };
}

/** `; did you mean …?` where a name comes close to a known one. */
export function suggest(word: string, known: readonly string[]): string {
  const closest = known
    .map((candidate) => ({ candidate, distance: distance(word, candidate) }))
    .sort((a, b) => a.distance - b.distance)[0];
  return closest && closest.distance <= Math.max(2, word.length / 4) ? `; did you mean ${closest.candidate}?` : "";
}

/** Levenshtein's distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length]!;
}
