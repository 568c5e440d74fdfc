// Sticker packs as XML (XEP-0449): of files by XEP-0446 and XEP-0447, from a PEP node or from a file.
import {
  element,
  isLanguage,
  NS_FILE_METADATA,
  NS_HASHES,
  NS_SFS,
  NS_URL_DATA,
  parseXml,
  stanza,
} from "@status-scheme/protocol";
import type { Element, LocalText } from "@status-scheme/protocol";
import { StickerError } from "./api.ts";
import { shorten } from "./shorten.ts";
import type { Ask, Sticker, StickerPack } from "./api.ts";

const NS_STICKERS = "urn:xmpp:stickers:0"; // XEP-0449, and the PEP node
const NS_PUBSUB = "http://jabber.org/protocol/pubsub"; // XEP-0060

const MAX_PACKS = 50;
const MAX_STICKERS = 200;
const MAX_SOURCES = 4;
/** Of one sticker, in bytes: what is larger has to be made smaller elsewhere. */
const MAX_SIZE = 4_194_304;
const MAX_XML_BYTES = 1_048_576;
const MAX_CHARACTERS = 512;

/** The packs of an account, the own (`account` undefined) or a contact's. Rejects as `ask` does, but that no node is no packs. */
export async function packsOf(ask: Ask, account?: string): Promise<readonly StickerPack[]> {
  const items = element(NS_PUBSUB, "items", { node: NS_STICKERS });
  const iq = stanza(
    "iq",
    { type: "get", ...(account !== undefined && { to: account }) },
    element(NS_PUBSUB, "pubsub", {}, items),
  );
  const reply = await ask(iq).catch((error: unknown) => {
    if ((error as { condition?: unknown } | undefined)?.condition === "item-not-found") return undefined;
    throw error;
  });
  const found =
    reply?.getChild("pubsub", NS_PUBSUB)?.getChild("items", NS_PUBSUB)?.getChildren("item", NS_PUBSUB) ?? [];
  const packs = found.map((item) => item.getChild("pack", NS_STICKERS)).filter((pack) => pack !== undefined);
  return packs.slice(0, MAX_PACKS).map(readPack);
}

/** A pack from a file: `<pack/>`, or what a PEP node's item has around it. @throws StickerError `no-pack` */
export async function packOf(file: Blob): Promise<StickerPack> {
  if (file.size > MAX_XML_BYTES) throw new StickerError("no-pack");
  try {
    const text = (await file.text()).replace(/^\uFEFF/, "");
    const root = parseXml(text, { maxBytes: MAX_XML_BYTES });
    const pack = root.is("pack", NS_STICKERS) ? root : root.getChild("pack", NS_STICKERS);
    if (pack) return readPack(pack);
  } catch (cause) {
    throw new StickerError("no-pack", { cause });
  }
  throw new StickerError("no-pack");
}

function readPack(pack: Element): StickerPack {
  const items = pack.getChildren("item", NS_STICKERS);
  const stickers = items.slice(0, MAX_STICKERS).flatMap((item) => readSticker(item) ?? []);
  return {
    name: texts(pack, "name", NS_STICKERS),
    summary: texts(pack, "summary", NS_STICKERS),
    isRestricted: pack.getChild("restricted", NS_STICKERS) !== undefined,
    stickers,
    leftOut: items.length - stickers.length,
  };
}

/** Undefined where it lacks what it takes to get it and to know that it is it. */
function readSticker(item: Element): Sticker | undefined {
  const file = item.getChild("file", NS_FILE_METADATA);
  const leaf = (name: string) => file?.getChildText(name, NS_FILE_METADATA)?.trim() ?? "";
  const hashes = file?.getChildren("hash", NS_HASHES) ?? [];
  const hash =
    hashes
      .find(({ attrs }) => attrs.algo === "sha-256")
      ?.getText()
      .trim() ?? "";
  const mediaType = leaf("media-type").toLowerCase();
  const size = Number(leaf("size") || NaN);
  const sources = (item.getChild("sources", NS_SFS)?.getChildren("url-data", NS_URL_DATA) ?? [])
    .map(({ attrs }) => attrs.target ?? "")
    .filter((url) => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol))
    .slice(0, MAX_SOURCES);
  const isSticker =
    /^image\/[a-z\d.+-]{1,60}$/.test(mediaType) &&
    /^[A-Za-z\d+/]{43}=$/.test(hash) &&
    Number.isSafeInteger(size) &&
    size > 0 &&
    size <= MAX_SIZE;
  if (!file || !isSticker || sources.length === 0) return undefined;
  const desc = texts(file, "desc", NS_FILE_METADATA);
  return { desc, suggest: texts(item, "suggest", NS_STICKERS), mediaType, size, hash, sources };
}

/** One a language, in one line, and no longer than anybody reads. */
function texts(of: Element, name: string, xmlns: string): LocalText[] {
  const found = new Map<string, string>();
  for (const one of of.getChildren(name, xmlns)) {
    const lang = one.attrs["xml:lang"] ?? "";
    const line = one
      .getText()
      .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, " ")
      .trim();
    const text = shorten(line, MAX_CHARACTERS);
    if (text !== "" && isLanguage(lang) && !found.has(lang)) found.set(lang, text);
  }
  return [...found].map(([lang, text]) => ({ lang, text }));
}
