// A state of one's own: what it is called on the wire, and its base.
import { SHOWS } from "@status-scheme/protocol";
import type { Base, EditorState } from "../model/index.ts";
import type { Context, View } from "./context.ts";
import { createChoice, createField } from "./field.ts";
import { h } from "./h.ts";
import { lookOf, statesOf, tokenOf } from "./names.ts";
import { tellProblem } from "./tell.ts";

export function createIdentity(context: Context, state: string, onRenamed: (to: string) => void): View {
  const { editor, words } = context;
  const name = createField(
    words.look.name,
    h("input", { type: "text", value: state, autocomplete: "off", maxLength: 64 }),
  );
  name.control.addEventListener("change", () => {
    const to = tokenOf(name.control.value, statesOf(editor.state().looks));
    if (to === state) name.control.value = state;
    else if (editor.renameState(state, to)) return onRenamed(to);
    name.complain(to === state ? "" : words.look.badName);
  });
  /** The complaint is about what is there, not about what was typed and not taken. */
  let told = false;
  const base = createChoice<Base>(
    words.look.base,
    SHOWS.map((show) => [show, words.states[show]]),
    (show) => editor.setBase(state, show),
  );
  return {
    element: h("section", { class: "identity" }, name.element, base.element),
    update({ looks, problems }: EditorState) {
      base.set(lookOf(looks, state)?.show ?? "available");
      const problem = problems.find((one) => one.state === state && one.field === "state");
      if (problem) name.complain(tellProblem(problem, context));
      else if (told) name.complain("");
      told = problem !== undefined;
    },
  };
}
