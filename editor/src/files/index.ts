export { FileProblem, type FileProblemCode, type ReadFile, type ReadOptions, type Square } from "./api.ts";
export { readFile } from "./read-file.ts";
export { cropToSquare, stillOf } from "./picture.ts";
