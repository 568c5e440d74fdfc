// What others use of the command line: the scheme folder, and how a password is asked for.
export { readSchemeFolder, writeSchemeFolder, type WriteOptions } from "@status-scheme/folder/node";
export { FolderProblems, type Problem } from "@status-scheme/folder";
export { readPassword, type PasswordSources } from "./password.ts";
export { UsageError } from "./usage.ts";
