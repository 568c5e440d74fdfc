// The sources as browsers take them: ES modules, split where parts are loaded on demand. For people's pages (`npm run
// bundle`), for the demo, and for tests and measurements of the same thing.
import { basename } from "node:path";
import { build } from "esbuild";
import type { BuildOptions, Plugin } from "esbuild";

/** @xmpp/resolve looks whether there is a resolver before it uses it: in browsers there is none. */
const withoutDns: Plugin = {
  name: "without-dns",
  setup(builder) {
    builder.onResolve({ filter: /^node:dns$/ }, () => ({ path: "dns", namespace: "nothing" }));
    builder.onLoad({ filter: /.*/, namespace: "nothing" }, () => ({ contents: "export default {}" }));
  },
};

export interface BundleFile {
  /** Without a folder, e.g. `main.js`. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** The sources in it, relative to the working directory. */
  readonly sources: readonly string[];
}
export interface Bundle {
  readonly files: readonly BundleFile[];
  /** Those that an entry loads before anything is done with it: itself, and what it imports statically. */
  readonly start: (entry: string) => readonly BundleFile[];
}
export interface BundleOptions {
  /** Modules by the name of the file that each becomes, without `.js`. */
  readonly entries?: Readonly<Record<string, string>>;
  /** In the place of `entries`: a module's text, which becomes `main.js`, and where it would be. */
  readonly source?: { readonly text: string; readonly folder: string };
  readonly minify?: boolean;
}

/** @throws Error with what is wrong with the sources */
export async function bundleForBrowsers({ entries = {}, source, minify = false }: BundleOptions): Promise<Bundle> {
  const input: BuildOptions = source
    ? { stdin: { contents: source.text, resolveDir: source.folder, sourcefile: "main.js", loader: "ts" } }
    : { entryPoints: { ...entries } };
  const { metafile, outputFiles } = await build({
    ...input,
    bundle: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    splitting: true,
    minify,
    outdir: "/",
    entryNames: source ? "main" : "[name]",
    chunkNames: "[name]-[hash]",
    legalComments: "eof",
    write: false,
    metafile: true,
    logLevel: "silent",
    plugins: [withoutDns],
  });
  const outputs = new Map(Object.entries(metafile.outputs).map(([path, output]) => [basename(path), output]));
  const files = outputFiles.map(({ path, contents }) => {
    const name = basename(path);
    return { name, bytes: contents, sources: Object.keys(outputs.get(name)!.inputs) };
  });
  const start = (entry: string) => {
    const names = new Set([`${entry}.js`]);
    // A set takes in what is added while it is gone through.
    for (const name of names) {
      for (const { path, kind } of outputs.get(name)?.imports ?? []) {
        if (kind === "import-statement") names.add(basename(path));
      }
    }
    return files.filter(({ name }) => names.has(name));
  };
  return { files, start };
}
