// The editor's face, put together: header, starters, grid, bar, and the dialogs that come and go. A function of the state.
import type { Editor, EditorState } from "../model/index.ts";
import type { Words } from "../i18n/index.ts";
import { isArchive } from "./archive.ts";
import { openAudience } from "./audience.ts";
import type { AudienceView } from "./audience.ts";
import { openConflict } from "./conflict.ts";
import type { ConflictView } from "./conflict.ts";
import type { Context } from "./context.ts";
import { filesOf, takeDrops } from "./drop.ts";
import { createGrid } from "./grid.ts";
import { h } from "./h.ts";
import { createHeader } from "./header.ts";
import { createImporter } from "./import-on-demand.ts";
import { createIntake } from "./intake.ts";
import { createLive } from "./live.ts";
import { createPublishBar } from "./publish-bar.ts";
import type { Ask } from "../stickers/index.ts";
import { openSheet } from "./sheet.ts";
import type { Sheet } from "./sheet.ts";
import { createStarters } from "./starters.ts";
import type { StarterSource } from "./starter-sets.ts";
import { createTools } from "./tools.ts";
import { exportArchive } from "./transfer.ts";

export interface Face {
  readonly element: HTMLElement;
  readonly setStarters: (source: StarterSource | undefined) => void;
  readonly stop: () => void;
}
export interface FaceOptions extends Words {
  readonly editor: Editor;
  readonly languages: readonly string[];
  readonly name: string;
  /** Where sticker packs can be had. */
  readonly ask: () => Ask | undefined;
  readonly onPublished: () => void;
  readonly onClose?: () => void;
}

export function createFace({ editor, languages, name, ask, onPublished, onClose, ...words }: FaceOptions): Face {
  const live = createLive();
  const layer = h("div", { class: "layer" });
  const tools = createTools(editor);
  const render = () => update(editor.state());
  const intake = createIntake({ editor, live, read: tools.read, onChange: render, ...words });
  const context: Context = {
    ...words,
    editor,
    languages,
    live,
    intake,
    tools,
    layer,
    name,
    open: (state) => openState(state),
  };

  let sheet: Sheet | undefined;
  let audience: AudienceView | undefined;
  let conflict: ConflictView | undefined;
  /** A conflict opens by itself once; closed, it waits in the bar. */
  let isConflictTold = false;

  const importer = createImporter(context);
  const grid = createGrid(context);
  const starters = createStarters(context);
  const bar = createPublishBar(context, {
    onPublished,
    onResolve: () => resolve(),
    onShowProblem() {
      const first = editor.state().problems.find(({ state }) => state !== undefined)?.state;
      if (first !== undefined) openState(first).focusProblem();
    },
  });
  const header = createHeader(context, {
    onAudience: () => (audience = openAudience(context, () => (audience = undefined))),
    onStarters: starters.openGallery,
    onImport: () => void importer.open(ask()),
    onExport: () => void exportArchive(context),
    ...(onClose && { onClose }),
  });
  const views = [header, starters, grid, bar];
  layer.append(live.element);
  const element = h(
    "div",
    { class: "editor" },
    header.element,
    h("main", {}, starters.element, grid.element),
    bar.element,
    layer,
  );

  const openState = (state: string): Sheet => {
    sheet?.close();
    grid.focus(state);
    grid.select(state);
    const opened = openSheet(context, state, {
      onClose: () => {
        if (sheet === opened) sheet = undefined;
        grid.focus(grid.selected());
      },
      onGo: (other) => void openState(other),
    });
    sheet = opened;
    render();
    return opened;
  };
  const resolve = () => {
    conflict ??= openConflict(
      context,
      () => void editor.publish().then((isPublished) => isPublished && onPublished()),
      () => (conflict = undefined),
    );
    render();
  };
  const update = (state: EditorState) => {
    for (const view of views) view.update(state);
    // One of another name, or gone: there is nothing to be shown of it any more.
    sheet?.update(state);
    audience?.update(state);
    const isConflict = state.status.name === "conflict";
    if (isConflict && !isConflictTold) {
      isConflictTold = true;
      resolve();
    }
    if (!isConflict) {
      isConflictTold = false;
      conflict?.close();
    }
    conflict?.update(state);
  };

  /** An archive is imported, anything else goes to the state worked with last. */
  const take = (files: readonly File[]) => {
    const to = sheet?.state ?? grid.selected();
    void Promise.all(files.map(isArchive)).then((archives) => {
      files.forEach((file, index) => archives[index] && void importer.take(file));
      const media = files.filter((_, index) => !archives[index]);
      if (media.length > 0) void intake.take(to, media);
    });
  };
  takeDrops(element, take);
  const onPaste = (event: ClipboardEvent) => {
    const files = event.defaultPrevented ? undefined : filesOf(event);
    if (!files) return;
    event.preventDefault();
    take(files);
  };
  const onKey = (event: KeyboardEvent) => {
    const isUndo = event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey) && !event.altKey;
    if (!isUndo && !(event.key.toLowerCase() === "y" && event.ctrlKey)) return;
    event.preventDefault();
    if (event.shiftKey || !isUndo) editor.redo();
    else editor.undo();
  };
  const onLeave = (event: BeforeUnloadEvent) => {
    if (editor.state().dirty) event.preventDefault();
  };
  element.addEventListener("keydown", onKey);
  document.addEventListener("paste", onPaste);
  addEventListener("beforeunload", onLeave);
  const unsubscribe = editor.subscribe(update);
  render();

  return {
    element,
    setStarters: starters.setSource,
    stop() {
      unsubscribe();
      document.removeEventListener("paste", onPaste);
      removeEventListener("beforeunload", onLeave);
      sheet?.close();
      conflict?.close();
    },
  };
}
