// A state of one's own: its name, what people without looks see instead of it, and the look that it begins with.
import { SHOWS } from "@status-scheme/protocol";
import type { Base } from "../model/index.ts";
import type { Context } from "./context.ts";
import { openDialog } from "./dialog.ts";
import { createChoice, createField } from "./field.ts";
import { h } from "./h.ts";
import { isBase, lookOf, nameOf, statesOf, tokenOf } from "./names.ts";

/** `from`: the state whose look it begins with, unless the person chooses another. */
export function openAddState(context: Context, onAdded: (state: string) => void, from = ""): void {
  const { editor, words, format } = context;
  const { looks, limits } = editor.state();
  const name = createField(
    words.add.name,
    h("input", {
      type: "text",
      autocomplete: "off",
      maxLength: limits["text-characters"],
      required: true,
      autofocus: true,
    }),
    words.add.example,
  );
  let base: Base = "away";
  const bases = createChoice<Base>(
    words.add.base,
    SHOWS.map((show) => [show, words.states[show]]),
    (chosen) => (base = chosen),
  );
  const pick = (chosen: Base) => bases.set((base = chosen));
  const baseOf = (state: string) => lookOf(looks, state)?.show ?? (isBase(state) && state !== "offline" ? state : base);
  pick(from === "" ? base : baseOf(from));

  const withLook = statesOf(looks).filter((state) => lookOf(looks, state));
  const begin = createField(
    words.add.begin,
    h(
      "select",
      {},
      h("option", { value: "" }, words.add.nothing),
      ...withLook.map((state) => h("option", { value: state, selected: state === from }, nameOf(state, words))),
    ),
  );
  begin.control.addEventListener("change", () => {
    if (begin.control.value !== "") pick(baseOf(begin.control.value));
  });
  const most = h("p", { class: "hint" }, words.add.most(looks.length, limits["scheme-looks"]));

  const submit = (event: Event) => {
    event.preventDefault();
    const typed = name.control.value.trim();
    const state = tokenOf(typed, statesOf(editor.state().looks));
    if (state === "" || lookOf(editor.state().looks, state) || isBase(state)) {
      name.complain(state === "" ? words.add.empty : words.add.taken);
      name.control.focus();
      return;
    }
    editor.together(() => {
      editor.addState(state, base);
      const { value } = begin.control;
      if (value !== "") editor.duplicate(value, state, base);
      // What was typed is what contacts read, too; what was copied says something else.
      for (const { lang } of lookOf(editor.state().looks, state)?.text ?? []) editor.setText(state, lang, "");
      editor.setText(state, format.language.split("-")[0]!, typed);
    });
    dialog.close();
    onAdded(state);
  };
  const form = h(
    "form",
    { novalidate: "", onsubmit: submit, id: "add-state" },
    name.element,
    bases.element,
    withLook.length > 0 && begin.element,
    most,
  );
  const add = h("button", { type: "submit", class: "primary" }, words.add.add);
  add.setAttribute("form", "add-state");
  const cancel = h("button", { type: "button", onclick: () => dialog.close() }, words.cancel);
  const dialog = openDialog(context, { title: words.add.title, body: [form], actions: [cancel, add] });
}
