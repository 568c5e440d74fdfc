// The draft as the XSF's document format has it (draft/xsf/xep.dtd; XEP-0143 tells the style). Ids of requirements have no place there.
import { plainText } from "./tree.ts";
import type { Block, Inline, SectionNode } from "./tree.ts";
import type { Spec } from "./references.ts";
import type { Draft } from "./source.ts";

/** `dtd` and `entities` are where the XSF's files lie, as the document's reader finds them. */
export interface XmlPlaces {
  readonly dtd: string;
  readonly entities: string;
}

/** The documents named so far, by entity: the first mention of one is its entity, with a footnote; later ones cite it. */
type Mentioned = Map<string, Spec>;

/** @throws Error naming a row that the header lacks */
export function toXml(draft: Draft, sections: readonly SectionNode[], places: XmlPlaces): string {
  const mentioned = new Map<string, Spec>();
  const body = sections.map((section) => sectionOf(section, mentioned)).join("\n");
  const ours = [...mentioned.values()].filter(({ ours }) => ours === true).map(declarationOf);
  return `<?xml version='1.0' encoding='UTF-8'?>
<!DOCTYPE xep SYSTEM '${places.dtd}' [
  <!ENTITY % ents SYSTEM '${places.entities}'>
%ents;
${ours.join("")}]>
<?xml-stylesheet type='text/xsl' href='xep.xsl'?>
<!-- Made from xep-draft.md by \`npm run draft\`: changes belong there. -->
<xep>
${headerOf(draft)}
${body}
</xep>
`;
}

/** In the form of the XSF's own. */
function declarationOf({ entity, name, title, url }: Spec): string {
  const link = (text: string) => `<link url='${url}'>${text}</link>`;
  return `  <!ENTITY ${entity} "<span class='ref'>${link(name)}</span> <note>${name}: ${title} &lt;${link(url)}&gt;.</note>">\n`;
}

function headerOf({ header, title, abstract }: Draft): string {
  const row = (name: string) => {
    const value = header[name];
    if (value === undefined || value === "") throw new Error(`xep-draft.md: the header has no row ${name}`);
    return value === "none" ? "" : value;
  };
  const many = (name: string, element: string) => listed(row(name)).map((item) => `    ${tag(element, item)}`);
  const block = (element: string, lines: readonly string[]) =>
    lines.length === 0 ? `  <${element}/>` : [`  <${element}>`, ...lines, `  </${element}>`].join("\n");
  const words = row("Author").split(" ");
  return [
    "<header>",
    `  ${tag("title", title)}`,
    `  ${tag("abstract", abstract.replace(/\s+/g, " "))}`,
    "  &LEGALNOTICE;",
    ...["Number", "Status", "Type", "SIG", "Approver"].map((name) => `  ${tag(name.toLowerCase(), row(name))}`),
    block("dependencies", many("Dependencies", "spec")),
    block("supersedes", many("Supersedes", "spec")),
    block("supersededby", many("Superseded by", "spec")),
    `  ${tag("shortname", row("Short name"))}`,
    block("tags", many("Tags", "tag")),
    block("author", [`    ${tag("firstname", words.slice(0, -1).join(" "))}`, `    ${tag("surname", words.at(-1)!)}`]),
    block("revision", [
      `    ${tag("version", row("Version"))}`,
      `    ${tag("date", row("Date"))}`,
      `    ${tag("initials", row("Initials"))}`,
      `    <remark><p>${escaped(row("Remark"))}</p></remark>`,
    ]),
    "</header>",
  ].join("\n");
}

const listed = (text: string) =>
  text
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");
const tag = (name: string, text: string) => `<${name}>${escaped(text)}</${name}>`;

function sectionOf(section: SectionNode, mentioned: Mentioned): string {
  const { level, topic, anchor, blocks, sections } = section;
  const name = `section${String(level)}`;
  return [
    `<${name} topic='${quoted(topic)}' anchor='${anchor}'>`,
    ...blocks.map((block) => blockOf(block, mentioned)),
    ...sections.map((inner) => sectionOf(inner, mentioned)),
    `</${name}>`,
  ].join("\n");
}

function blockOf(block: Block, mentioned: Mentioned): string {
  const inline = (content: readonly Inline[]) => inlineOf(content, mentioned).trim();
  switch (block.type) {
    case "paragraph":
      return `<p>${inline(block.content)}</p>`;
    case "note":
      return `<p class='box'>${inline(block.content)}</p>`;
    case "list": {
      const name = block.ordered ? "ol" : "ul";
      return [`<${name}>`, ...block.items.map((item) => itemOf(item, mentioned)), `</${name}>`].join("\n");
    }
    case "definitions":
      return [
        "<dl>",
        ...block.items.map(({ term, content }) => `<di><dt>${escaped(term)}</dt><dd>${inline(content)}</dd></di>`),
        "</dl>",
      ].join("\n");
    case "table":
      return [
        "<table>",
        `<tr>${block.head.map((cell) => `<th>${escaped(cell)}</th>`).join("")}</tr>`,
        ...block.rows.map((row) => `<tr>${row.map((cell) => `<td>${inline(cell)}</td>`).join("")}</tr>`),
        "</table>",
      ].join("\n");
    case "example":
      return `<example caption='${quoted(block.example.caption)}'>${cdata(block.example.xml)}</example>`;
    case "schema":
    case "code":
      return `<code>${cdata(block.text)}</code>`;
  }
}

/** The first paragraph of an item is its own text. */
function itemOf(item: readonly Block[], mentioned: Mentioned): string {
  const [first, ...more] = item;
  const text = first?.type === "paragraph" ? inlineOf(first.content, mentioned).trim() : undefined;
  const rest = (text === undefined ? item : more).map((block) => blockOf(block, mentioned));
  return `<li>${[text ?? [], ...rest].flat().join("\n")}</li>`;
}

function inlineOf(content: readonly Inline[], mentioned: Mentioned): string {
  return content
    .map((part, index) => {
      switch (part.type) {
        case "text":
        case "keyword":
          return escaped(part.text);
        case "code":
          return `<tt>${escaped(part.text)}</tt>`;
        case "emphasis":
          return `<em>${inlineOf(part.content, mentioned)}</em>`;
        case "strong":
          return `<strong>${inlineOf(part.content, mentioned)}</strong>`;
        // A link holds text alone (xep.dtd).
        case "link":
          return `<link url='${quoted(part.url)}'>${escaped(plainText(part.content))}</link>`;
        case "section":
          return `<link url='#${part.anchor}'>${escaped(plainText(part.content))}</link>`;
        case "requirement":
          return "";
        case "spec":
          return specOf(part, content[index + 1], mentioned);
      }
    })
    .join("");
}

/** An entity spells the whole title: before "'s" and in parentheses the name alone reads better. */
function specOf({ spec, text }: Inline & { type: "spec" }, next: Inline | undefined, mentioned: Mentioned): string {
  if (mentioned.has(spec.entity)) return `<cite>${escaped(text)}</cite>`;
  const short = next?.type === "text" && /^(?:'|\))/.test(next.text);
  if (short) return `<link url='${quoted(spec.url)}'>${escaped(text)}</link>`;
  mentioned.set(spec.entity, spec);
  return `&${spec.entity};`;
}

function cdata(text: string): string {
  return `<![CDATA[\n${text.replaceAll("]]>", "]]]]><![CDATA[>")}\n]]>`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** In an attribute. */
function quoted(text: string): string {
  return escaped(text).replaceAll("'", "&apos;");
}
