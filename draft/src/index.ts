// The draft as a value.
export { DRAFT_FILE, inspectDraft, readDraft } from "./source.ts";
export type { Draft, Example, Problem, Requirement, Section, Table } from "./source.ts";
export { parseFenceInfo, type FenceInfo } from "./fence.ts";
export type { Level } from "./sentences.ts";
export { readRequirements } from "./requirements.ts";
