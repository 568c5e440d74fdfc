// A field with its label and the place of its error (WAI-ARIA `aria-invalid`, `aria-describedby`).
import { h, mark, uniqueId, write } from "./h.ts";

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;
export interface Field<T extends Control> {
  readonly element: HTMLElement;
  readonly control: T;
  /** "" or undefined: nothing is wrong. */
  readonly complain: (problem?: string) => void;
}

export function createField<T extends Control>(label: string, control: T, hint?: string): Field<T> {
  control.id = uniqueId("field");
  const error = h("p", { class: "error", id: uniqueId("error") });
  const help = hint === undefined ? undefined : h("p", { class: "hint", id: uniqueId("hint") }, hint);
  const refer = (isWrong: boolean) =>
    mark(control, "aria-describedby", [isWrong && error.id, help?.id].filter(Boolean).join(" ") || undefined);
  refer(false);
  return {
    element: h("div", { class: "field" }, h("label", { htmlFor: control.id }, label), control, help, error),
    control,
    complain(problem = "") {
      write(error, problem);
      mark(control, "aria-invalid", problem ? "true" : undefined);
      refer(problem !== "");
    },
  };
}

/** A row of choices that look like one control: radio buttons with their keys. */
export function createChoice<T extends string>(
  legend: string,
  options: readonly (readonly [T, string])[],
  onChange: (value: T) => void,
): { readonly element: HTMLElement; readonly set: (value: T) => void } {
  const name = uniqueId("choice");
  const inputs = options.map(([value]) => h("input", { type: "radio", name, value, onchange: () => onChange(value) }));
  const labels = options.map(([, text], index) => h("label", {}, inputs[index], h("span", {}, text)));
  return {
    element: h("fieldset", { class: "choice" }, h("legend", {}, legend), h("div", {}, ...labels)),
    set(value) {
      for (const input of inputs) input.checked = input.value === value;
    },
  };
}
