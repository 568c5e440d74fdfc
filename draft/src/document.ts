// From the draft (source.ts) to the tree that its converters share. Whatever has no place in the tree is an error with its line.
import { Lexer } from "marked";
import { contentOf } from "./content.ts";
import { DraftError } from "./inlines.ts";
import type { Draft, Section } from "./source.ts";
import type { SectionNode } from "./tree.ts";

/** The XSF nests five levels (xep.dtd). */
const DEEPEST = 5;

/** What each section of the draft in `text` holds, nested as numbered. @throws DraftError naming the line of what cannot be converted */
export function documentOf(draft: Draft, text: string): SectionNode[] {
  const anchors = anchorsOf(draft);
  const known = {
    anchors: new Map(draft.sections.map((section) => [section.number, anchors.get(section)!])),
    slugs: new Map(draft.sections.map((section) => [section.slug, anchors.get(section)!])),
    requirements: new Map(draft.requirements.map((requirement) => [requirement.id, requirement])),
    examples: new Map(draft.examples.map((example) => [example.id, example])),
  };
  if (draft.preface !== "") throw new DraftError(1, "text before the first section has no place in a XEP");
  const lines = text.split("\n");
  const roots: SectionNode[] = [];
  const open: (SectionNode & { readonly sections: SectionNode[] })[] = [];
  for (const section of draft.sections) {
    const level = section.level - 1;
    if (level > open.length + 1 || level > DEEPEST) throw new DraftError(section.line, "a heading too deep here");
    if (/[`*<[]/.test(section.title)) throw new DraftError(section.line, "a heading is plain text");
    open.length = level - 1;
    const node = {
      level,
      number: section.number,
      topic: section.title,
      anchor: anchors.get(section)!,
      blocks: contentOf(new Lexer().lex(section.body), bodyLine(section, lines), known),
      sections: [],
    };
    (open.at(-1)?.sections ?? roots).push(node);
    open.push(node);
  }
  return roots;
}

/** A body begins at its first line that is not blank. */
function bodyLine({ line }: Section, lines: readonly string[]): number {
  const blank = lines.slice(line).findIndex((below) => below.trim() !== "");
  return line + 1 + Math.max(blank, 0);
}

/** A heading's slug without its number, behind that of the section it is in where another has the same. */
function anchorsOf({ sections, requirements }: Draft): Map<Section, string> {
  const plain = ({ slug }: Section) => slug.replace(/^\d+-/, "");
  const anchors = new Map<Section, string>();
  for (const section of sections) {
    const twice = sections.some((other) => other !== section && plain(other) === plain(section));
    const parent = sections.findLast(({ level, line }) => level < section.level && line < section.line);
    const anchor = twice && parent ? `${anchors.get(parent)!}-${plain(section)}` : plain(section);
    const taken = [...anchors.values(), ...requirements.map(({ id }) => id)];
    if (anchor === "" || taken.includes(anchor))
      throw new DraftError(section.line, `the anchor #${anchor} is there already`);
    anchors.set(section, anchor);
  }
  return anchors;
}
