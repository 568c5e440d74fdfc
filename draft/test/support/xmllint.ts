// The draft's schema, by libxml2: one process for a whole batch of documents. Beside it stand small schemas of the
// namespaces that ours builds on (schemas/), so that what other specifications say of their elements holds as well.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { NS, NS_FILE_METADATA, NS_HASHES, NS_SFS, NS_URL_DATA } from "@status-scheme/protocol";

const SCHEMAS = fileURLToPath(new URL("../schemas/", import.meta.url));
const BESIDE = {
  [NS_FILE_METADATA]: "file-metadata.xsd",
  [NS_HASHES]: "hashes.xsd",
  [NS_SFS]: "sfs.xsd",
  [NS_URL_DATA]: "url-data.xsd",
};

/**
 * What the schema has against each document, in their order; nothing where it is valid.
 * @throws Error where the schema does not compile, or xmllint is not there
 */
export function validate(schema: string, documents: readonly string[]): string[][] {
  const folder = mkdtempSync(join(tmpdir(), "schema-"));
  try {
    writeFileSync(join(folder, "draft.xsd"), schema);
    writeFileSync(join(folder, "all.xsd"), together(join(folder, "draft.xsd")));
    const files = documents.map((xml, index) => {
      const file = join(folder, `${String(index)}.xml`);
      writeFileSync(file, xml);
      return file;
    });
    return read(run(join(folder, "all.xsd"), files), files);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What is wrong with the schema by itself, without those beside it. */
export function compile(schema: string): string {
  const folder = mkdtempSync(join(tmpdir(), "schema-"));
  try {
    writeFileSync(join(folder, "draft.xsd"), schema);
    writeFileSync(join(folder, "some.xml"), `<sync xmlns='${NS}'/>`);
    const said = run(join(folder, "draft.xsd"), [join(folder, "some.xml")]);
    return said.endsWith("some.xml validates\n") ? "" : said;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function together(draft: string): string {
  const imports = Object.entries({ [NS]: draft, ...BESIDE }).map(([namespace, file]) => {
    return `<xs:import namespace='${namespace}' schemaLocation='${namespace === NS ? file : SCHEMAS + file}'/>`;
  });
  return `<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'>${imports.join("")}</xs:schema>`;
}

function run(schema: string, files: readonly string[]): string {
  const { error, stderr } = spawnSync("xmllint", ["--nonet", "--noout", "--schema", schema, ...files], {
    encoding: "utf8",
    env: { ...process.env, XML_CATALOG_FILES: `${SCHEMAS}catalog.xml` },
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error) throw error;
  if (stderr.includes("failed to compile")) throw new Error(stderr);
  return stderr;
}

/** Of what is said of one file: a hostile one breaks the same rule some ten thousand times. */
const MOST = 100_000;

/** xmllint ends what it says of each file with a verdict. */
function read(said: string, files: readonly string[]): string[][] {
  let from = 0;
  return files.map((file) => {
    const [valid, invalid] = [`${file} validates\n`, `${file} fails to validate\n`];
    const at = Math.max(said.indexOf(valid, from), said.indexOf(invalid, from));
    if (at < 0) throw new Error(`xmllint says nothing of ${file}: ${said.slice(from, from + 1000)}`);
    const text = said.slice(from, Math.min(at, from + MOST));
    from = said.indexOf("\n", at) + 1;
    if (said.startsWith(valid, at)) return [];
    const messages = text.split(new RegExp(`^${file}:\\d+: `, "m")).map((message) => message.trim());
    return [...new Set(messages.filter((message) => message !== ""))];
  });
}
