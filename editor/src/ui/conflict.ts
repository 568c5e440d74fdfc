// Two devices changed the same states: which look each of them shall have.
import type { ConflictChoice, EditedLook, EditorState, Side } from "../model/index.ts";
import type { Shown } from "@status-scheme/client-plugin";
import type { LocalText } from "@status-scheme/protocol";
import type { Context } from "./context.ts";
import { openDialog } from "./dialog.ts";
import { h, mark, uniqueId, write } from "./h.ts";
import { createLook } from "./look.ts";
import { isBase, nameOf } from "./names.ts";
import { inWords } from "./texts.ts";

export interface ConflictView {
  readonly update: (state: EditorState) => void;
  readonly close: () => void;
}

export function openConflict(context: Context, onSettled: () => void, onClose: () => void): ConflictView {
  const { editor, words } = context;
  const rows = new Map<string, { readonly inputs: Readonly<Record<Side, HTMLInputElement>> }>();
  const list = h("div", { class: "choices" });
  const open = h("p", { class: "hint", role: "status" });
  const all = (side: Side, label: string) => h("button", { type: "button", onclick: () => editor.choose(side) }, label);
  const settle = h("button", { type: "button", class: "primary" }, words.conflict.settle);
  settle.addEventListener("click", () => {
    editor.settle();
    dialog.close();
    onSettled();
  });
  const dialog = openDialog(context, {
    title: words.conflict.title,
    look: "wide",
    body: [
      h("p", { class: "hint" }, words.conflict.help),
      h("div", { class: "actions" }, all("mine", words.conflict.allMine), all("theirs", words.conflict.allTheirs)),
      list,
    ],
    actions: [open, settle],
    onClose,
  });

  const side = (choice: ConflictChoice, which: Side, name: string) => {
    const look = choice[which];
    const picture = createLook(context.name, 96);
    picture.show(asShown(choice.state, look, context));
    const input = h("input", { type: "radio", name, onchange: () => editor.choose(which, choice.state) });
    const other = choice[which === "mine" ? "theirs" : "mine"];
    const text = look ? about(look, other, context) : words.conflict.removed;
    const element = h(
      "label",
      { class: "side" },
      input,
      picture.element,
      h("b", {}, words.conflict[which]),
      h("span", {}, text),
    );
    return { element, input };
  };
  const createRow = (choice: ConflictChoice) => {
    const name = uniqueId("side");
    const mine = side(choice, "mine", name);
    const theirs = side(choice, "theirs", name);
    list.append(
      h(
        "fieldset",
        {},
        h("legend", {}, nameOf(choice.state, words)),
        h("div", { class: "sides" }, mine.element, theirs.element),
      ),
    );
    return { inputs: { mine: mine.input, theirs: theirs.input } };
  };

  return {
    close: dialog.close,
    update({ status }) {
      if (status.name !== "conflict") return;
      for (const choice of status.choices) {
        const row = rows.get(choice.state) ?? createRow(choice);
        rows.set(choice.state, row);
        row.inputs.mine.checked = choice.chosen === "mine";
        row.inputs.theirs.checked = choice.chosen === "theirs";
      }
      const left = status.choices.filter(({ chosen }) => chosen === undefined).length;
      settle.disabled = left > 0;
      mark(open, "hidden", left === 0);
      write(open, left === 0 ? "" : words.conflict.open(left));
    },
  };
}

/** Its words, in a language in which they are not those of the other, and what it has beside them. */
function about(look: EditedLook, other: EditedLook | undefined, { languages, words }: Context): string {
  const isOther = ({ lang, text }: LocalText) => other?.text.find((one) => one.lang === lang)?.text !== text;
  const differing = look.text.filter(isOther);
  const text = inWords(differing.length > 0 ? differing : look.text, languages);
  return [text, look.media.map(({ kind }) => words.kinds[kind]).join(", ")].filter(Boolean).join(" · ");
}

/** A look by itself, without the fallbacks that a scheme has. */
function asShown(state: string, look: EditedLook | undefined, context: Context): Shown {
  const show = isBase(state) ? state : (look?.show ?? "available");
  const text = look && inWords(look.text, context.languages);
  const media = (look?.media ?? []).flatMap(({ url, bytes, kind, mediaType, size, stored }) =>
    url === undefined
      ? []
      : [{ kind, mediaType, size, url, bytes: bytes ?? new Uint8Array(), hash: stored?.hash ?? url }],
  );
  return {
    contact: context.name,
    loggedIn: show !== "offline",
    state,
    show,
    fresh: true,
    ...(look && {
      look: { state, ...(text && { text }), texts: look.text, media, offered: media.map(({ kind }) => kind) },
    }),
  };
}
