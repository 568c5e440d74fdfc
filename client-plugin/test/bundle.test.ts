// What a page gets that has @xmpp/client and takes the plugin.
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { beforeAll, expect, test } from "@jest/globals";
import { build } from "esbuild";
import { withoutDns } from "./support/browser.ts";

const WITHOUT = 'import { client, xml } from "@xmpp/client"; globalThis.app = [client, xml];';
const WITH = `${WITHOUT} import { statusScheme } from "@status-scheme/client-plugin"; globalThis.plugin = statusScheme;`;
/** Kept in step with what there is: it is to be noticed when it grows. */
const MOST_KIB = 24;

interface Bundle {
  readonly files: readonly string[];
  readonly gzipped: number;
}
async function bundle(contents: string): Promise<Bundle> {
  const result = await build({
    stdin: { contents, resolveDir: fileURLToPath(new URL("..", import.meta.url)) },
    bundle: true,
    minify: true,
    metafile: true,
    write: false,
    format: "esm",
    platform: "browser",
    target: "es2022",
    logLevel: "silent",
    plugins: [withoutDns],
  });
  const [output] = Object.values(result.metafile.outputs);
  return {
    files: Object.keys(output!.inputs),
    gzipped: gzipSync(result.outputFiles[0]!.contents, { level: 9 }).length,
  };
}

let without: Bundle;
let plugin: Bundle;
beforeAll(async () => {
  [without, plugin] = await Promise.all([bundle(WITHOUT), bundle(WITH)]);
});

test("needs nothing of Node, and brings nothing that is for Node alone", () => {
  expect(plugin.files.filter((file) => file.includes("file-cache"))).toEqual([]);
});

test("shares the client's copy of ltx, and brings none of its own", () => {
  const ltx = ({ files }: Bundle) => files.filter((file) => file.includes("node_modules/ltx/")).sort();
  const added = ltx(plugin).filter((file) => !ltx(without).includes(file));
  expect(added).toEqual([]);
  expect(plugin.files.filter((file) => file.endsWith("/Element.js"))).toHaveLength(1);
});

test(`adds at most ${MOST_KIB} KiB, compressed`, () => {
  expect((plugin.gzipped - without.gzipped) / 1_024).toBeLessThanOrEqual(MOST_KIB);
});
