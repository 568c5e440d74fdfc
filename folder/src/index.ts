// The scheme folder, in browsers as well: its format, and the same as one archive. Folders on disk are `…/folder/node`.
export { packScheme } from "./pack.ts";
export { unpackScheme } from "./unpack.ts";
export { ArchiveError, type ArchiveErrorCode, type ArchiveLimits } from "./archive.ts";
export { draftsOf, SCHEME_FILE, type ReadFile } from "./drafts.ts";
export { FolderProblems, type Problem } from "./problems.ts";
export { parseSchemeYaml, type Parsed, type ParsedLook, type ParsedMedium } from "./parse.ts";
export { inWords } from "./words.ts";
