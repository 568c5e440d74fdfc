// The extractor, on small documents: what it finds, and what it does not let pass.
import { describe, expect, test } from "@jest/globals";
import { inspectDraft, parseFenceInfo, readDraft } from "../src/index.ts";

const DOCUMENT = `# XEP-xxxx: Status Schemes

**Abstract**: What contacts
see and hear.

| | |
|---|---|
| Number | xxxx |
| Status | ProtoXEP |

A word before.

## 1. Stamps & Tokens
A stamp MUST be \`MUST.\` long. <!-- #stamp-long --> It is e.g. opaque. A viewer
SHOULD NOT
compare it.<!-- #stamp-compare judged: nobody
sees it -->

- An item MUST NOT end here.
  <!-- #item-end -->
- The word "MUST" is only spoken of.

### 1.1 Publishing
\`\`\`xml {.example #publish caption="Publishing" flow=publish step=1}
<publish/>

# not a heading, a sentence MUST not count
\`\`\`
\`\`\`text
MUST
\`\`\`

## 2. Limits
| name | default | what |
|---|---|---|
| looks | 64 | it SHOULD be few. <!-- #few-looks --> |
| \\| | | |

\`\`\`xml {.schema}
<xs:schema/>
\`\`\`
`;

test("reads a document", () => {
  const draft = readDraft(DOCUMENT);
  expect(draft).toMatchObject({
    title: "Status Schemes",
    abstract: "What contacts see and hear.",
    header: { Number: "xxxx", Status: "ProtoXEP" },
    preface: "A word before.",
    schema: "<xs:schema/>",
  });
  expect(draft.sections.map(({ level, number, title, slug, line }) => [level, number, title, slug, line])).toEqual([
    [2, "1", "Stamps & Tokens", "1-stamps--tokens", 13],
    [3, "1.1", "Publishing", "11-publishing", 23],
    [2, "2", "Limits", "2-limits", 33],
  ]);
  expect(draft.sections[1]!.body).toMatch(/^```xml {.example #publish [^]*\nMUST\n```$/);
});

test("reads examples, whatever stands in them", () => {
  expect(readDraft(DOCUMENT).examples).toEqual([
    {
      ...{ id: "publish", caption: "Publishing", flow: "publish", step: 1, section: "1.1", line: 24 },
      xml: "<publish/>\n\n# not a heading, a sentence MUST not count",
    },
  ]);
});

test("reads requirements: sentences of prose and tables, not code, quotations or fences", () => {
  expect(readDraft(DOCUMENT).requirements).toEqual([
    { id: "stamp-long", level: "MUST", text: "A stamp MUST be `MUST.` long.", section: "1", line: 14 },
    {
      ...{ id: "stamp-compare", level: "SHOULD NOT", text: "A viewer SHOULD NOT compare it.", section: "1", line: 15 },
      judged: "nobody sees it",
    },
    { id: "item-end", level: "MUST NOT", text: "An item MUST NOT end here.", section: "1", line: 19 },
    { id: "few-looks", level: "SHOULD", text: "it SHOULD be few.", section: "2", line: 36 },
  ]);
});

test("reads tables", () => {
  expect(readDraft(DOCUMENT).tables).toEqual([
    {
      ...{ section: "2", line: 34, columns: ["name", "default", "what"] },
      rows: [
        ["looks", "64", "it SHOULD be few. <!-- #few-looks -->"],
        ["\\|", "", ""],
      ],
    },
  ]);
});

describe("complains, with the line, of", () => {
  const fence = (info: string) => `\`\`\`xml {${info}}\n<a/>\n\`\`\`\n`;
  test.each([
    ["a keyword without an id", "One MUST.\nTwo MUST.<!-- #two -->", 1, "MUST without an id: One MUST."],
    ["an id of the sentence before", "One MUST. Two.<!-- #two -->", 1, "MUST without an id: One MUST."],
    ["an id without a keyword", "x\n\nA word. <!-- #one -->", 3, "#one without a keyword: A word."],
    ["an id of its own paragraph", "It MUST.\n\n<!-- #one -->", 1, "MUST without an id"],
    ["an id in capitals", "It MUST. <!-- #One -->", 1, "not an id"],
    ["two keywords", "It MUST and SHOULD. <!-- #one -->", 1, "#one: more than one keyword"],
    ["a keyword that is not used", "It SHALL. <!-- #one -->", 1, "#one: SHALL is not used here"],
    ["a second id", "It MUST. <!-- #one --><!-- #two -->", 1, "not an id"],
    ["a repeated requirement", "It MUST. <!-- #one -->\nIt MUST. <!-- #one -->", 2, "requirement #one is there twice"],
    ["an unclosed fence", "x\n```xml {.schema}\n<a/>\n``", 2, "not closed"],
    ["xml that is nothing", "```xml\n<a/>\n```", 1, "neither an example nor the schema"],
    ["an example without an id", fence('.example caption="A"'), 1, "without an id"],
    ["an example without a caption", fence(".example #a"), 1, "#a: no caption"],
    ["an example with a step alone", fence('.example #a caption="A" step=1'), 1, "flow and step go together"],
    ["a step that is no number", fence('.example #a caption="A" flow=a step=0'), 1, "#a: step 0"],
    ["a flow with a gap", fence('.example #a caption="A" flow=a step=2'), 1, "flow a has no step 1"],
    ["an unknown attribute", fence('.example #a caption="A" stpe=2'), 1, "unknown stpe"],
    ["what cannot be read", fence(".example #a caption="), 1, "a fence says"],
    ["a repeated example", fence('.example #a caption="A"').repeat(2), 4, "example #a is there twice"],
    [
      "a repeated step",
      fence('.example #X caption="A" flow=a step=1').replace("X", "a") + fence('.example #b caption="A" flow=a step=1'),
      4,
      "step 1 of flow a is there twice",
    ],
    ["a second schema", fence(".schema").repeat(2), 4, "the schema is there twice"],
    ["a repeated number", "## 1. A\n## 1. B", 2, "section 1 is there twice"],
    ["a repeated anchor", "## A b\n## A B", 2, "anchor #a-b is there twice"],
  ])("%s", (_, text, line, message) => {
    expect(inspectDraft(text).problems).toContainEqual({ line, message: expect.stringContaining(message) });
    expect(() => readDraft(text)).toThrow(`xep-draft.md:${String(line)}: `);
  });
});

test("the info string of a fence", () => {
  expect(parseFenceInfo('xml {.example #a-1 caption="A, b=c #d" flow=f}')).toEqual({
    language: "xml",
    classes: ["example"],
    id: "a-1",
    attributes: { caption: "A, b=c #d", flow: "f" },
  });
  expect(parseFenceInfo("json")).toEqual({ language: "json", classes: [], attributes: {} });
});
