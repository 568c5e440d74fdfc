// What a page gets that has @xmpp/client and takes the plugin.
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { beforeAll, expect, test } from "@jest/globals";
import { bundleForBrowsers } from "@status-scheme/bundle";
import type { BundleFile } from "@status-scheme/bundle";

const WITHOUT = 'import { client, xml } from "@xmpp/client"; globalThis.app = [client, xml];';
const WITH = `${WITHOUT} import { statusScheme } from "@status-scheme/client-plugin"; globalThis.plugin = statusScheme;`;
/** Kept in step with what there is: it is to be noticed when it grows. */
const MOST_KIB = { start: 24.4, everything: 63.6 };

interface Files {
  /** Sources. */
  readonly files: readonly string[];
  /** Bytes of the bundle's files, each compressed. */
  readonly gzipped: number;
}
interface Bundle {
  /** What is loaded before anything is done with it. */
  readonly start: Files;
  readonly everything: Files;
}
async function bundle(text: string): Promise<Bundle> {
  const source = { text, folder: fileURLToPath(new URL("..", import.meta.url)) };
  const { files, start } = await bundleForBrowsers({ source, minify: true });
  const total = (those: readonly BundleFile[]): Files => ({
    files: those.flatMap(({ sources }) => sources),
    gzipped: those.reduce((sum, { bytes }) => sum + gzipSync(bytes, { level: 9 }).length, 0),
  });
  return { start: total(start("main")), everything: total(files) };
}

let without: Bundle;
let plugin: Bundle;
beforeAll(async () => {
  [without, plugin] = await Promise.all([bundle(WITHOUT), bundle(WITH)]);
});

test("needs nothing of Node, and brings nothing that is for Node alone", () => {
  expect(plugin.everything.files.filter((file) => file.includes("file-cache"))).toEqual([]);
});

test("shares the client's copy of ltx, and brings none of its own", () => {
  const ltx = ({ everything }: Bundle) => everything.files.filter((file) => file.includes("node_modules/ltx/")).sort();
  const added = ltx(plugin).filter((file) => !ltx(without).includes(file));
  expect(added).toEqual([]);
  expect(plugin.everything.files.filter((file) => file.endsWith("/Element.js"))).toHaveLength(1);
});

test("loads nothing of publishing, of media and of transfer at its start", () => {
  const parts =
    /client-plugin\/src\/(owner\/(?!on-demand)|(transfer|serve|announce|peers)\/|viewer\/(client-source|media|media-getter|report)\.ts)|protocol\/src\/(validate|index|transfer)|codec\/(publish|access|slot|jingle|bits)/;
  expect(plugin.start.files.filter((file) => parts.test(file))).toEqual([]);
  expect(plugin.everything.files.filter((file) => parts.test(file))).not.toEqual([]);
});

test.each(["start", "everything"] as const)("adds no more than there is, compressed: %s", (what) => {
  const added = (plugin[what].gzipped - without[what].gzipped) / 1_024;
  expect(added).toBeLessThanOrEqual(MOST_KIB[what]);
});
