export { createEditor } from "./editor.ts";
export type * from "./api.ts";
