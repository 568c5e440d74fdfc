// A text in several languages: a field each, how much room is left, and the way to one more.
import type { LocalText } from "@status-scheme/protocol";
import type { Context } from "./context.ts";
import { createField } from "./field.ts";
import type { Field } from "./field.ts";
import { arrange, h, mark, write } from "./h.ts";
import { icon } from "./icons.ts";

/** Of those that are offered; a scheme may have any. */
const LANGUAGES = "en de fr es it pt nl pl cs sv da nb fi uk ru tr el hu ro ar he fa hi zh ja ko vi id".split(" ");
/** The count is shown from here on, not to be in the way before. */
const NEARLY = 0.75;

export interface LocalTextsOptions {
  /** Of a field, by the name of its language. */
  readonly label: (language: string) => string;
  readonly placeholder?: string;
  readonly onType: (lang: string, text: string) => void;
}
export interface LocalTextsState {
  readonly texts: readonly LocalText[];
  readonly most: number;
  readonly mostLanguages: number;
  /** As a sentence; `lang` undefined: about the text as a whole. */
  readonly problemOf: (lang: string | undefined) => string | undefined;
}
export interface LocalTexts {
  readonly element: HTMLElement;
  readonly update: (state: LocalTextsState) => void;
  readonly focus: () => void;
}

interface Row {
  readonly element: HTMLElement;
  readonly field: Field<HTMLInputElement>;
  readonly left: HTMLElement;
  readonly remove: HTMLElement;
}

export function createLocalTexts({ words, format, languages }: Context, options: LocalTextsOptions): LocalTexts {
  const rows = new Map<string, Row>();
  /** Asked for and still empty. */
  const opened = new Set<string>();
  const home = languages[0]?.split("-")[0] ?? "en";
  let last: LocalTextsState | undefined;
  const languageName = (lang: string) => (lang === "" ? words.text.any : format.languageName(lang));

  const choice = h("select", { "aria-label": words.text.addLanguage });
  choice.addEventListener("change", () => {
    const lang = choice.value;
    if (lang === "") return;
    opened.add(lang);
    if (last) update(last);
    rows.get(lang)?.field.control.focus();
  });
  const list = h("div", { class: "texts" });
  const limits = h("small", { class: "most" });
  const more = h("div", { class: "add-language" }, icon("plus"), choice);
  const element = h("div", { class: "local-texts" }, list, h("div", { class: "below" }, more, limits));

  const createRow = (lang: string): Row => {
    const control = h("input", { type: "text", lang, dir: "auto", autocomplete: "off" });
    if (options.placeholder) control.placeholder = options.placeholder;
    control.addEventListener("input", () => {
      opened.add(lang);
      options.onType(lang, control.value);
    });
    const field = createField(options.label(languageName(lang)), control);
    const left = h("small", { class: "left" });
    const remove = h(
      "button",
      { type: "button", class: "quiet round", "aria-label": words.text.removeLanguage(languageName(lang)) },
      icon("close"),
    );
    remove.addEventListener("click", () => {
      opened.delete(lang);
      options.onType(lang, "");
      if (last) update(last);
      choice.focus();
    });
    field.element.append(left);
    return { element: h("div", { class: "text-row" }, field.element, remove), field, left, remove };
  };
  const offer = (shown: readonly string[], most: number) => {
    const rest = LANGUAGES.filter((lang) => !shown.includes(lang));
    const key = `${rest.join()}${String(shown.length >= most)}`;
    if (choice.dataset.key === key) return;
    choice.dataset.key = key;
    const named = rest
      .map((lang) => [lang, languageName(lang)] as const)
      .sort((a, b) => a[1].localeCompare(b[1], format.language));
    choice.replaceChildren(
      h("option", { value: "" }, words.text.addLanguage),
      ...named.map(([value, text]) => h("option", { value }, text)),
    );
    choice.disabled = shown.length >= most;
  };

  function update(state: LocalTextsState): void {
    last = state;
    const shown = [...new Set([...state.texts.map(({ lang }) => lang), ...opened])];
    if (shown.length === 0) shown.push(home);
    for (const lang of [...rows.keys()]) if (!shown.includes(lang)) rows.delete(lang);
    for (const lang of shown) if (!rows.has(lang)) rows.set(lang, createRow(lang));
    arrange(
      list,
      shown.map((lang) => rows.get(lang)!.element),
    );
    shown.forEach((lang, index) => {
      const { field, left, remove } = rows.get(lang)!;
      const text = state.texts.find((one) => one.lang === lang)?.text ?? "";
      if (field.control.value !== text) field.control.value = text;
      field.complain(state.problemOf(lang) ?? (index === 0 ? state.problemOf(undefined) : undefined));
      const over = [...text].length - state.most;
      write(left, over < -state.most * (1 - NEARLY) || over > 0 ? "" : words.text.left(-over));
      mark(remove, "hidden", shown.length === 1 && text === "");
    });
    offer(shown, state.mostLanguages);
    write(limits, words.text.most(format.number(state.most), format.number(state.mostLanguages)));
  }
  return {
    element,
    update,
    focus: () => list.querySelector("input")?.focus(),
  };
}
