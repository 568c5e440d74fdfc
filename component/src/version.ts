// What this software calls itself (XEP-0092, `--version`).
import manifest from "../package.json" with { type: "json" };

export const NAME = "status-scheme-component";
export const VERSION: string = manifest.version;
