// What the plugin adds to a page that has @xmpp/client already, bundled with code splitting: what is loaded at the start,
// and everything, the parts that are loaded when they are first wanted among it.
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { bundleForBrowsers, type BundleFile } from "@status-scheme/bundle";
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

async function bundled(text: string): Promise<Sizes> {
  const source = { text, folder: fileURLToPath(new URL("..", import.meta.url)) };
  const { files, start } = await bundleForBrowsers({ source, minify: true });
  const kib = (those: readonly BundleFile[]) =>
    those.reduce((sum, { bytes }) => sum + gzipSync(bytes, { level: 9 }).length / 1024, 0);
  return { start: kib(start("main")), everything: kib(files) };
}
