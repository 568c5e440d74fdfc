// What others use of the command line: the scheme folder format, and how a password is asked for.
export { readSchemeFolder } from "./folder/read.ts";
export { writeSchemeFolder, type WriteOptions } from "./folder/write.ts";
export { FolderProblems, type Problem } from "./folder/problems.ts";
export { readPassword, type PasswordSources } from "./password.ts";
export { UsageError } from "./usage.ts";
