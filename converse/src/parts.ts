// What is loaded when it is first wanted: the dynamic imports are all here, by which the bundler puts each into a file of
// its own.

/** The element that draws looks: wanted once somebody logs in. */
export const importElement = () => import("@status-scheme/element");
/** The dialog: wanted when it is opened. */
export const importDialog = () => import("./ui/dialog.ts");

/** The editor, in a dialog of its own. */
export const importEditor = () => import("./ui/editor-dialog.ts");

/** What is kept in this browser: wanted at each login, to serve from it, and then there at logout, to delete it. */
export const importKept = () => import("./kept-here.ts");

/** A part, loaded at the first call; where that fails, at the next call again. */
export function createPart<M>(load: () => Promise<M>): () => Promise<M> {
  let part: Promise<M> | undefined;
  return () =>
    (part ??= load().catch((error: unknown) => {
      part = undefined;
      throw error;
    }));
}
