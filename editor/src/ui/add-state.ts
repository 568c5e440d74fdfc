// A state of one's own: its name, and what people without looks see instead of it.
import { SHOWS } from "@status-scheme/protocol";
import type { Base } from "../model/index.ts";
import type { Context } from "./context.ts";
import { openDialog } from "./dialog.ts";
import { createChoice, createField } from "./field.ts";
import { h } from "./h.ts";
import { tokenOf } from "./names.ts";

export function openAddState(context: Context, onAdded: (state: string) => void): void {
  const { editor, words, format } = context;
  const name = createField(
    words.add.name,
    h("input", { type: "text", autocomplete: "off", maxLength: 64, required: true, autofocus: true }),
    words.add.example,
  );
  let base: Base = "away";
  const bases = createChoice<Base>(
    words.add.base,
    SHOWS.map((show) => [show, words.states[show]]),
    (chosen) => (base = chosen),
  );
  bases.set(base);

  const submit = (event: Event) => {
    event.preventDefault();
    const typed = name.control.value.trim();
    const state = tokenOf(typed);
    const isAdded = state !== "" && editor.addState(state, base);
    if (!isAdded) {
      name.complain(state === "" ? words.add.empty : words.add.taken);
      name.control.focus();
      return;
    }
    // What was typed is what contacts read, too.
    editor.setText(state, format.language.split("-")[0]!, typed);
    dialog.close();
    onAdded(state);
  };
  const form = h("form", { novalidate: "", onsubmit: submit, id: "add-state" }, name.element, bases.element);
  const add = h("button", { type: "submit", class: "primary" }, words.add.add);
  add.setAttribute("form", "add-state");
  const cancel = h("button", { type: "button", onclick: () => dialog.close() }, words.cancel);
  const dialog = openDialog(context, { title: words.add.title, body: [form], actions: [cancel, add] });
}
