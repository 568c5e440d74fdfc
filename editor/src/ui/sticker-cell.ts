// One sticker: what it shows, and the state it is put to. It is fetched when it is seen, or used.
import { FileProblem } from "../files/api.ts";
import type { ReadFile } from "../files/index.ts";
import { rareWords } from "../i18n/rare.ts";
import type { Context } from "./context.ts";
import { h, mark, write } from "./h.ts";
import { icon } from "./icons.ts";
import { nameOf, statesOf } from "./names.ts";
import { tellFile } from "./tell.ts";

export interface StickerCell {
  readonly element: HTMLElement;
  /** Undefined: it is put to none. */
  readonly set: (state: string | undefined) => void;
  /** Undefined: it is not to be had. */
  readonly file: () => Promise<ReadFile | undefined>;
  readonly stop: () => void;
}
export interface StickerCellOptions {
  /** What it shows, in words. */
  readonly name: string;
  readonly load: () => Promise<ReadFile>;
  readonly onChoose: (state: string | undefined) => void;
  readonly onFailed: () => void;
}

export function createStickerCell(context: Context, options: StickerCellOptions): StickerCell {
  const { editor, words } = context;
  const said = rareWords(context).stickers;
  const { name, load, onChoose, onFailed } = options;
  const picture = h("span", { class: "thumb", "aria-hidden": "true" }, icon("image"));
  const error = h("p", { class: "error" });
  const states = statesOf(editor.state().looks).map((state) => h("option", { value: state }, nameOf(state, words)));
  const select = h(
    "select",
    { "aria-label": said.stateOf(name), onchange: () => onChoose(select.value || undefined) },
    h("option", { value: "" }, said.none),
    ...states,
  );
  const element = h("li", {}, picture, h("b", {}, name), select, error);

  let url: string | undefined;
  let isStopped = false;
  let file: Promise<ReadFile | undefined> | undefined;
  const show = ({ medium, still = medium }: ReadFile) => {
    if (isStopped) return;
    url = URL.createObjectURL(new Blob([still.bytes as Uint8Array<ArrayBuffer>], { type: still.mediaType }));
    picture.replaceChildren(h("img", { src: url, alt: "" }));
  };
  const take = async () => {
    try {
      const read = await load();
      show(read);
      return read;
    } catch (problem) {
      if (isStopped) return undefined;
      write(error, problem instanceof FileProblem ? tellFile(problem, context) : said.notHad);
      select.disabled = true;
      onFailed();
      return undefined;
    }
  };
  const get = () => (file ??= take());
  const watch = new IntersectionObserver((entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    watch.disconnect();
    void get();
  });
  watch.observe(element);

  return {
    element,
    set(state) {
      select.value = state ?? "";
      mark(element, "data-used", state !== undefined);
    },
    file: get,
    stop() {
      isStopped = true;
      watch.disconnect();
      if (url !== undefined) URL.revokeObjectURL(url);
    },
  };
}
