// A stanza in a report: its beginning, on one line, without what makes it long.
import type { Element } from "@status-scheme/protocol";

const LENGTH = 400;

export function show(shown: Element | undefined): string {
  if (!shown) return "nothing";
  const text = String(shown).replace(/\s+/g, " ");
  return text.length > LENGTH ? `${text.slice(0, LENGTH)}…` : text;
}
