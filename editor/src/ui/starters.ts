// Sets of looks to begin with: one click fills every state.
import type { EditorState } from "../model/index.ts";
import type { Context, View } from "./context.ts";
import { openDialog } from "./dialog.ts";
import { h, mark } from "./h.ts";
import { loadStarterSets } from "./starter-sets.ts";
import type { StarterSet, StarterSource } from "./starter-sets.ts";

/** How soon it is looked again whether a pointer is still pressed. */
const PRESS_MS = 50;

export interface Starters extends View {
  readonly setSource: (source: StarterSource | undefined) => void;
  readonly openGallery: () => void;
}

export function createStarters(context: Context): Starters {
  const { editor, words, languages, live } = context;
  let sets: readonly StarterSet[] = [];
  let source: StarterSource | undefined;
  const list = h("ul", { class: "sets", role: "list" });
  const element = h(
    "section",
    { class: "starters", hidden: true, "aria-label": words.starters.title },
    h("h3", {}, words.starters.title),
    list,
    h("p", { class: "hint" }, words.starters.own),
  );

  const inWords = (texts: Readonly<Record<string, string>>) =>
    languages.map((tag) => texts[tag.split("-")[0]!]).find((text) => text !== undefined) ?? texts.en ?? "";
  const use = async (set: StarterSet, button: HTMLElement) => {
    if (button.ariaBusy === "true") return;
    mark(button, "aria-busy", "true");
    try {
      editor.replaceAll(await set.load());
      live.say(words.starters.used(inWords(set.title)));
    } catch {
      live.say(words.failures["service-unavailable"], "bad");
    }
    mark(button, "aria-busy", undefined);
  };
  const card = (set: StarterSet, onUsed?: () => void) => {
    const title = inWords(set.title);
    const pictures = set.pictures.map((src) => h("img", { src, alt: "", loading: "lazy", draggable: false }));
    const button = h(
      "button",
      { type: "button", class: "set" },
      h("span", { class: "pictures" }, ...pictures),
      h("b", {}, title),
      h("span", { class: "hint" }, inWords(set.description)),
    );
    button.addEventListener("click", () => void use(set, button).then(onUsed));
    return h("li", {}, button);
  };

  const update = ({ looks, status }: EditorState) => {
    const isHidden = looks.length > 0 || sets.length === 0 || status.name === "loading";
    // All below moves with it: what a pointer is pressed on would not be under it any more, and so not be clicked.
    if (element.hidden !== isHidden && document.querySelector(":active"))
      setTimeout(() => update(editor.state()), PRESS_MS);
    else element.hidden = isHidden;
  };

  return {
    element,
    setSource(next) {
      if (source === next) return;
      source = next;
      sets = [];
      list.replaceChildren();
      if (next === undefined) return;
      loadStarterSets(next).then(
        (found) => {
          if (source !== next) return;
          sets = found;
          list.replaceChildren(...found.map((set) => card(set)));
          update(editor.state());
        },
        () => undefined, // An editor without starters is an editor.
      );
    },
    openGallery() {
      const dialog = openDialog(context, {
        title: words.starters.more,
        look: "wide",
        body: [
          h("p", { class: "hint" }, sets.length > 0 ? words.starters.replaces : words.starters.none),
          h("ul", { class: "sets", role: "list" }, ...sets.map((set) => card(set, () => dialog.close()))),
        ],
      });
    },
    update,
  };
}
