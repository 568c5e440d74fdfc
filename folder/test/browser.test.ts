// A page takes the folder's main entry: nothing of Node in it, nor of a library for XMPP.
import { fileURLToPath } from "node:url";
import { expect, test } from "@jest/globals";
import { build } from "esbuild";

test("the main entry is for browsers", async () => {
  const entry = fileURLToPath(new URL("../src/index.ts", import.meta.url));
  const { metafile } = await build({
    ...{ entryPoints: [entry], bundle: true, write: false, metafile: true },
    ...{ format: "esm", platform: "browser" },
  });
  const inputs = Object.keys(metafile.inputs);
  expect(
    inputs.filter((name) => /client-plugin|@xmpp|folder\/src\/(node|read-folder|write-folder)/.test(name)),
  ).toEqual([]);
  expect(inputs.some((name) => name.endsWith("folder/src/unpack.ts"))).toBe(true);
});
