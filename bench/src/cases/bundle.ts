// What the plugin adds to a browser bundle that has @xmpp/client already.
import { gzipSync } from "node:zlib";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { BenchCase } from "../report.ts";

const WITHOUT = `import { client, xml } from "@xmpp/client"; globalThis.app = { client, xml };`;
const WITH = `${WITHOUT} import { statusScheme } from "@status-scheme/client-plugin"; globalThis.plugin = statusScheme;`;

export const bundleCase: BenchCase = async () => {
  const without = await gzipped(WITHOUT);
  const plugin = await gzipped(WITH);
  const added = (plugin - without) / 1024;
  return {
    name: "bundle",
    about: "gzip of a minified browser bundle, with and without the plugin",
    rows: [
      { what: "@xmpp/client", figures: { KiB: without / 1024 } },
      { what: "with the plugin", figures: { KiB: plugin / 1024, added } },
    ],
    bars: [{ what: "added by the plugin", value: added, bound: 15, must: "atMost", unit: " KiB" }],
  };
};

async function gzipped(contents: string): Promise<number> {
  const result = await build({
    stdin: { contents, resolveDir: fileURLToPath(new URL("..", import.meta.url)) },
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    platform: "browser",
    target: "es2022",
    // @xmpp/resolve tests for `dns.resolve` before it uses it; there is none in browsers.
    plugins: [
      {
        name: "no-dns",
        setup: (b) => {
          b.onResolve({ filter: /^node:dns$/ }, () => ({ path: "dns", namespace: "empty" }));
          b.onLoad({ filter: /.*/, namespace: "empty" }, () => ({ contents: "export default {}" }));
        },
      },
    ],
  });
  return gzipSync(result.outputFiles[0]!.contents, { level: 9 }).length;
}
