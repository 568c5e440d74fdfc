// The XSF's XML, judged by libxml2 under the XSF's DTD, and what the conversion refuses.
import { expect, test } from "@jest/globals";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { documentOf } from "../src/document.ts";
import { DRAFT_FILE, readDraft } from "../src/source.ts";
import { validateXep } from "../src/validate.ts";
import { toXml } from "../src/xml.ts";
import { EVERYTHING, FIRST_LINE, writeDraft } from "./support/write-draft.ts";
import type { Written } from "./support/write-draft.ts";

const PLACES = { dtd: pathOf("xep.dtd"), entities: pathOf("xep.ent") };
const xmlOf = ({ draft, sections }: Written) => toXml(draft, sections, PLACES);
const bodyOf = (text: string) =>
  xmlOf(writeDraft(`## 1. Talk\n${text}\n`))
    .split("anchor='talk'>\n")[1]
    ?.split("\n</section1>")[0];

function pathOf(file: string): string {
  return fileURLToPath(new URL(`../xsf/${file}`, import.meta.url));
}

async function validate(xml: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "status-scheme-xep-"));
  try {
    await writeFile(join(folder, "xep.xml"), xml);
    await validateXep(join(folder, "xep.xml"));
  } finally {
    await rm(folder, { recursive: true });
  }
}

test("the draft is valid under the XSF's DTD", async () => {
  const text = await readFile(DRAFT_FILE, "utf8");
  const draft = readDraft(text);
  await validate(toXml(draft, documentOf(draft, text), PLACES));
});

test("everything that the draft can say is valid", async () => {
  await validate(xmlOf(writeDraft(EVERYTHING)));
});

test.each([
  ["an element of no XEP", (xml: string) => xml.replace("<p>", "<p><u>no</u>")],
  ["a list in a paragraph", (xml: string) => xml.replace("<p>", "<p><ul><li>no</li></ul>")],
  ["an unknown entity", (xml: string) => xml.replace("<p>", "<p>&xep9999;")],
  ["a header out of order", (xml: string) => xml.replace(/( {2}<status>.*\n)( {2}<type>.*\n)/, "$2$1")],
])("%s is not", async (_, spoil) => {
  const xml = xmlOf(writeDraft(EVERYTHING));
  expect(spoil(xml)).not.toBe(xml);
  await expect(validate(spoil(xml))).rejects.toThrow("not valid under xep.dtd");
});

test("the header says what the draft's says", () => {
  const xml = xmlOf(writeDraft("## 1. Talk\nWords.\n"));
  for (const part of [
    "<title>Small Talk</title>",
    "<abstract>Says &lt;little&gt;.</abstract>",
    "<spec>XMPP Core</spec>\n    <spec>XEP-0030</spec>",
    "<supersedes/>",
    "<firstname>The</firstname>\n    <surname>Capulets</surname>",
    "<remark><p>First draft.</p></remark>",
  ]) {
    expect(xml).toContain(part);
  }
});

test("a header without a row is refused", () => {
  const { draft, sections } = writeDraft("## 1. Talk\nWords.\n");
  expect(() => toXml({ ...draft, header: { ...draft.header, SIG: "" } }, sections, PLACES)).toThrow("no row SIG");
});

test.each([
  ["markup", "*a* **b** `<c/>` & d", "<p><em>a</em> <strong>b</strong> <tt>&lt;c/&gt;</tt> &amp; d</p>"],
  ["broken lines", "one\ntwo", "<p>one two</p>"],
  ["a note", "> Mind the gap.", "<p class='box'>Mind the gap.</p>"],
  ["a list", "- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"],
  ["a list in a list", "1. a\n   - b", "<ol>\n<li>a\n<ul>\n<li>b</li>\n</ul></li>\n</ol>"],
  ["definitions", "- **A**: b", "<dl>\n<di><dt>A</dt><dd>b</dd></di>\n</dl>"],
  [
    "a table",
    "| a | b |\n|---|---|\n| `c` | d |",
    "<table>\n<tr><th>a</th><th>b</th></tr>\n<tr><td><tt>c</tt></td><td>d</td></tr>\n</table>",
  ],
  ["code with the end of CDATA", "```json\n]]>\n```", "<code><![CDATA[\n]]]]><![CDATA[>\n]]></code>"],
  [
    "an example",
    '```xml {.example #a caption="Romeo\'s"}\n<a/>\n```',
    "<example caption='Romeo&apos;s'><![CDATA[\n<a/>\n]]></example>",
  ],
  ["a number of this document", "See section 1.", "<p>See <link url='#talk'>section\u00A01</link>.</p>"],
  ["numbers", "Sections 1 and 1.", "<p>Sections <link url='#talk'>1</link> and <link url='#talk'>1</link>.</p>"],
  ["a number of another document", "RFC 6121 section 4.6", "<p>&rfc6121; section 4.6</p>"],
  ["a document's first and second mention", "XEP-0030 and XEP-0030", "<p>&xep0030; and <cite>XEP-0030</cite></p>"],
  ["a document with its title", "by Service Discovery (XEP-0030).", "<p>by &xep0030;.</p>"],
  ["a document's own", "XEP-0030's", "<p><link url='https://xmpp.org/extensions/xep-0030.html'>XEP-0030</link>'s</p>"],
  ["a requirement", "It MUST be.<!-- #it-is -->", "<p>It MUST be.</p>"],
  ["an editor's comment", "A <!-- hm --> b", "<p>A  b</p>"],
])("%s", (_, markdown, xml) => {
  expect(bodyOf(markdown)).toBe(xml);
});

test.each([
  ["an image", "![a](b.png)", "image"],
  ["HTML", "a <b>bold</b> word", "HTML"],
  ["a block of HTML", "<div>a</div>", "HTML"],
  ["a rule", "a\n\n---\n\nb", "hr", 2],
  ["struck text", "~~a~~", "del"],
  ["a check box", "- [ ] a", "check boxes"],
  ["indented code", "a\n\n    b", "fence", 2],
  ["a list from another number", "3. a", "begins with 1"],
  ["a footnote", "a[^1]", "footnotes"],
  ["an entity", "&hearts;", "entity"],
  ["a link to nowhere", "- a\n- b\n- [c](#d)", "nowhere", 2],
  ["a link to a file", "[c](ARCHITECTURE.md)", "nowhere"],
  ["a section that is not there", "a\nb section 7.3", "section 7.3"],
  ["a document that is not there", "XEP-9999", "XEP-9999"],
  ["a requirement's comment at a line's beginning", "It MUST be.\n<!-- #it-is -->", "begins a line", 1],
])("%s is refused with its line", (_, markdown, message, below = 0) => {
  const line = FIRST_LINE + 1 + below;
  expect(() => writeDraft(`## 1. Talk\n${markdown}\n`)).toThrow(
    new RegExp(`^xep-draft.md:${String(line)}: .*${message}`),
  );
});

test("headings that leave out a level are refused", () => {
  expect(() => writeDraft("## 1. Talk\n#### 1.1.1 Deep\n")).toThrow(`xep-draft.md:${String(FIRST_LINE + 1)}`);
});

test("a heading with markup is refused", () => {
  expect(() => writeDraft("## 1. Talk\n### 1.1 The `x`\n")).toThrow(`xep-draft.md:${String(FIRST_LINE + 1)}`);
});

test("a document that the XSF's list lacks is declared", async () => {
  const xml = xmlOf(writeDraft("## 1. Talk\nBy RFC 4647, as RFC 4647 says.\n"));
  expect(xml).toContain("<!ENTITY rfc4647");
  expect(xml).toContain("By &rfc4647;, as <cite>RFC 4647</cite> says.");
  await validate(xml);
});

test("two sections of one name have two anchors, and so have their links", () => {
  const xml = xmlOf(
    writeDraft("## 1. Owners\n### 1.1 Login\nSee section 2.1.\n## 2. Viewers\n### 2.1 Login\nWords.\n"),
  );
  expect(xml).toContain("topic='Login' anchor='owners-login'");
  expect(xml).toContain("topic='Login' anchor='viewers-login'");
  expect(xml).toContain("<link url='#viewers-login'>");
});

test("a section has no anchor that a requirement has", () => {
  expect(() => writeDraft("## 1. Talk\nIt MUST be.<!-- #talk -->\n")).toThrow("the anchor #talk");
});
