// A state, opened: its preview, media, text, and what it is called. Files dropped or pasted while it is open are its own.
import type { EditorState } from "../model/index.ts";
import type { Context } from "./context.ts";
import { openDialog } from "./dialog.ts";
import { filesOf, takeDrops } from "./drop.ts";
import { h, mark, uniqueId, write } from "./h.ts";
import { icon } from "./icons.ts";
import { createIdentity } from "./identity.ts";
import { createLocalTexts } from "./local-texts.ts";
import { createLook } from "./look.ts";
import { createMedia } from "./media.ts";
import { isBase, lookOf, nameOf, statesOf } from "./names.ts";
import { createPreview } from "./preview.ts";
import { rarely } from "./rarely.ts";
import { tellProblem } from "./tell.ts";

export interface Sheet {
  readonly state: string;
  readonly update: (state: EditorState) => void;
  readonly close: () => void;
  /** The field that has this state's first problem. */
  readonly focusProblem: () => void;
}
export interface SheetOptions {
  readonly onClose: () => void;
  /** Another state instead, e.g. the next one. */
  readonly onGo: (state: string) => void;
}

export function openSheet(context: Context, state: string, { onClose, onGo }: SheetOptions): Sheet {
  const { editor, words, live, intake } = context;
  const preview = createPreview(context);
  const media = createMedia(context, state);
  const text = createLocalTexts(context, {
    label: words.text.label,
    placeholder: words.text.placeholder,
    onType: (lang, typed) => editor.setText(state, lang, typed),
  });
  const identity = isBase(state) ? undefined : createIdentity(context, state, onGo);
  const before = createLook(context.name, 48);
  const published = h(
    "div",
    { class: "published" },
    before.element,
    h("span", {}, h("b", {}, words.look.now), h("span", {}, words.look.notYet)),
  );
  const inherits = h("p", { class: "hint" });
  const problem = h("p", { class: "error" });
  const copy = h("button", { type: "button", class: "quiet" }, icon("copy"), words.copy.open);
  copy.addEventListener("click", () => void rarely(context, ({ openCopy }) => openCopy(context, state, onGo)));
  const remove = h("button", { type: "button", class: "danger" }, icon("trash"), h("span", {}, words.look.remove));
  const textId = uniqueId("text");
  const go = (step: number, name: "left" | "right", label: string) => {
    const button = h("button", { type: "button", class: "quiet round", "aria-label": label }, icon(name));
    button.addEventListener("click", () => {
      const states = statesOf(editor.state().looks);
      onGo(states[(states.indexOf(state) + step + states.length) % states.length]!);
    });
    return button;
  };

  const dialog = openDialog(context, {
    title: nameOf(state, words),
    look: "sheet",
    head: [go(-1, "left", words.previous), go(1, "right", words.next)],
    body: [
      preview.element,
      published,
      inherits,
      problem,
      media.element,
      h("section", { "aria-labelledby": textId }, h("h3", { id: textId }, words.text.title), text.element),
      ...(identity ? [identity.element] : []),
    ],
    actions: [
      remove,
      copy,
      h("button", { type: "button", class: "primary", onclick: () => dialog.close() }, words.done),
    ],
    onClose() {
      media.stop();
      onClose();
    },
  });
  takeDrops(dialog.element, (files) => void intake.take(state, files));
  dialog.element.addEventListener("paste", (event) => {
    const files = filesOf(event);
    if (!files) return;
    event.preventDefault();
    event.stopPropagation();
    void intake.take(state, files);
  });
  remove.addEventListener("click", () => {
    editor.removeLook(state);
    live.say(words.look.removed(nameOf(state, words)));
    if (!isBase(state)) dialog.close();
    else media.focus();
  });
  let loaded = "";

  return {
    state,
    close: dialog.close,
    focusProblem() {
      const first = editor.state().problems.find((one) => one.state === state);
      if (first?.field === "medium" || first?.field === "desc") media.focus(first.kind);
      else text.focus();
    },
    update(now) {
      const look = lookOf(now.looks, state);
      const mine = now.problems.filter((one) => one.state === state);
      preview.show(editor.shownAs(state));
      before.show(editor.shownAs(state, "published"));
      mark(published, "hidden", !now.changed.includes(state) || now.stamp === undefined);
      media.update(now);
      identity?.update(now);
      text.update({
        texts: look?.text ?? [],
        most: now.limits["text-characters"],
        mostLanguages: now.limits["text-languages"],
        problemOf(lang) {
          const found = mine.find((one) => one.field === "text" && one.lang === lang);
          return found && tellProblem(found, context);
        },
      });
      const from = editor.shownAs(state).look?.state;
      write(inherits, look || from === undefined ? "" : words.look.inherits(nameOf(from, words)));
      // What is at none of the fields; the description of a medium is asked for at all of them together.
      const rest = mine.find(({ field, lang, kind }) => !field || (field === "desc" && lang === undefined && !kind));
      write(problem, rest ? tellProblem(rest, context) : "");
      for (const button of [remove, copy]) mark(button, "hidden", !look);
      // Another device or an import brought others.
      const stored = (look?.media ?? []).map((medium) => medium.stored?.hash).join();
      if (stored !== loaded) void editor.loadMedia(state);
      loaded = stored;
    },
  };
}
