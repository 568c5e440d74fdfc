// Markdown's lines in blocks, as far as the draft needs them told apart: headings, fences, tables, and everything else
// by paragraph or list item.

export interface Block {
  readonly kind: "heading" | "fence" | "unclosed" | "table" | "prose" | "blank";
  /** Of its first line, from 1. */
  readonly line: number;
  readonly lines: readonly string[];
}

const FENCE = /^\s*(`{3,}|~{3,})/;
const HEADING = /^#{1,6}\s/;
const ITEM = /^\s*(?:[-*+]|\d+[.)])\s/;
const ROW = /^\|.*\|\s*$/;
export function blocksOf(text: string): Block[] {
  const lines = text.split("\n");
  const blocks: Block[] = [];
  for (let at = 0; at < lines.length; at += blocks.at(-1)!.lines.length) blocks.push(blockAt(lines, at));
  return blocks;
}

function blockAt(lines: readonly string[], at: number): Block {
  const first = lines[at]!;
  const block = (kind: Block["kind"], end: number): Block => ({ kind, line: at + 1, lines: lines.slice(at, end) });
  const until = (ends: (line: string) => boolean) => {
    const found = lines.findIndex((line, index) => index > at && ends(line));
    return found === -1 ? lines.length : found;
  };
  const mark = FENCE.exec(first)?.[1];
  if (mark !== undefined) {
    const closing = until((line) => line.trim().startsWith(mark) && line.trim().replaceAll(mark[0]!, "") === "");
    return closing === lines.length ? block("unclosed", closing) : block("fence", closing + 1);
  }
  if (HEADING.test(first)) return block("heading", at + 1);
  if (first.trim() === "") return block("blank", at + 1);
  if (ROW.test(first))
    return block(
      "table",
      until((line) => !ROW.test(line)),
    );
  return block(
    "prose",
    until((line) => [/^\s*$/, FENCE, HEADING, ITEM, ROW].some((other) => other.test(line))),
  );
}

/** The cells of a table's block, without its line of dashes; the first row is the header. */
export function rowsOf({ lines }: Block): string[][] {
  const rows = lines.map((line) =>
    line
      .trim()
      .slice(1, -1)
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim()),
  );
  return rows.filter((_, index) => index !== 1);
}
