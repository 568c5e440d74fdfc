// What Converse's page gets of the plugin: the files that `npm run bundle` writes.
import { gzipSync } from "node:zlib";
import { beforeAll, expect, test } from "@jest/globals";
import { bundleForBrowsers, BUNDLES } from "@status-scheme/bundle";
import type { Bundle } from "@status-scheme/bundle";

const MOST_BYTES = 35_000;

let bundle: Bundle;
beforeAll(async () => {
  bundle = await bundleForBrowsers({ entries: BUNDLES.converse, minify: true });
});

const start = () => bundle.start("status-scheme-converse");
const sources = () => start().flatMap((file) => file.sources);

test("is small at its start", () => {
  const bytes = start().reduce((sum, file) => sum + gzipSync(file.bytes, { level: 9 }).length, 0);
  expect(bytes).toBeGreaterThan(0);
  expect(bytes).toBeLessThanOrEqual(MOST_BYTES);
});

test("loads the element, the dialog, the editor and what owners do later", () => {
  const later =
    /^(element|editor|folder)\/|converse\/src\/ui\/(dialog|editor-dialog)|client-plugin\/src\/owner\/owner\.ts/;
  expect(sources().filter((source) => later.test(source))).toEqual([]);
  expect(bundle.files.flatMap((file) => file.sources).filter((source) => later.test(source))).not.toEqual([]);
});

test("brings nothing of @xmpp/client, and nothing of Converse.js", () => {
  const all = bundle.files.flatMap((file) => file.sources);
  expect(all.filter((source) => /node_modules\/(@xmpp|converse|strophe|lit)/.test(source))).toEqual([]);
});
