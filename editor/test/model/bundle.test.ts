// Converse.js has an XMPP library of its own: the model, files and stickers bring none, and nothing of Node.
import { expect, test } from "@jest/globals";
import { gzipSync } from "node:zlib";
import { BUNDLES, bundleForBrowsers } from "@status-scheme/bundle";
import { build } from "esbuild";

test.each(["model", "files", "stickers"])("%s is for browsers, with whatever XMPP library", async (part) => {
  const { metafile } = await build({
    entryPoints: [new URL(`../../src/${part}/index.ts`, import.meta.url).pathname],
    ...{ bundle: true, write: false, metafile: true, format: "esm", platform: "browser" },
  });
  const inputs = Object.keys(metafile.inputs);
  expect(inputs.filter((name) => /@xmpp|node:|client-plugin\/src\/(plugin|host|owner)/.test(name))).toEqual([]);
  expect(inputs.some((name) => name.includes(`editor/src/${part}/`))).toBe(true);
});

test("the editor starts with little, and without what not everyone uses", async () => {
  const entries = { editor: BUNDLES["."]["status-scheme-editor"] };
  const { start } = await bundleForBrowsers({ entries, minify: true });
  const files = start("editor");
  const bytes = files.reduce((sum, file) => sum + gzipSync(file.bytes, { level: 9 }).length, 0);
  expect(bytes).toBeLessThan(50 * 1024);
  const sources = files.flatMap((file) => file.sources);
  expect(sources.filter((name) => /\/yaml\/|\/fflate\/|editor\/src\/(stickers|files\/read)/.test(name))).toEqual([]);
});
