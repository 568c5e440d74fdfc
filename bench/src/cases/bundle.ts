// What the plugin adds to a page that has @xmpp/client already, bundled with code splitting: what is loaded at the start,
// and everything, the parts that are loaded when they are first wanted among it.
import { basename } from "node:path";
import { gzipSync } from "node:zlib";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { BenchCase } from "../report.ts";

const WITHOUT = `import { client, xml } from "@xmpp/client"; globalThis.app = { client, xml };`;
const WITH = `${WITHOUT} import { statusScheme } from "@status-scheme/client-plugin"; globalThis.plugin = statusScheme;`;

/** KiB, each file compressed by itself. */
interface Sizes {
  readonly start: number;
  readonly everything: number;
}

export const bundleCase: BenchCase = async () => {
  const without = await bundled(WITHOUT);
  const plugin = await bundled(WITH);
  const added = { start: plugin.start - without.start, everything: plugin.everything - without.everything };
  return {
    name: "bundle",
    about: "gzip of a minified browser bundle, with and without the plugin, KiB",
    rows: [
      { what: "@xmpp/client", figures: { ...without } },
      { what: "with the plugin", figures: { ...plugin } },
      { what: "added", figures: { ...added } },
    ],
    bars: [{ what: "added by the plugin at the start", value: added.start, bound: 15, must: "atMost", unit: " KiB" }],
  };
};

async function bundled(contents: string): Promise<Sizes> {
  const { metafile, outputFiles } = await build({
    stdin: { contents, resolveDir: fileURLToPath(new URL("..", import.meta.url)) },
    bundle: true,
    splitting: true,
    outdir: "/",
    minify: true,
    metafile: true,
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
  const sizes = new Map(
    outputFiles.map(({ path, contents: bytes }) => [basename(path), gzipSync(bytes, { level: 9 }).length / 1024]),
  );
  const { outputs } = metafile;
  const sum = (names: Iterable<string>) => [...names].reduce((total, name) => total + sizes.get(basename(name))!, 0);
  const start = new Set(Object.keys(outputs).filter((name) => outputs[name]!.entryPoint === "<stdin>"));
  // A set takes in what is added while it is gone through.
  for (const name of start) {
    for (const { path, kind } of outputs[name]!.imports) if (kind === "import-statement") start.add(path);
  }
  return { start: sum(start), everything: sum(Object.keys(outputs)) };
}
