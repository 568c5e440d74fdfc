// What is loaded when it is first wanted: the dynamic imports are all here, by which the bundler puts each part, with what
// it alone uses, into a file of its own. Each rejects where that fails, and is tried again at the next call.

/** The scheme folder, with its YAML and its archives: wanted by starters, import and export. */
export const importFolder = () => import("@status-scheme/folder");
/** What files become: wanted by the first one. */
export const importFiles = () => import("./files/index.ts");
/** Cropping, stills, copying, who may see, serving. */
export const importRareDialogs = () => import("./ui/rare-dialogs.ts");
/** The dialogs of import, and sticker packs. */
export const importImporter = () => import("./ui/import.ts");
