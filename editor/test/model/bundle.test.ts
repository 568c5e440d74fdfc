// Converse.js has an XMPP library of its own: the model, files and stickers bring none, and nothing of Node.
import { expect, test } from "@jest/globals";
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
