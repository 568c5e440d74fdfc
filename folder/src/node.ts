// Scheme folders on disk.
export { readSchemeFolder } from "./read-folder.ts";
export { writeSchemeFolder, type WriteOptions } from "./write-folder.ts";
