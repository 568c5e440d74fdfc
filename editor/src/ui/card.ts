// One state in the grid: what others see in it, and how it stands. The whole card opens it and takes files.
import type { EditedLook, EditorState } from "../model/index.ts";
import { takeDrops } from "./drop.ts";
import { arrange, h, mark, write } from "./h.ts";
import { icon } from "./icons.ts";
import type { Context, View } from "./context.ts";
import { createLook } from "./look.ts";
import { baseOf, isBase, lookOf, nameOf } from "./names.ts";

export function createCard(context: Context, state: string): View & { readonly button: HTMLButtonElement } {
  const { editor, words, intake, open } = context;
  const look = createLook(context.name);
  const name = h("strong");
  const shows = h("span", { class: "shows" });
  const base = h("span", { class: "heard" });
  const badges = h("span", { class: "badges" });
  const kinds = h("span", { class: "kinds" });
  const button = h(
    "button",
    { type: "button", class: "open", onclick: () => open(state) },
    h("span", { class: "picture" }, look.element, kinds, badges),
    h("span", { class: "words" }, name, shows, base),
  );
  const element = h(
    "li",
    { class: "card" },
    button,
    h("span", { class: "over", "aria-hidden": "true" }, words.grid.drop),
  );
  takeDrops(element, (files) => void intake.take(state, files));

  const describe = (edited: EditedLook | undefined, fallback: string | undefined, text: string | undefined) => {
    if (edited && text) return text;
    if (edited?.media.length) return edited.media.map(({ kind }) => words.kinds[kind]).join(", ");
    return fallback === undefined ? words.grid.plain : words.grid.like(nameOf(fallback, words));
  };
  const badge = (tone: string, text: string, ...marks: Node[]) =>
    h("span", { class: "badge", "data-tone": tone }, ...marks, text);

  return {
    element,
    button,
    update(now: EditorState) {
      const edited = lookOf(now.looks, state);
      const shown = editor.shownAs(state);
      look.show(shown);
      const called = nameOf(state, words);
      write(name, called);
      const from = shown.look?.state;
      write(shows, describe(edited, from === state ? undefined : from, shown.look?.text));
      mark(element, "data-empty", !edited);
      mark(element, "data-state", baseOf(state, now));

      const isWrong = now.problems.some((problem) => problem.state === state) || intake.problem(state) !== undefined;
      const isChanged = now.changed.includes(state);
      const isBusy = intake.isBusy(state);
      const key = `${isWrong}${isChanged}${isBusy}`;
      if (badges.dataset.key !== key) {
        badges.dataset.key = key;
        badges.replaceChildren(
          ...(isBusy ? [badge("busy", words.grid.reading)] : []),
          ...(isWrong ? [badge("bad", words.grid.wrong, icon("alert"))] : []),
          ...(isChanged && !isWrong && !isBusy
            ? [badge("new", "", h("span", { class: "heard" }, words.grid.changed))]
            : []),
        );
      }
      const extra = (edited?.media ?? []).filter(({ kind }) => kind !== "image").map(({ kind }) => kind);
      if (kinds.dataset.key !== extra.join()) {
        kinds.dataset.key = extra.join();
        arrange(kinds, []);
        kinds.append(
          ...extra.map((kind) =>
            h("span", { class: "kind", role: "img", "aria-label": words.kinds[kind] }, icon(kind)),
          ),
        );
      }
      write(base, isBase(state) ? "" : words.grid.own(words.states[baseOf(state, now)]));
    },
  };
}
