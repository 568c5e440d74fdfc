// A look for another state as well: one that is there, or one of the person's own that begins with it.
import type { Context } from "./context.ts";
import { openAddState } from "./add-state.ts";
import { openDialog } from "./dialog.ts";
import { createField } from "./field.ts";
import { h, write } from "./h.ts";
import { lookOf, nameOf, statesOf } from "./names.ts";

/** `onCopied`: to this state. */
export function openCopy(context: Context, state: string, onCopied: (to: string) => void): void {
  const { editor, words, live } = context;
  const said = words.copy;
  const { looks } = editor.state();
  const states = statesOf(looks).filter((other) => other !== state);
  const to = createField(
    said.to,
    h(
      "select",
      { autofocus: true },
      h("option", { value: "" }, said.own),
      ...states.map((other) => h("option", { value: other }, nameOf(other, words))),
    ),
  );
  const note = h("p", { class: "hint", role: "status" });
  const show = () => {
    const { value } = to.control;
    write(note, lookOf(looks, value) ? said.replaces : "");
    write(copy, value === "" ? said.next : said.copy);
  };
  const copy = h("button", { type: "submit", class: "primary" });
  copy.setAttribute("form", "copy-look");
  const form = h("form", { novalidate: "", id: "copy-look" }, to.element, note);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const { value } = to.control;
    dialog.close();
    if (value === "") return openAddState(context, onCopied, state);
    if (!editor.duplicate(state, value)) return;
    onCopied(value);
    live.say(said.copied(nameOf(value, words)));
  });
  to.control.addEventListener("change", show);
  const cancel = h("button", { type: "button", onclick: () => dialog.close() }, words.cancel);
  const dialog = openDialog(context, {
    title: said.title(nameOf(state, words)),
    body: [form],
    actions: [cancel, copy],
  });
  show();
}
