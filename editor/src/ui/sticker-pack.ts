// A sticker pack on its way in (XEP-0449): each sticker, and the state it is put to, guessed at first. What a person sees
// here is what the look will show: stickers are fetched, verified and read as any other file.
import type { LookDraft, MediumDraft } from "@status-scheme/client-plugin";
import type { LocalText } from "@status-scheme/protocol";
import type { ReadFile } from "../files/index.ts";
import { rareWords } from "../i18n/rare.ts";
import { toDraft } from "../model/looks.ts";
import { createLine, fetchSticker, guessStates, shorten } from "../stickers/index.ts";
import type { Sticker, StickerPack } from "../stickers/index.ts";
import type { Context } from "./context.ts";
import { openDialog } from "./dialog.ts";
import { h, mark, write } from "./h.ts";
import { lookOf, nameOf } from "./names.ts";
import { createStickerCell } from "./sticker-cell.ts";
import { inWords } from "./texts.ts";

/** So many are fetched and decoded at once. */
const AT_ONCE = 4;

/** Of a pack that has stickers and may be used. */
export function openStickerPack(context: Context, pack: StickerPack): void {
  const { editor, words, languages, live, tools, format } = context;
  const said = rareWords(context).stickers;
  const chosen = new Map<string, Sticker>(guessStates(pack.stickers));
  const closed = new AbortController();
  const line = createLine(AT_ONCE);

  const load = (sticker: Sticker) =>
    line.wait(async () => {
      closed.signal.throwIfAborted();
      return tools.read(await fetchSticker(sticker, { signal: closed.signal }));
    });
  const cells = pack.stickers.map((sticker, index) => {
    const onChoose = (state: string | undefined) => {
      for (const [other, one] of chosen) if (one === sticker) chosen.delete(other);
      // A state has one sticker: it is this one's now.
      if (state !== undefined) chosen.set(state, sticker);
      show();
    };
    const name = inWords(sticker.desc, languages) || inWords(sticker.suggest, languages) || said.unnamed(index + 1);
    return createStickerCell(context, {
      name,
      load: () => load(sticker),
      onChoose,
      onFailed: () => onChoose(undefined),
    });
  });
  const error = h("p", { class: "error", role: "alert" });
  const use = h("button", { type: "button", class: "primary" }, said.use);
  const name = inWords(pack.name, languages);
  const dialog = openDialog(context, {
    title: name === "" ? said.title : said.titled(name),
    look: "wide",
    body: [
      h("p", { class: "hint" }, said.help),
      error,
      h("ul", { class: "stickers", role: "list" }, ...cells.map(({ element }) => element)),
      ...(pack.leftOut > 0 ? [h("p", { class: "hint" }, said.leftOut(pack.leftOut))] : []),
    ],
    actions: [h("button", { type: "button", onclick: () => dialog.close() }, words.cancel), use],
    onClose() {
      closed.abort();
      for (const { stop } of cells) stop();
    },
  });

  const show = () => {
    const states = new Map([...chosen].map(([state, sticker]) => [sticker, state]));
    pack.stickers.forEach((sticker, index) => cells[index]!.set(states.get(sticker)));
    use.disabled = chosen.size === 0;
  };
  /** The sticker in the place of what is seen in that state; its words and its sound stay. */
  const draftOf = (state: string, sticker: Sticker, { medium, still }: ReadFile): LookDraft => {
    const look = lookOf(editor.state().looks, state);
    const desc = fitting(sticker);
    const { media = [], text = [], ...rest } = look ? toDraft(look) : { state };
    const put = [medium, ...(still ? [still] : [])].map(({ kind, bytes, mediaType }): MediumDraft => ({
      kind,
      bytes,
      mediaType,
      desc,
    }));
    const called = [{ lang: format.language.split("-")[0]!, text: nameOf(state, words) }];
    const sounds = put.some(({ kind }) => kind === "audio") ? [] : media.filter(({ kind }) => kind === "audio");
    return { ...rest, text: text.length > 0 ? text : called, media: [...put, ...sounds] };
  };
  const isLong = (text: string) => [...text].length > editor.state().limits["text-characters"];
  /** What is said of it, in no more characters and languages than a look may have, the person's own languages first. */
  const fitting = ({ desc }: Sticker): readonly LocalText[] => {
    const { "text-characters": most, "text-languages": mostLanguages } = editor.state().limits;
    const rank = ({ lang }: LocalText) => languages.findIndex((tag) => tag.split("-")[0] === lang) + 1 || Infinity;
    return [...desc]
      .sort((one, other) => (rank(one) < rank(other) ? -1 : Number(rank(one) > rank(other))))
      .slice(0, mostLanguages)
      .map(({ lang, text }) => ({ lang, text: shorten(text, most) }));
  };
  use.addEventListener("click", () => {
    if (use.ariaBusy === "true") return;
    mark(use, "aria-busy", "true");
    const wanted = [...chosen];
    const looks = wanted.map(async ([state, sticker]) => {
      const file = await cells[pack.stickers.indexOf(sticker)]!.file();
      return file && draftOf(state, sticker, file);
    });
    void Promise.all(looks).then((all) => {
      mark(use, "aria-busy", undefined);
      if (closed.signal.aborted) return;
      const drafts = all.filter((draft) => draft !== undefined);
      const missing = wanted.length - drafts.length;
      // What is missing is told first, and left out by who goes on.
      if (missing > 0) return write(error, said.missing(missing));
      editor.merge(drafts);
      dialog.close();
      const long = wanted.filter(([, { desc }]) => desc.some(({ text }) => isLong(text))).length;
      const mostLanguages = editor.state().limits["text-languages"];
      const many = wanted.filter(([, { desc }]) => desc.length > mostLanguages).length;
      const told = [
        words.transfer.imported(drafts.length),
        long > 0 && said.shortened(long),
        many > 0 && said.fewer(many, mostLanguages),
      ];
      live.say(told.filter(Boolean).join(" "));
    });
  });
  show();
}
