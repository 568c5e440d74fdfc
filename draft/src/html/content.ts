// The tree's blocks in HTML.
import hljs from "highlight.js/lib/core";
import http from "highlight.js/lib/languages/http";
import json from "highlight.js/lib/languages/json";
import xml from "highlight.js/lib/languages/xml";
import { standingOf } from "../requirements.ts";
import type { Traced } from "../requirements.ts";
import type { Spec } from "../references.ts";
import type { Example } from "../source.ts";
import type { Block, Inline } from "../tree.ts";
import { escaped, keywordHtml } from "./markup.ts";

/** Characters that a narrow screen still has on one line. */
const LONG_NAME = 25;

hljs.registerLanguage("xml", xml);
hljs.registerLanguage("json", json);
hljs.registerLanguage("http", http);

/** What blocks point at. */
export interface Around {
  /** Example's id -> its number in the document, from 1. */
  readonly numbers: ReadonlyMap<string, number>;
  /** By id. */
  readonly traced: ReadonlyMap<string, Traced>;
}

export function blockHtml(block: Block, around: Around): string {
  const inline = (content: readonly Inline[]) => inlineHtml(content, around);
  switch (block.type) {
    case "paragraph":
      return `<p>${inline(block.content)}</p>`;
    case "note":
      return `<p class="note">${inline(block.content)}</p>`;
    case "list": {
      const name = block.ordered ? "ol" : "ul";
      return `<${name}>\n${block.items.map((item) => `<li>${itemHtml(item, around)}</li>`).join("\n")}\n</${name}>`;
    }
    case "definitions": {
      const items = block.items.map(({ term, content }) => `<dt>${escaped(term)}</dt><dd>${inline(content)}</dd>`);
      return `<dl>\n${items.join("\n")}\n</dl>`;
    }
    case "table": {
      const head = block.head.map((cell) => `<th scope="col">${escaped(cell)}</th>`).join("");
      const rows = block.rows.map((row) => `<tr>${row.map((cell) => `<td>${inline(cell)}</td>`).join("")}</tr>`);
      // A wide table scrolls alone, by keyboard too.
      return `<div class="wide" tabindex="0"><table>
<thead><tr>${head}</tr></thead>
<tbody>\n${rows.join("\n")}\n</tbody></table></div>`;
    }
    case "example":
      return exampleHtml(block.example, around);
    case "schema":
      return `<details class="schema"><summary>The schema, ${String(block.text.split("\n").length)} lines</summary>
${codeHtml("xml", block.text)}</details>`;
    case "code":
      return codeHtml(block.language, block.text);
  }
}

function itemHtml(item: readonly Block[], around: Around): string {
  const [first, ...more] = item;
  if (first?.type !== "paragraph") return item.map((block) => blockHtml(block, around)).join("\n");
  return [inlineHtml(first.content, around), ...more.map((block) => blockHtml(block, around))].join("\n");
}

function exampleHtml({ id, caption, flow, step, xml: text }: Example, { numbers }: Around): string {
  const place = flow === undefined ? "" : `<span class="flow">${escaped(flow)} ${String(step)}</span>`;
  return `<figure id="example-${id}">
<figcaption><a href="#example-${id}">Example ${String(numbers.get(id))}</a><span>${escaped(caption)}</span>${place}</figcaption>
${codeHtml("xml", text)}</figure>`;
}

function codeHtml(language: string, text: string): string {
  const known = hljs.getLanguage(language) !== undefined;
  const code = known ? hljs.highlight(text, { language }).value : escaped(text);
  return `<pre tabindex="0"><code>${code}</code></pre>`;
}

export function inlineHtml(content: readonly Inline[], around: Around): string {
  return content.map((part) => partHtml(part, around)).join("");
}

function partHtml(part: Inline, around: Around): string {
  switch (part.type) {
    case "text":
      return escaped(part.text);
    case "code":
      return `<code${part.text.length < LONG_NAME ? ' class="name"' : ""}>${escaped(part.text)}</code>`;
    case "emphasis":
      return `<em>${inlineHtml(part.content, around)}</em>`;
    case "strong":
      return `<strong>${inlineHtml(part.content, around)}</strong>`;
    case "link":
      return `<a href="${escaped(part.url)}">${inlineHtml(part.content, around)}</a>`;
    case "section":
      return `<a href="#${part.anchor}">${inlineHtml(part.content, around)}</a>`;
    case "spec":
      return specHtml(part.spec, part.text);
    case "keyword":
      return keywordHtml(part.text);
    case "requirement":
      return requirementHtml(around.traced.get(part.requirement.id)!);
  }
}

function specHtml({ name, title, url }: Spec, text: string): string {
  const words = escaped(text).replace(name, `<span class="name">${name}</span>`);
  return `<a href="${url}" title="${escaped(title)}">${words}</a>`;
}

const STANDING = { tested: "✓", judged: "≈", awaited: "…", untested: "○" } as const;

/** Behind a sentence: its anchor, and the way to its tests. */
function requirementHtml(item: Traced): string {
  const { id, tests } = item;
  const standing = standingOf(item);
  const held = tests.length === 1 ? "held by a test" : `held by ${String(tests.length)} tests`;
  const said = { tested: held, judged: "judged by people", awaited: "not built yet", untested: "not tested" }[standing];
  const anchor = `<a href="#${id}" title="Requirement ${id}">#</a>`;
  const row = `<a class="${standing}" href="#trace-${id}" title="${id}: ${said}">${STANDING[standing]}</a>`;
  return `<span class="requirement" id="${id}">${anchor}${row}</span>`;
}
