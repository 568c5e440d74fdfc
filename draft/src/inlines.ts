// What stands inside a paragraph: marked's tokens, and in their text what this document's own conventions mean: names of other
// documents, numbers of sections, words of RFC 2119, ids of requirements.
import type { Token, Tokens } from "marked";
import type { Requirement } from "./source.ts";
import { specOf, SPEC_NAME } from "./references.ts";
import type { Inline } from "./tree.ts";

/** What names in the text may refer to. */
export interface Known {
  /** `6.1` -> `publishing`. */
  readonly anchors: ReadonlyMap<string, string>;
  /** GitHub's anchor of a heading, as markdown links name it -> `publishing`. */
  readonly slugs: ReadonlyMap<string, string>;
  readonly requirements: ReadonlyMap<string, Requirement>;
}
/** Something the conversion does not know or cannot find. */
export class DraftError extends Error {
  readonly line: number;
  constructor(line: number, message: string) {
    super(`xep-draft.md:${String(line)}: ${message}`);
    this.line = line;
  }
}

/** Tokens with the line each begins at: marked keeps every character of the source in `raw`. */
export function* withLines<T extends { readonly raw: string }>(
  tokens: readonly T[],
  line: number,
): Generator<[T, number]> {
  for (const token of tokens) {
    yield [token, line];
    line += token.raw.split("\n").length - 1;
  }
}

/** @throws DraftError naming the line */
export function inlinesOf(tokens: readonly Token[], line: number, known: Known): Inline[] {
  const content = [...withLines(tokens, line)].flatMap(([token, at]) => {
    try {
      return inlineOf(token as Tokens.Generic, at, known);
    } catch (error) {
      throw error instanceof DraftError ? error : new DraftError(at, (error as Error).message);
    }
  });
  return merged(content);
}

function inlineOf(token: Tokens.Generic, line: number, known: Known): Inline[] {
  const inside = () => inlinesOf(token.tokens ?? [], line, known);
  switch (token.type) {
    case "text":
    case "escape":
      return token.tokens ? inside() : textOf(String(token.text), known);
    case "codespan":
      return [{ type: "code", text: String(token.text) }];
    case "em":
      return [{ type: "emphasis", content: inside() }];
    case "strong":
      return [{ type: "strong", content: inside() }];
    case "link":
      return [linkOf(String(token.href), inside(), known)];
    case "html":
      return commentOf(token.raw, known);
    default:
      throw new Error(`nothing is made of ${token.type}: ${token.raw.trim()}`);
  }
}

function linkOf(href: string, content: Inline[], known: Known): Inline {
  if (/^https?:/.test(href)) return { type: "link", url: href, content };
  const anchor = href.startsWith("#") ? known.slugs.get(href.slice(1)) : undefined;
  if (anchor === undefined) throw new Error(`a link to nowhere: ${href}`);
  return { type: "section", anchor, content };
}

/** A requirement's id. Other comments are for editors only. */
function commentOf(raw: string, known: Known): Inline[] {
  if (!raw.startsWith("<!--")) throw new Error(`nothing is made of HTML: ${raw}`);
  const [, id] = /^<!--\s*#([\w-]+)/.exec(raw) ?? [];
  if (id === undefined) return [];
  const requirement = known.requirements.get(id);
  if (requirement === undefined) throw new Error(`#${id} is no requirement`);
  return [{ type: "requirement", requirement }];
}

const NUMBER = String.raw`\d+(?:\.\d+)*`;
const NAMES = new RegExp(
  [
    // Another document's section is none of ours: "RFC 6121 section 4.6", "section 4.6 of RFC 6121".
    String.raw`(?<other>(?:${SPEC_NAME.source})(?:,)? [Ss]ections? ${NUMBER}|[Ss]ections? ${NUMBER} of (?:${SPEC_NAME.source}))`,
    `(?<spec>${SPEC_NAME.source})`,
    `(?<sections>\\b[Ss]ections? ${NUMBER}(?:(?:, | and | or | to |, and )${NUMBER})*)`,
    String.raw`(?<keyword>\b(?:MUST NOT|MUST|SHOULD NOT|SHOULD|MAY)\b)`,
  ].join("|"),
);

function textOf(raw: string, known: Known): Inline[] {
  const text = unescaped(raw.replace(/\s+/g, " "));
  if (text.includes("[^")) throw new Error(`footnotes are not used here: ${text}`);
  const found = NAMES.exec(text);
  if (found === null) return [{ type: "text", text }];
  const [name] = found;
  const { other, spec, sections, keyword } = found.groups ?? {};
  const before: Inline[] = [{ type: "text", text: text.slice(0, found.index) }];
  const after = (from = found.index + name.length) => textOf(text.slice(from), known);
  if (other !== undefined) return [...before, ...otherSection(other), ...after()];
  if (spec !== undefined) {
    const full = `${specOf(spec).title} (${spec})`;
    const start = found.index + spec.length + 1 - full.length;
    if (start < 0 || text.slice(start, start + full.length) !== full)
      return [...before, specIn(spec, spec), ...after()];
    return [{ type: "text", text: text.slice(0, start) }, specIn(spec, full), ...after(start + full.length)];
  }
  if (keyword !== undefined) return [...before, { type: "keyword", text: keyword }, ...after()];
  return [...before, ...sectionsOf(sections!, known), ...after()];
}

function specIn(name: string, text: string): Inline {
  return { type: "spec", spec: specOf(name), text };
}

function otherSection(text: string): Inline[] {
  const { 0: name, index } = SPEC_NAME.exec(text)!;
  return [
    { type: "text", text: text.slice(0, index) },
    specIn(name, name),
    { type: "text", text: text.slice(index + name.length) },
  ];
}

/** "section 6.1" is one link, with its word; of "sections 5 and 6.1" each number is. */
function sectionsOf(text: string, known: Known): Inline[] {
  const link = (number: string, words: string): Inline => {
    const anchor = known.anchors.get(number);
    if (anchor === undefined) throw new Error(`there is no section ${number}`);
    return { type: "section", anchor, content: [{ type: "text", text: words }] };
  };
  const [only, ...more] = text.match(new RegExp(NUMBER, "g"))!;
  if (more.length === 0) return [link(only!, text.replace(" ", "\u00A0"))];
  return text
    .split(new RegExp(`(${NUMBER})`))
    .map((part, index) => (index % 2 === 1 ? link(part, part) : { type: "text", text: part }));
}

const ENTITIES: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"', nbsp: "\u00A0" };

/** marked leaves HTML's entities in its text. */
function unescaped(text: string): string {
  return text.replace(/&(#?\w+);/g, (whole, name: string) => {
    const char = ENTITIES[name];
    if (char === undefined) throw new Error(`an entity that is not known here: ${whole}`);
    return char;
  });
}

/** No empty text, and none beside another. */
function merged(content: readonly Inline[]): Inline[] {
  const result: Inline[] = [];
  for (const part of content) {
    const last = result.at(-1);
    if (part.type === "text" && last?.type === "text")
      result[result.length - 1] = { ...part, text: last.text + part.text };
    else if (part.type !== "text" || part.text !== "") result.push(part);
  }
  return result;
}
