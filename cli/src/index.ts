// What others use of the command line: the scheme folder format.
export { readSchemeFolder } from "./folder/read.ts";
export { writeSchemeFolder, type WriteOptions } from "./folder/write.ts";
export { FolderProblems, type Problem } from "./folder/problems.ts";
