// Import: an archive or a sticker pack from a file, or one of the sticker packs of the account (XEP-0449).
import type { LookDraft, MediumDraft } from "@status-scheme/client-plugin";
import { unpackScheme } from "@status-scheme/folder";
import { fetchSticker, guessStates, packOf, packsOf } from "../stickers/index.ts";
import type { Ask, Sticker, StickerPack } from "../stickers/index.ts";
import type { Context } from "./context.ts";
import { openDialog } from "./dialog.ts";
import { chooseFiles } from "./drop.ts";
import { h, mark, write } from "./h.ts";
import { icon } from "./icons.ts";

export interface Importer {
  /** An archive, or a sticker pack as XML. Never rejects. */
  readonly take: (file: Blob) => Promise<void>;
  /** `ask`: where the account's sticker packs can be had. */
  readonly open: (ask: Ask | undefined) => void;
}

const ACCEPT = ".zip,application/zip,.xml,application/xml,text/xml";
const ZIP = [0x50, 0x4b, 0x03, 0x04];

/** By its first bytes. */
export async function isArchive(file: Blob): Promise<boolean> {
  const start = new Uint8Array(await file.slice(0, ZIP.length).arrayBuffer());
  return start.length === ZIP.length && ZIP.every((byte, index) => start[index] === byte);
}

export function createImporter(context: Context): Importer {
  const { editor, words, languages, live, tools } = context;
  const inWords = (texts: StickerPack["name"]) =>
    (languages.map((tag) => texts.find(({ lang }) => lang === tag.split("-")[0])).find(Boolean) ?? texts[0])?.text ??
    "";

  const put = (looks: readonly LookDraft[]) => {
    if (looks.length > 0) editor.merge(looks);
    live.say(
      looks.length > 0 ? words.transfer.imported(looks.length) : words.transfer.bad,
      looks.length > 0 ? "good" : "bad",
    );
  };
  /** A look of a sticker: what its author says of it describes it. Undefined: it is not to be had. */
  const lookOf = async (state: string, sticker: Sticker): Promise<LookDraft | undefined> => {
    try {
      const { medium, still } = await tools.read(await fetchSticker(sticker));
      const draft = ({ kind, bytes, mediaType }: typeof medium): MediumDraft => ({
        kind,
        bytes,
        mediaType,
        desc: sticker.desc,
      });
      return { state, text: [], media: [medium, ...(still ? [still] : [])].map(draft) };
    } catch {
      return undefined;
    }
  };
  const usePack = async (pack: StickerPack) => {
    const looks = await Promise.all([...guessStates(pack.stickers)].map(([state, sticker]) => lookOf(state, sticker)));
    put(looks.filter((look) => look !== undefined));
  };
  const take = async (file: Blob) => {
    try {
      if (await isArchive(file)) put(await unpackScheme(new Uint8Array(await file.arrayBuffer())));
      else await usePack(await packOf(file));
    } catch {
      live.say(words.transfer.bad, "bad");
    }
  };

  return {
    take,
    open(ask) {
      const packs = h("ul", { class: "packs", role: "list" });
      const note = h("p", { class: "hint", role: "status" });
      const choose = h(
        "button",
        {
          type: "button",
          class: "choose",
          autofocus: true,
          onclick: () => chooseFiles(ACCEPT, ([file]) => void take(file!).then(close)),
        },
        icon("import"),
        h("span", {}, words.media.choose),
        h("small", {}, words.transfer.importHelp),
      );
      const packRow = (pack: StickerPack) => {
        const use = h("button", { type: "button" }, words.transfer.apply);
        use.addEventListener("click", () => {
          if (use.ariaBusy === "true") return;
          mark(use, "aria-busy", "true");
          void usePack(pack).then(close);
        });
        const about = h(
          "span",
          { class: "what" },
          h("b", {}, inWords(pack.name)),
          h("span", { class: "facts" }, inWords(pack.summary)),
        );
        return h("li", {}, about, use);
      };
      const dialog = openDialog(context, {
        title: words.transfer.import,
        body: [
          choose,
          ...(ask
            ? [h("h3", {}, words.transfer.packs), h("p", { class: "hint" }, words.transfer.packsHelp), note, packs]
            : []),
        ],
      });
      const close = () => dialog.close();
      if (!ask) return;
      write(note, words.transfer.packsLoading);
      void packsOf(ask)
        .catch(() => [])
        .then((found) => {
          const usable = found.filter(({ isRestricted, stickers }) => !isRestricted && stickers.length > 0);
          packs.append(...usable.map(packRow));
          write(note, usable.length === 0 ? words.transfer.noPacks : "");
        });
    },
  };
}
