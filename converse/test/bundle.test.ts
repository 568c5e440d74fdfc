// What Converse's page gets of the plugin.
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { beforeAll, expect, test } from "@jest/globals";
import { bundleForBrowsers } from "@status-scheme/bundle";
import type { Bundle } from "@status-scheme/bundle";

const MOST_KIB = 35;

let bundle: Bundle;
beforeAll(async () => {
  const entry = fileURLToPath(new URL("../src/index.ts", import.meta.url));
  bundle = await bundleForBrowsers({ entries: { plugin: entry }, minify: true });
});

const sources = () => bundle.start("plugin").flatMap((file) => file.sources);

test("is small at its start", () => {
  const bytes = bundle.start("plugin").reduce((sum, file) => sum + gzipSync(file.bytes, { level: 9 }).length, 0);
  expect(bytes / 1_024).toBeLessThanOrEqual(MOST_KIB);
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
