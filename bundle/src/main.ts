// `npm run bundle`: writes dist/ anew, the bundles that people's pages load, minified, and says their sizes.
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { bundleForBrowsers } from "./bundle.ts";
import type { BundleFile } from "./bundle.ts";
import { ENTRIES } from "./entries.ts";

const folder = fileURLToPath(new URL("../../dist", import.meta.url));
const kib = (files: readonly BundleFile[]) =>
  (files.reduce((sum, { bytes }) => sum + gzipSync(bytes, { level: 9 }).length, 0) / 1024).toFixed(1);

const { files, start } = await bundleForBrowsers({ entries: ENTRIES, minify: true });
await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
for (const { name, bytes } of files) await writeFile(join(folder, name), bytes);
for (const entry of Object.keys(ENTRIES)) console.log(`${entry}.js: ${kib(start(entry))} KiB compressed at its start`);
