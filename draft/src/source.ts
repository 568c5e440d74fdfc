// The one extractor of xep-draft.md: everything that is made from the draft, or compared with it, starts here.
// CONTRIBUTING.md tells authors its conventions.
import { readFileSync } from "node:fs";
import { blocksOf, rowsOf } from "./blocks.ts";
import { parseFenceInfo } from "./fence.ts";
import type { FenceInfo } from "./fence.ts";
import { requirementsOf } from "./sentences.ts";
import type { Level } from "./sentences.ts";

/** A heading and what stands below it, up to the next heading of any level. In the order of the document. */
export interface Section {
  /** 2 for `##`. */
  readonly level: number;
  /** `6.1`, or empty. */
  readonly number: string;
  readonly title: string;
  /** GitHub's anchor of the numbered heading: `61-publishing`. */
  readonly slug: string;
  /** Markdown as written, fences and requirements' comments and all. */
  readonly body: string;
  /** Of the heading, from 1. */
  readonly line: number;
}
export interface Example {
  readonly id: string;
  readonly caption: string;
  /** The exchange it is part of, and its place there from 1. */
  readonly flow?: string;
  readonly step?: number;
  readonly xml: string;
  /** The section's number. */
  readonly section: string;
  /** Of the fence. */
  readonly line: number;
}
export interface Requirement {
  readonly id: string;
  readonly level: Level;
  /** The sentence, as markdown, on one line. */
  readonly text: string;
  readonly section: string;
  readonly line: number;
  /** Why only a person can judge it. */
  readonly judged?: string;
}
/** Cells are markdown. */
export interface Table {
  readonly section: string;
  readonly line: number;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}
export interface Draft {
  /** The rows of the first table: `Status` -> `ProtoXEP`. */
  readonly header: Readonly<Record<string, string>>;
  /** Without `XEP-xxxx: `. */
  readonly title: string;
  readonly abstract: string;
  /** What stands between the header and the first section. */
  readonly preface: string;
  readonly sections: readonly Section[];
  readonly examples: readonly Example[];
  /** The XML Schema; empty where there is none yet. */
  readonly schema: string;
  readonly requirements: readonly Requirement[];
  /** Those of the sections. */
  readonly tables: readonly Table[];
}
export interface Problem {
  readonly line: number;
  readonly message: string;
}

export const DRAFT_FILE = new URL("../../xep-draft.md", import.meta.url);

/** The draft as a value. @throws Error listing every problem with its line */
export function readDraft(text = readFileSync(DRAFT_FILE, "utf8")): Draft {
  const { draft, problems } = inspectDraft(text);
  if (problems.length === 0) return draft;
  const list = problems.map(({ line, message }) => `xep-draft.md:${String(line)}: ${message}`);
  throw new Error(list.join("\n"));
}

/** What can be read of the draft, and what is wrong with it. */
export function inspectDraft(text: string): { readonly draft: Draft; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const sections: Section[] = [];
  const examples: Example[] = [];
  const schemas: { readonly xml: string; readonly line: number }[] = [];
  const requirements: Requirement[] = [];
  const tables: Table[] = [];
  const bodies: string[][] = [[]];

  for (const block of blocksOf(text)) {
    const { kind, line, lines } = block;
    if (kind === "heading" && !lines[0]!.startsWith("# ")) {
      sections.push(sectionOf(lines[0]!, line));
      bodies.push([]);
      continue;
    }
    bodies.at(-1)!.push(...lines);
    const section = sections.at(-1)?.number ?? "";
    try {
      if (kind === "unclosed") throw new Error("a fence that is not closed");
      if (kind === "fence") {
        const [info, xml] = [parseFenceInfo(lines[0]!.trim().replace(/^[`~]+/, "")), lines.slice(1, -1).join("\n")];
        if (info.classes.includes("example")) examples.push({ ...exampleOf(info), xml, section, line });
        else if (info.classes.includes("schema")) schemas.push({ xml, line });
        else if (info.language === "xml") throw new Error("xml that is neither an example nor the schema");
        continue;
      }
    } catch (error) {
      problems.push({ line, message: (error as Error).message });
    }
    if (kind === "table") {
      const [columns = [], ...rows] = rowsOf(block);
      tables.push({ section, line, columns, rows });
    }
    const { found, complaints } = requirementsOf(lines.join("\n"));
    for (const { row, ...rest } of found) requirements.push({ ...rest, section, line: line + row });
    for (const { row, message } of complaints) problems.push({ line: line + row, message });
  }

  problems.push(
    ...repeated(examples, ({ id }) => `example #${id}`),
    ...repeated(examples, ({ flow, step }) => flow && `step ${String(step)} of flow ${flow}`),
    ...repeated(requirements, ({ id }) => `requirement #${id}`),
    ...repeated(sections, ({ number }) => number && `section ${number}`),
    ...repeated(sections, ({ slug }) => `anchor #${slug}`),
    ...repeated(schemas, () => "the schema"),
    ...examples
      .filter((example) => !followsOn(example, examples))
      .map(({ flow, step, line }) => {
        return { line, message: `flow ${flow!} has no step ${String(step! - 1)}` };
      }),
  );
  const [front = "", ...rest] = bodies.map((body) => body.join("\n").trim());
  const draft = {
    ...frontOf(
      front,
      tables.find(({ section }) => section === ""),
    ),
    sections: sections.map((section, index) => ({ ...section, body: rest[index]! })),
    examples,
    schema: schemas[0]?.xml ?? "",
    requirements,
    tables: tables.filter(({ section }) => section !== ""),
  };
  return { draft, problems: problems.sort((a, b) => a.line - b.line) };
}

function sectionOf(heading: string, line: number): Section {
  const [, marks, text] = /^(#+)\s+(.*?)\s*$/.exec(heading)!;
  const [, number = "", title] = /^(?:(\d+(?:\.\d+)*)\.?\s+)?(.*)$/.exec(text!)!;
  return { level: marks!.length, number, title: title!, slug: slugOf(text!), body: "", line };
}

/** GitHub's anchor: lower case, punctuation gone, a hyphen for each space. */
function slugOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M} _-]/gu, "")
    .replaceAll(" ", "-");
}

function exampleOf({ id, attributes }: FenceInfo): Pick<Example, "id" | "caption" | "flow" | "step"> {
  const { caption, flow, step, ...others } = attributes;
  const [other] = Object.keys(others);
  if (id === undefined) throw new Error("an example without an id");
  if (other !== undefined) throw new Error(`example #${id}: unknown ${other}`);
  if (!caption) throw new Error(`example #${id}: no caption`);
  if ((flow === undefined) !== (step === undefined)) throw new Error(`example #${id}: flow and step go together`);
  if (flow === undefined) return { id, caption };
  if (!/^[1-9]\d*$/.test(step!)) throw new Error(`example #${id}: step ${step!}`);
  return { id, caption, flow, step: Number(step) };
}

function followsOn({ flow, step }: Example, examples: readonly Example[]): boolean {
  return step === undefined || step === 1 || examples.some((other) => other.flow === flow && other.step === step - 1);
}

function frontOf(text: string, table: Table | undefined): Pick<Draft, "header" | "title" | "abstract" | "preface"> {
  const title = /^# +(?:XEP-\w+: *)?(.*)$/m.exec(text);
  const abstract = /\*\*Abstract\*\*: *([^]*?)(?=\n\s*\n|$)/.exec(text);
  const preface = text
    .replace(/^[ \t]*\|.*$/gm, "")
    .replace(title?.[0] ?? "", "")
    .replace(abstract?.[0] ?? "", "");
  return {
    header: Object.fromEntries(table?.rows.map(([name, value]) => [name, value]) ?? []) as Draft["header"],
    title: title?.[1]?.trim() ?? "",
    abstract: abstract?.[1]?.replace(/\s+/g, " ") ?? "",
    preface: preface.trim(),
  };
}

/** The empty key is nobody's. */
function repeated<T extends { readonly line: number }>(
  of: readonly T[],
  key: (item: T) => string | undefined,
): Problem[] {
  const keys = of.map((item) => key(item) ?? "");
  return of.flatMap(({ line }, index) => {
    const name = keys[index]!;
    return name !== "" && keys.indexOf(name) < index ? [{ line, message: `${name} is there twice` }] : [];
  });
}
