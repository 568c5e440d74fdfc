// The page for browsers: complete, correct and on its own.
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { readFile } from "node:fs/promises";
import { chromium } from "playwright-core";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { documentOf } from "../src/document.ts";
import { toHtml } from "../src/html/page.ts";
import { trace } from "../src/requirements.ts";
import { DRAFT_FILE, readDraft } from "../src/source.ts";
import { EVERYTHING, writeDraft } from "./support/write-draft.ts";

const HELD = {
  holdings: [{ requirement: "stamp-increases", file: "a/test/b.test.ts", test: "a <stamp> increases" }],
  problems: [],
};

function everything(): string {
  const { draft, sections } = writeDraft(EVERYTHING);
  return toHtml(draft, sections, trace(draft, HELD));
}

async function wholeDraft(): Promise<string> {
  const text = await readFile(DRAFT_FILE, "utf8");
  const draft = readDraft(text);
  return toHtml(draft, documentOf(draft, text), trace(draft, HELD));
}

test.each([
  ["the title", "<h1>Small Talk</h1>"],
  ["the abstract", "Says &#60;little&#62;."],
  ["a heading with its anchor", '<h3 id="stamps"><a href="#stamps"><span class="number">2.1</span> Stamps</a></h3>'],
  ["a word of RFC 2119", '<b class="keyword must">MUST</b>'],
  ["a tested requirement", 'id="stamp-increases"><a href="#stamp-increases"'],
  ["its way to the tests", 'href="#trace-stamp-increases" title="stamp-increases: held by a test">✓</a>'],
  ["its test", "<code>a/test/b.test.ts</code> a &#60;stamp&#62; increases"],
  ["what is judged", "<em>judged:</em> nobody sees it"],
  [
    "an example's caption",
    '<a href="#example-ask">Example 1</a><span>Romeo\'s question</span><span class="flow">ask 1</span>',
  ],
  ["its colors", '<span class="hljs-name">check</span>'],
  ["code that is no XML", '<span class="hljs-attr">&quot;a&quot;</span>'],
  ["the schema, folded", '<details class="schema"><summary>'],
  ["a definition", "<dt>Owner</dt><dd>whose it is.</dd>"],
  ["a cell", '<td><code class="name">a|b</code></td>'],
  ["a document elsewhere", '<a href="https://www.rfc-editor.org/rfc/rfc6121" title="'],
  ["a note", '<p class="note">A note, apart.</p>'],
])("has %s", (_, html) => {
  expect(everything()).toContain(html);
});

describe("in a browser", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"],
    });
  });
  afterAll(() => browser.close());

  /** The whole draft's page, and what it asked the network for. */
  async function open(options: BrowserContextOptions): Promise<{ page: Page; requests: string[] }> {
    const page = await browser.newPage(options);
    const requests: string[] = [];
    page.on("request", (request) => requests.push(request.url()));
    await page.setContent(await wholeDraft());
    return { page, requests };
  }

  test("it asks the network for nothing, and every link finds its place", async () => {
    const { page, requests } = await open({ viewport: { width: 1280, height: 900 } });
    const { links, missing, repeated } = await page.evaluate(() => {
      const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);
      const hashes = [...document.querySelectorAll("a")]
        .map((link) => link.getAttribute("href") ?? "")
        .filter((url) => url[0] === "#");
      return {
        links: hashes.length,
        missing: hashes.filter((hash) => !ids.includes(hash.slice(1))),
        repeated: ids.filter((id, index) => ids.indexOf(id) !== index),
      };
    });
    expect({ requests, missing, repeated }).toEqual({ requests: [], missing: [], repeated: [] });
    expect(links).toBeGreaterThan(100);
  });

  test.each([
    [1280, "beside the text"],
    [390, "folded"],
  ])("at a width of %i nothing is wider than the page, and the contents are %s", async (width, contents) => {
    const { page } = await open({ viewport: { width, height: 900 } });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    const entry = page.locator("nav").getByText("Glossary", { exact: true });
    expect(await entry.isVisible()).toBe(contents === "beside the text");
    if (contents === "folded") await page.getByText("Contents", { exact: true }).click();
    expect(await entry.isVisible()).toBe(true);
  });

  test.each([
    ["light", "rgb(255, 255, 255)"],
    ["dark", "rgb(22, 24, 29)"],
  ] as const)("it is %s where the reader wants that", async (colorScheme, background) => {
    const { page } = await open({ colorScheme });
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)).toBe(background);
  });
});
