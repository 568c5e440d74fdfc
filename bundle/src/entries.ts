// The scripts that people's pages name, by the name of the file that each becomes.
import { fileURLToPath } from "node:url";

const source = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

export const ENTRIES: Readonly<Record<string, string>> = {
  "status-look": source("element/src/bundle.ts"),
  "status-scheme-converse": source("converse/src/index.ts"),
  "status-scheme-editor": source("editor/src/index.ts"),
  "status-scheme-page": source("editor/src/page/main.ts"),
};
