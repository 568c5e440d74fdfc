// `npm run draft`: makes from xep-draft.md what others read. draft/out/ gets the XSF's XML, which has to be valid, and a page
// for browsers; docs/requirements.md is renewed. Ends with 1 where the draft cannot be converted.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { documentOf } from "./document.ts";
import { toHtml } from "./html/page.ts";
import { readHoldings } from "./holds.ts";
import { problemsOf, trace } from "./requirements.ts";
import { REQUIREMENTS_FILE, requirementsTable } from "./requirements-table.ts";
import { DRAFT_FILE, readDraft } from "./source.ts";
import { validateXep } from "./validate.ts";
import { toXml } from "./xml.ts";

const OUT = new URL("../out/", import.meta.url);
const XSF = { dtd: "../xsf/xep.dtd", entities: "../xsf/xep.ent" };

async function main(): Promise<void> {
  const text = await readFile(DRAFT_FILE, "utf8");
  const draft = readDraft(text);
  const sections = documentOf(draft, text);
  const held = readHoldings();
  const traced = trace(draft, held);
  await mkdir(OUT, { recursive: true });

  const xml = await write(new URL("status-schemes.xml", OUT), toXml(draft, sections, XSF));
  await validateXep(xml);
  await write(new URL("status-schemes.html", OUT), toHtml(draft, sections, traced));
  await write(REQUIREMENTS_FILE, requirementsTable(draft, traced));
  for (const problem of problemsOf(traced, held)) console.error(problem);
}

async function write(file: URL, content: string): Promise<string> {
  const path = fileURLToPath(file);
  await writeFile(file, content);
  console.log(relative(process.cwd(), path));
  return path;
}

try {
  await main();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
