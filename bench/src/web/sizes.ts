// What pages load of this project, as `npm run bundle` makes it: KiB of gzip, each file compressed by itself.
import { gzipSync } from "node:zlib";
import { bundleForBrowsers, BUNDLES, type BundleFile } from "@status-scheme/bundle";

export interface Sizes {
  /** Before anything is done with it. */
  readonly start: number;
  /** With what is loaded on demand. */
  readonly everything: number;
}

/** The script of people's pages, with the others in its folder; and Converse's. */
export async function measureSizes(): Promise<Readonly<Record<"element" | "converse", Sizes>>> {
  return { element: await sizesOf(".", "status-look"), converse: await sizesOf("converse", "status-scheme-converse") };
}

async function sizesOf(folder: keyof typeof BUNDLES, name: string): Promise<Sizes> {
  const { start } = await bundleForBrowsers({ entries: BUNDLES[folder], minify: true });
  const { [name]: entry } = BUNDLES[folder] as Readonly<Record<string, string>>;
  // What others in the folder load on demand is none of its own.
  const { files } = await bundleForBrowsers({ entries: { [name]: entry! }, minify: true });
  return { start: kib(start(name)), everything: kib(files) };
}

const kib = (files: readonly BundleFile[]) =>
  files.reduce((sum, { bytes }) => sum + gzipSync(bytes, { level: 9 }).length / 1024, 0);
