// The draft as one page for browsers: no file beside it, no request, no script.
import { readFileSync } from "node:fs";
import type { Traced } from "../requirements.ts";
import type { Draft } from "../source.ts";
import type { SectionNode } from "../tree.ts";
import { blockHtml } from "./content.ts";
import type { Around } from "./content.ts";
import { escaped } from "./markup.ts";
import { traceHtml } from "./trace.ts";

/** In the order of the cascade. */
const STYLES = ["page", "text", "code", "screens"].map((name) => new URL(`style/${name}.css`, import.meta.url));
const TRACE = { anchor: "requirements-trace", topic: "Requirements and Their Tests" };

export function toHtml(draft: Draft, sections: readonly SectionNode[], traced: readonly Traced[]): string {
  const around = {
    numbers: new Map(draft.examples.map(({ id }, index) => [id, index + 1])),
    traced: new Map(traced.map((item) => [item.id, item])),
  };
  const { title, abstract, header } = draft;
  const facts = ["Status", "Type", "Version", "Date"]
    .map((name) => header[name])
    .filter((value) => value !== undefined);
  return `<!doctype html>
<html lang="en-US">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="description" content="${escaped(abstract)}">
<title>XEP-${escaped(header.Number ?? "xxxx")}: ${escaped(title)}</title>
<style>
${STYLES.map((file) => readFileSync(file, "utf8")).join("\n")}</style>
</head>
<body>
<header>
<p class="series">XEP-${escaped(header.Number ?? "xxxx")}</p>
<h1>${escaped(title)}</h1>
<p class="facts">${facts.map((value) => `<span>${escaped(value)}</span>`).join("")}</p>
<p class="abstract">${escaped(abstract)}</p>
<details class="about"><summary>About this document</summary>
<dl>${Object.entries(header)
    .map(([name, value]) => `<dt>${escaped(name)}</dt><dd>${escaped(value)}</dd>`)
    .join("\n")}</dl></details>
</header>
<nav aria-label="Contents"><details><summary>Contents</summary>
${contentsHtml(sections)}
</details></nav>
<main>
${sections.map((section) => sectionHtml(section, around)).join("\n")}
<section><h2 id="${TRACE.anchor}">${headingHtml("A", TRACE.anchor, TRACE.topic)}</h2>
${traceHtml(traced, new Map(flat(sections).map(({ number, anchor }) => [number, anchor])))}
</section>
</main>
</body>
</html>
`;
}

function flat(sections: readonly SectionNode[]): SectionNode[] {
  return sections.flatMap((section) => [section, ...flat(section.sections)]);
}

function sectionHtml({ level, number, topic, anchor, blocks, sections }: SectionNode, around: Around): string {
  const name = `h${String(level + 1)}`;
  return `<section><${name} id="${anchor}">${headingHtml(number, anchor, topic)}</${name}>
${blocks.map((block) => blockHtml(block, around)).join("\n")}
${sections.map((section) => sectionHtml(section, around)).join("\n")}</section>`;
}

function headingHtml(number: string, anchor: string, topic: string): string {
  return `<a href="#${anchor}"><span class="number">${number}</span> ${escaped(topic)}</a>`;
}

function contentsHtml(sections: readonly SectionNode[]): string {
  const entry = (number: string, anchor: string, topic: string) =>
    `<a href="#${anchor}"><span class="number">${number}</span><span>${escaped(topic)}</span></a>`;
  const list = (level: readonly SectionNode[]): string =>
    level
      .map(({ number, anchor, topic, sections: inner }) => {
        const below = inner.length === 0 ? "" : `<ol>${list(inner)}</ol>`;
        return `<li>${entry(number, anchor, topic)}${below}</li>`;
      })
      .join("\n");
  return `<ol>${list(sections)}<li>${entry("A", TRACE.anchor, TRACE.topic)}</li></ol>`;
}
