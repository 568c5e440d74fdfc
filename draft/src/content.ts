// What stands in a section: marked's block tokens to the tree's blocks.
import type { Token, Tokens } from "marked";
import { parseFenceInfo } from "./fence.ts";
import { DraftError, inlinesOf, withLines } from "./inlines.ts";
import type { Known } from "./inlines.ts";
import type { Example } from "./source.ts";
import { plainText } from "./tree.ts";
import type { Block, Definition, Inline } from "./tree.ts";

export interface KnownBlocks extends Known {
  readonly examples: ReadonlyMap<string, Example>;
}

/** @throws DraftError naming the line of what cannot be converted */
export function contentOf(tokens: readonly Token[], line: number, known: KnownBlocks): Block[] {
  return [...withLines(tokens, line)].flatMap(([token, at]) => blockOf(token as Tokens.Generic, at, known) ?? []);
}

function blockOf(token: Tokens.Generic, line: number, known: KnownBlocks): Block | undefined {
  switch (token.type) {
    case "space":
    case "def":
      return undefined;
    case "paragraph":
    case "text":
      return { type: "paragraph", content: inlinesOf(token.tokens ?? [], line, known) };
    case "blockquote":
      return noteOf(token as Tokens.Blockquote, line, known);
    case "list":
      return listOf(token as Tokens.List, line, known);
    case "table":
      return tableOf(token as Tokens.Table, line, known);
    case "code":
      return fenceOf(token as Tokens.Code, line, known);
    case "html":
      return commentOf(token.raw, line);
    default:
      throw new DraftError(line, `nothing is made of ${token.type}: ${token.raw.split("\n")[0]!}`);
  }
}

/** An editor's comment may stand alone; where a requirement's does, markdown has ended the paragraph that it belongs to. */
function commentOf(raw: string, line: number): undefined {
  if (/^<!--\s*#/.test(raw))
    throw new DraftError(line, "a requirement's comment begins a line: put it behind its full stop");
  if (!/^<!--[^]*?-->\s*$/.test(raw)) throw new DraftError(line, `nothing is made of HTML: ${raw.trim()}`);
}

function noteOf(token: Tokens.Blockquote, line: number, known: KnownBlocks): Block {
  const [only, ...more] = contentOf(token.tokens, line, known);
  if (only?.type !== "paragraph" || more.length > 0) throw new DraftError(line, "a quoted note is one paragraph");
  return { type: "note", content: only.content };
}

/** A list of which every item begins as `**term**: ` is one of definitions. */
function listOf(token: Tokens.List, line: number, known: KnownBlocks): Block {
  if (token.items.some(({ task }) => task)) throw new DraftError(line, "nothing is made of check boxes");
  const items = [...withLines(token.items, line)].map(([item, at]) => contentOf(item.tokens, at, known));
  const definitions = items.map(definitionOf);
  if (definitions.every((item) => item !== undefined)) return { type: "definitions", items: definitions };
  if (token.ordered && token.start !== 1) throw new DraftError(line, "an ordered list begins with 1");
  return { type: "list", ordered: token.ordered, items };
}

function definitionOf(item: readonly Block[]): Definition | undefined {
  const [first, ...more] = item;
  if (first?.type !== "paragraph" || more.length > 0) return undefined;
  const [term, text, ...rest] = first.content;
  if (term?.type !== "strong" || text?.type !== "text" || !text.text.startsWith(": ")) return undefined;
  return { term: plainText(term.content), content: [{ type: "text", text: text.text.slice(2) }, ...rest] };
}

function tableOf(token: Tokens.Table, line: number, known: KnownBlocks): Block {
  const cells = (row: readonly Tokens.TableCell[], at: number): Inline[][] =>
    row.map((cell) => inlinesOf(cell.tokens, at, known));
  return {
    type: "table",
    head: cells(token.header, line).map(plainText),
    rows: token.rows.map((row, index) => cells(row, line + 2 + index)),
  };
}

function fenceOf(token: Tokens.Code, line: number, { examples }: KnownBlocks): Block {
  if (token.codeBlockStyle === "indented") throw new DraftError(line, "code stands in a fence");
  const { language, classes, id = "" } = parseFenceInfo(token.lang ?? "");
  if (classes.includes("schema")) return { type: "schema", text: token.text };
  if (!classes.includes("example")) return { type: "code", language, text: token.text };
  const example = examples.get(id);
  if (example === undefined) throw new DraftError(line, `#${id} is no example`);
  return { type: "example", example };
}
