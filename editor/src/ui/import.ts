// Import: an archive or a sticker pack from a file, or one of the sticker packs of the account (XEP-0449).
import { unpackScheme } from "@status-scheme/folder";
import type { LookDraft } from "@status-scheme/client-plugin";
import { packOf, packsOf } from "../stickers/index.ts";
import type { Ask, StickerPack } from "../stickers/index.ts";
import { isArchive } from "./archive.ts";
import type { Context } from "./context.ts";
import { openDialog } from "./dialog.ts";
import { chooseFiles } from "./drop.ts";
import { h, write } from "./h.ts";
import { icon } from "./icons.ts";
import { openStickerPack } from "./sticker-pack.ts";
import { inWords } from "./texts.ts";

export interface Importer {
  /** An archive, or a sticker pack as XML. Never rejects. */
  readonly take: (file: Blob) => Promise<void>;
  /** `ask`: where the account's sticker packs can be had. Never rejects. */
  readonly open: (ask: Ask | undefined) => Promise<void>;
}

const ACCEPT = ".zip,application/zip,.xml,application/xml,text/xml";

export function createImporter(context: Context): Importer {
  const { editor, words, languages, live } = context;

  const put = (looks: readonly LookDraft[]) => {
    if (looks.length === 0) return live.say(words.transfer.bad, "bad");
    editor.merge(looks);
    live.say(words.transfer.imported(looks.length));
  };
  /** Why nothing can be taken from it; undefined: something can. */
  const problemOf = ({ isRestricted, stickers }: StickerPack) => {
    if (isRestricted) return words.transfer.restricted;
    return stickers.length === 0 ? words.transfer.emptyPack : undefined;
  };
  const take = async (file: Blob) => {
    try {
      if (await isArchive(file)) return put(await unpackScheme(new Uint8Array(await file.arrayBuffer())));
      const pack = await packOf(file);
      const problem = problemOf(pack);
      if (problem === undefined) openStickerPack(context, pack);
      else live.say(problem, "bad");
    } catch {
      live.say(words.transfer.bad, "bad");
    }
  };

  const createPacks = (ask: Ask, onChosen: (pack: StickerPack) => void) => {
    const list = h("ul", { class: "packs", role: "list" });
    const note = h("p", { class: "hint", role: "status" }, words.transfer.packsLoading);
    const row = (pack: StickerPack) => {
      const problem = problemOf(pack);
      const name = h("b", {}, inWords(pack.name, languages) || words.transfer.unnamed);
      const about = h("span", { class: "facts" }, problem ?? inWords(pack.summary, languages));
      const open = h("button", { type: "button", onclick: () => onChosen(pack) }, words.transfer.openPack);
      return h("li", {}, h("span", { class: "what" }, name, about), problem === undefined && open);
    };
    packsOf(ask).then(
      (packs) => {
        list.append(...packs.map(row));
        write(note, packs.length === 0 ? words.transfer.noPacks : "");
      },
      () => write(note, words.transfer.packsFailed),
    );
    return [h("h3", {}, words.transfer.packs), h("p", { class: "hint" }, words.transfer.packsHelp), note, list];
  };

  return {
    take,
    async open(ask) {
      const leaveTo = (go: () => unknown) => {
        dialog.close();
        void go();
      };
      const choose = h(
        "button",
        {
          type: "button",
          class: "choose",
          autofocus: true,
          onclick: () => chooseFiles(ACCEPT, ([file]) => leaveTo(() => take(file!))),
        },
        icon("import"),
        h("span", {}, words.media.choose),
        h("small", {}, words.transfer.importHelp),
      );
      const packs = ask ? createPacks(ask, (pack) => leaveTo(() => openStickerPack(context, pack))) : [];
      const dialog = openDialog(context, { title: words.transfer.import, body: [choose, ...packs] });
    },
  };
}
