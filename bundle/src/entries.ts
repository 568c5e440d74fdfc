// The scripts that people's pages name, by the name of the file that each becomes.
import { fileURLToPath } from "node:url";

type Entries = Readonly<Record<string, string>>;

const source = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/**
 * By the folder in `dist/` that each goes into. Entries that a page may have together are bundled together, and share
 * their chunks. Converse's page has none of the others: what they share of the core would be cut along lines that are of
 * no use to it, and be some tenth larger. Its folder is all that is to be put on a server.
 */
export const BUNDLES = {
  ".": {
    "status-look": source("element/src/bundle.ts"),
    "status-scheme-editor": source("editor/src/index.ts"),
    "status-scheme-page": source("editor/src/page/main.ts"),
  },
  converse: { "status-scheme-converse": source("converse/src/index.ts") },
} satisfies Readonly<Record<string, Entries>>;

/** All of them. */
export const ENTRIES: Entries = { ...BUNDLES["."], ...BUNDLES.converse };
