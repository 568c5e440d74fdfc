// The configuration, checked at once: either all of it is good, or every problem is listed, each with its key, its value,
// what would be allowed and where it was written.
import { configSchema, SECTION_NAMES, SETTINGS } from "./config-schema.ts";
import type { Config } from "./config-schema.ts";
import { collect, suggest } from "./config-sources.ts";
import type { Environment, Written } from "./config-sources.ts";

export type { Config } from "./config-schema.ts";
export type { Environment } from "./config-sources.ts";

export type Loaded = { readonly config: Config } | { readonly problems: readonly string[] };

/** Reads a YAML file (undefined: none) and the variables over it. */
export async function loadConfig(file: string | undefined, env: Environment = {}): Promise<Loaded> {
  const written = await collect(file, env);
  return check(written);
}

/** The configuration of plain values, for programs that run the component inside: what a file would say. @throws Error */
export function configOf(values: Readonly<Record<string, unknown>>): Config {
  const checked = check({ values: { ...values }, origins: new Map(), problems: [], isBroken: false });
  if ("problems" in checked) throw new Error(`configuration: ${checked.problems.join("; ")}`);
  return checked.config;
}

function check(written: Written): Loaded {
  if (written.isBroken) return { problems: written.problems };
  const checked = configSchema.safeParse({ xmpp: {}, ...written.values });
  const problems = [...written.problems];
  if (!checked.success) problems.push(...new Set(checked.error.issues.flatMap((issue) => describe(issue, written))));
  else if (checked.data.limits["scheme-bytes"] * 2 > checked.data.xmpp.stanza_bytes) {
    problems.push(
      `limits.scheme-bytes: ${checked.data.limits["scheme-bytes"]} is not allowed: ` +
        `at most half of xmpp.stanza_bytes (${checked.data.xmpp.stanza_bytes})${from(written, "limits.scheme-bytes")}`,
    );
  }
  return checked.success && problems.length === 0 ? { config: checked.data } : { problems };
}

interface Issue {
  readonly code?: string | undefined;
  readonly path: readonly PropertyKey[];
  readonly keys?: readonly string[];
}

function describe(issue: Issue, written: Written): string[] {
  const path = issue.path.map(String);
  if (issue.code === "unrecognized_keys") {
    return issue.keys!.map((name) => {
      const key = [...path, name].join(".");
      return `${key}: no such ${path.length === 0 ? "section" : "setting"}${suggest(key, namesBeside(path))}${from(written, key)}`;
    });
  }
  const key = path.slice(0, 2).join(".");
  const setting = SETTINGS.find((candidate) => candidate.key === key);
  if (!setting) return [`${key}: is not a section with settings in it${from(written, key)}`];
  const value = path.reduce<unknown>(
    (inner, name) => (inner as Record<string, unknown> | undefined)?.[name],
    written.values,
  );
  if (value === undefined) {
    // A secret file that could not be read has been told of.
    if (setting.isSecret && written.origins.has(`${key}_file`)) return [];
    return [`${key}: is missing: ${setting.allowed} (or variable ${setting.variable})`];
  }
  return [
    `${key}: ${setting.isSecret ? "the value" : show(value)} is not allowed: ${setting.allowed}${from(written, key)}`,
  ];
}

function namesBeside(path: readonly string[]): readonly string[] {
  return path.length === 0
    ? SECTION_NAMES
    : SETTINGS.filter(({ section }) => section === path[0]).map(({ key }) => key);
}

function from({ origins }: Written, key: string): string {
  const origin = origins.get(key);
  return origin === undefined ? "" : ` (from ${origin})`;
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
