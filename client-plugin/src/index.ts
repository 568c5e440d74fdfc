// The plugin's public face. The cache on disk is for Node alone, and imported by its own path (`…/file-cache`).
export { statusScheme } from "./plugin.ts";
export { memoryCache } from "./cache/memory.ts";
export { indexedDbCache } from "./cache/indexed-db.ts";
export type * from "./api.ts";
