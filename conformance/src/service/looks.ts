// Looks, media and schemes as XML, right or wrong, as a check wants them: nothing here minds the rules.
import { element, type Element, NS, NS_FILE_METADATA, NS_HASHES, NS_SFS, NS_URL_DATA } from "@status-scheme/protocol";
import type { XmlNode } from "@status-scheme/protocol";
import { createHash } from "node:crypto";

export const text = (words: string, lang = "en") => element(NS, "text", { "xml:lang": lang }, words);
export const desc = (words: string, lang = "en") => element(NS_FILE_METADATA, "desc", { "xml:lang": lang }, words);

export function look(state: string, ...children: XmlNode[]): Element {
  return element(NS, "look", { state }, ...children);
}
export function ownLook(state: string, show: string | undefined, ...children: XmlNode[]): Element {
  return element(NS, "look", { state, show }, ...children);
}
export function scheme(owner: string | undefined, looks: readonly Element[], attributes = {}): Element {
  return element(NS, "scheme", { owner, ...attributes }, ...looks);
}

export interface MediumParts {
  readonly kind: string;
  readonly type: string;
  readonly size: number;
  /** Base64; several are a mistake. */
  readonly hash: string | readonly string[];
  readonly source?: string | undefined;
  readonly desc?: readonly Element[];
}

export function medium({
  kind,
  type,
  size,
  hash,
  source,
  desc: descriptions = [desc("A door")],
}: MediumParts): Element {
  const hashes = typeof hash === "string" ? [hash] : hash;
  const leaf = (name: string, value: string | number) => element(NS_FILE_METADATA, name, {}, value);
  return element(
    NS,
    "media",
    { kind },
    element(
      NS_FILE_METADATA,
      "file",
      {},
      leaf("media-type", type),
      leaf("size", size),
      ...descriptions,
      ...hashes.map((one) => element(NS_HASHES, "hash", { algo: "sha-256" }, one)),
    ),
    source !== undefined && element(NS_SFS, "sources", {}, element(NS_URL_DATA, "url-data", { target: source })),
  );
}

/** SHA-256, in base64. */
export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("base64");
}

/** A medium in an answer, as it says itself. */
export interface Stored {
  readonly kind: string | undefined;
  readonly type: string;
  readonly size: number;
  readonly width: number;
  readonly height: number;
  readonly length: number;
  readonly hash: string;
  readonly desc: readonly string[];
  readonly urls: readonly string[];
}

export function mediaOf(look: Element | undefined): Stored[] {
  return (look?.getChildren("media", NS) ?? []).map((media) => {
    const file = media.getChild("file", NS_FILE_METADATA);
    const leaf = (name: string) => file?.getChildText(name, NS_FILE_METADATA)?.trim() ?? "";
    const hashes = file?.getChildren("hash", NS_HASHES).filter(({ attrs }) => attrs.algo === "sha-256") ?? [];
    const sources = media.getChild("sources", NS_SFS)?.getChildren("url-data", NS_URL_DATA) ?? [];
    return {
      kind: media.attrs.kind,
      type: leaf("media-type"),
      size: Number(leaf("size")),
      width: Number(leaf("width")),
      height: Number(leaf("height")),
      length: Number(leaf("length")),
      hash: hashes[0]?.getText().trim() ?? "",
      desc: file?.getChildren("desc", NS_FILE_METADATA).map((one) => one.getText()) ?? [],
      urls: sources.map(({ attrs }) => attrs.target ?? ""),
    };
  });
}

export function lookOf(of: Element | undefined, state: string): Element | undefined {
  return of?.getChildren("look", NS).find(({ attrs }) => attrs.state === state);
}
