// The editor's public face. Importing it defines nothing: `defineSchemeEditor` does.
export { defineSchemeEditor } from "./ui/define.ts";
export { SchemeEditor } from "./ui/scheme-editor.ts";
export { createEditor } from "./model/index.ts";
export type { Ask } from "./stickers/index.ts";
export type { StarterSet, StarterSource } from "./ui/starter-sets.ts";
export type { Editor, EditorOptions, EditorSchemes, EditorState } from "./model/index.ts";
