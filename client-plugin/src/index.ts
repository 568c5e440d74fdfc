// The plugin's public face. What is on disk is for Node alone, and imported by paths of its own
// (`…/file-cache`, `…/folder-store`).
export { statusScheme } from "./plugin.ts";
export { memoryCache } from "./cache/memory.ts";
export { indexedDbCache } from "./cache/indexed-db.ts";
export { indexedDbStore } from "./serve/indexed-db-store.ts";
export type * from "./api.ts";
