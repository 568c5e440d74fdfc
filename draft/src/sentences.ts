// Which sentences of a block of markdown are requirements (RFC 2119), and whether each carries its id: a comment
// `<!-- #kebab-id -->` or `<!-- #kebab-id judged: reason -->` right after its full stop.

export type Level = "MUST" | "MUST NOT" | "SHOULD" | "SHOULD NOT";

export interface MarkedSentence {
  readonly id: string;
  readonly level: Level;
  /** Markdown, on one line, without the comment. */
  readonly text: string;
  /** Why only a person can judge it. */
  readonly judged?: string;
  /** Lines below the block's first one. */
  readonly row: number;
}
export interface Complaint {
  readonly row: number;
  readonly message: string;
}

const CODE_OR_COMMENT = /(`+)[^]*?\1|<!--[^]*?-->/g;
/** What stands for them while sentences are told apart: code is never normative, nor are its full stops. */
const [COMMENT, CODE] = ["\uE000", "\uE001"];
const MARK = /^<!--\s*#([a-z\d]+(?:-[a-z\d]+)*)(?:\s+judged:\s*([^]*?\S))?\s*-->$/;
/** Where a sentence ends: at a comment, at the end of a table's cell, or at a full stop before a space. */
const END = /\uE000+|(?<!\\)\||[.!?]['")*_]*(?=\s*\uE000|\s+[^\sa-z]|\s*$)|$/g;
/** Not in quotation marks: there they are spoken of, not used. */
const KEYWORD = /(?<!["“'])\b(?:(MUST|SHOULD)(\s+NOT)?|SHALL|REQUIRED|RECOMMENDED)\b/g;

/** The requirements of one paragraph, list item or table row, and what is wrong with it. */
export function requirementsOf(block: string): { found: MarkedSentence[]; complaints: Complaint[] } {
  const found: MarkedSentence[] = [];
  const complaints: Complaint[] = [];
  for (const sentence of sentencesOf(block)) {
    const [first, second] = [...sentence.masked.matchAll(KEYWORD)];
    const row = block.slice(0, sentence.at + (first?.index ?? 0)).split("\n").length - 1;
    const written = block.slice(sentence.at, sentence.at + sentence.masked.length);
    const text = written
      .trim()
      .replace(/^[-*+] /, "")
      .replace(/\s+/g, " ");
    const complain = (message: string) => complaints.push({ row, message });

    if (sentence.comment === undefined || !sentence.comment.startsWith("<!-- #")) {
      if (first) complain(`${first[0]} without an id: ${text}`);
      continue;
    }
    const [, id, judged] = MARK.exec(sentence.comment) ?? [];
    const [, verb, not] = first ?? [];
    if (id === undefined) complain(`not an id: ${sentence.comment}`);
    else if (!first) complain(`#${id} without a keyword: ${text}`);
    else if (verb === undefined) complain(`#${id}: ${first[0]} is not used here`);
    else if (second) complain(`#${id}: more than one keyword`);
    else {
      const level = (not === undefined ? verb : `${verb} NOT`) as Level;
      found.push({ id, level, text, ...(judged !== undefined && { judged: judged.replace(/\s+/g, " ") }), row });
    }
  }
  return { found, complaints };
}

interface Sentence {
  /** Its text with code and comments filled in. */
  readonly masked: string;
  /** Where it begins in the block. */
  readonly at: number;
  /** What follows its full stop. */
  comment?: string;
}

function sentencesOf(block: string): Sentence[] {
  const masked = block.replace(CODE_OR_COMMENT, (found) => {
    return (found.startsWith("`") ? CODE : COMMENT).repeat(found.length);
  });
  const sentences: Sentence[] = [];
  let at = 0;
  for (const { 0: end, index } of masked.matchAll(END)) {
    const comment = end.startsWith(COMMENT) ? block.slice(index, index + end.length) : undefined;
    const text = masked.slice(at, comment === undefined ? index + end.length : index);
    const last = sentences.at(-1);
    if (comment !== undefined && text.trim() === "" && last && last.comment === undefined) last.comment = comment;
    else if (comment !== undefined) sentences.push({ masked: text, at, comment });
    else if (text.trim() !== "") sentences.push({ masked: text, at });
    at = index + end.length;
  }
  return sentences;
}
