// A look as contacts see it: a row of their list and the heading of a chat, by light and by dark.
import type { Shown } from "@status-scheme/client-plugin";
import type { Context } from "./context.ts";
import { h, write } from "./h.ts";
import { createLook } from "./look.ts";
import { nameOf } from "./names.ts";

export interface Preview {
  readonly element: HTMLElement;
  readonly show: (shown: Shown) => void;
}

const ROSTER_SIZE = 32;
const HEADING_SIZE = 64;

export function createPreview({ words, name }: Context): Preview {
  const scene = (theme: "light" | "dark") => {
    const row = createLook(name, ROSTER_SIZE);
    const heading = createLook(name, HEADING_SIZE);
    const texts = [h("span"), h("span")];
    const person = (text: HTMLElement) => h("span", { class: "person" }, h("b", {}, name), text);
    const other = (width: string) =>
      h("span", { class: "row other", "aria-hidden": "true" }, h("i"), h("i", { class: width }));
    const element = h(
      "figure",
      { class: "scene", "data-theme": theme },
      h("figcaption", {}, words.look[theme]),
      h("div", { class: "chat", title: words.look.heading }, heading.element, person(texts[0]!)),
      h(
        "div",
        { class: "list", title: words.look.roster },
        h("span", { class: "row" }, row.element, person(texts[1]!)),
        other("long"),
      ),
    );
    return { element, looks: [row, heading], texts };
  };
  const scenes = [scene("light"), scene("dark")];
  return {
    element: h(
      "section",
      { class: "preview", "aria-label": words.look.preview },
      ...scenes.map(({ element }) => element),
    ),
    show(shown) {
      const text = shown.look?.text ?? nameOf(shown.state, words);
      for (const { looks, texts } of scenes) {
        for (const look of looks) look.show(shown);
        for (const element of texts) write(element, text);
      }
    },
  };
}
