// The editor's face, put together: header, starters, grid, bar, and the dialogs that come and go. A function of the state.
import type { Editor, EditorState } from "../model/index.ts";
import type { Words } from "../i18n/index.ts";
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
import { isBase, lookOf } from "./names.ts";
import { rarely } from "./rarely.ts";
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
  readonly forgetsAtLogout: Context["forgetsAtLogout"];
  readonly onPublished: () => void;
  readonly onClose?: () => void;
}

export function createFace(options: FaceOptions): Face {
  const { editor, languages, name, ask, forgetsAtLogout, onPublished, onClose, ...words } = options;
  const live = createLive();
  const layer = h("div", { class: "layer" });
  const tools = createTools(editor);
  const render = () => update(editor.state());
  const intake = createIntake({
    ...{ editor, live, read: tools.read, onChange: render },
    importArchive: (file) => importer.take(file),
    ...words,
  });
  const context: Context = {
    ...words,
    editor,
    languages,
    live,
    intake,
    tools,
    layer,
    name,
    forgetsAtLogout,
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
    onServe: () => void rarely(context, ({ openServe }) => openServe(context, () => void serve())),
    onShowProblem() {
      const first = editor.state().problems.find(({ state }) => state !== undefined)?.state;
      if (first !== undefined) openState(first).focusProblem();
    },
  });
  const header = createHeader(context, {
    onAudience: () =>
      void rarely(context, ({ openAudience }) => {
        audience = openAudience(context, () => (audience = undefined));
        render();
      }),
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
  const serve = async () => {
    if (!(await editor.serve())) return;
    if (editor.state().dirty && (await editor.publish())) {
      live.say(words.words.serve.published);
      onPublished();
    } else live.say(words.words.serve.begun);
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
    // A state of another name, or gone: there is nothing to be edited of it any more.
    if (sheet && !isBase(sheet.state) && !lookOf(state.looks, sheet.state)) sheet.close();
    else sheet?.update(state);
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

  /** To the state worked with last. */
  const take = (files: readonly File[]) => void intake.take(sheet?.state ?? grid.selected(), files);
  takeDrops(element, take);
  const onPaste = (event: ClipboardEvent) => {
    const files = event.defaultPrevented ? undefined : filesOf(event);
    if (!files) return;
    event.preventDefault();
    take(files);
  };
  const onKey = (event: KeyboardEvent) => {
    if (isElsewhere(event.target as Element)) return;
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
      // What they hold is given back when they close.
      for (const dialog of layer.querySelectorAll("dialog")) dialog.close();
    },
  };
}

/** In a dialog of something else, or in a field whose text is in no look yet: undoing there is not about looks. */
function isElsewhere(target: Element): boolean {
  const isText = target.matches("input[type=text], input[type=url], textarea") && !target.closest(".local-texts");
  return isText || target.closest("dialog:not(.sheet)") !== null;
}
