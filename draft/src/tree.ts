// The draft as a tree, between its markdown and what is made of it (xml.ts, html/). What is not here cannot be said in the
// draft: document.ts refuses it with its line.
import type { Example, Requirement } from "./source.ts";
import type { Spec } from "./references.ts";

export type Inline =
  | { readonly type: "text" | "code"; readonly text: string }
  | { readonly type: "emphasis" | "strong"; readonly content: readonly Inline[] }
  /** To the web. */
  | { readonly type: "link"; readonly url: string; readonly content: readonly Inline[] }
  /** To a section of this document: "section 6.1" in the text, or a markdown link. */
  | { readonly type: "section"; readonly anchor: string; readonly content: readonly Inline[] }
  /** Another document's name. */
  | { readonly type: "spec"; readonly spec: Spec; readonly text: string }
  /** A word of RFC 2119. */
  | { readonly type: "keyword"; readonly text: string }
  /** The end of a sentence that is a requirement. */
  | { readonly type: "requirement"; readonly requirement: Requirement };

export type Block =
  | { readonly type: "paragraph" | "note"; readonly content: readonly Inline[] }
  | { readonly type: "list"; readonly ordered: boolean; readonly items: readonly (readonly Block[])[] }
  | { readonly type: "definitions"; readonly items: readonly Definition[] }
  | {
      readonly type: "table";
      readonly head: readonly string[];
      readonly rows: readonly (readonly (readonly Inline[])[])[];
    }
  | { readonly type: "example"; readonly example: Example }
  | { readonly type: "schema"; readonly text: string }
  | { readonly type: "code"; readonly language: string; readonly text: string };

export interface Definition {
  readonly term: string;
  readonly content: readonly Inline[];
}
export interface SectionNode {
  /** 1 for a section that is in no other. */
  readonly level: number;
  /** `6.1`. */
  readonly number: string;
  readonly topic: string;
  /** Unique; without the number, so that it stays when sections are renumbered. */
  readonly anchor: string;
  readonly blocks: readonly Block[];
  readonly sections: readonly SectionNode[];
}

/** What the words say, without their markup. */
export function plainText(content: readonly Inline[]): string {
  return content
    .map((part) => {
      if ("text" in part) return part.text;
      return "content" in part ? plainText(part.content) : "";
    })
    .join("");
}
