// `npm run bundle`: writes dist/ anew, the bundles that people's pages load, minified, and says their sizes.
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { bundleForBrowsers } from "./bundle.ts";
import type { BundleFile } from "./bundle.ts";
import { BUNDLES } from "./entries.ts";

const folder = fileURLToPath(new URL("../../dist", import.meta.url));
const kib = (files: readonly BundleFile[]) =>
  (files.reduce((sum, { bytes }) => sum + gzipSync(bytes, { level: 9 }).length, 0) / 1024).toFixed(1);

await rm(folder, { recursive: true, force: true });
for (const [name, entries] of Object.entries(BUNDLES)) {
  const { files, start } = await bundleForBrowsers({ entries, minify: true });
  const place = join(folder, name);
  await mkdir(place, { recursive: true });
  for (const file of files) await writeFile(join(place, file.name), file.bytes);
  for (const entry of Object.keys(entries)) {
    console.log(`${join(name, entry)}.js: ${kib(start(entry))} KiB compressed at its start`);
  }
}
