// A medium of a look: XEP-0446 metadata, XEP-0447 sources of XEP-0103 URLs.
//
// <media kind='image'>
//   <file xmlns='urn:xmpp:file:metadata:0'>
//     <media-type>image/webp</media-type><size>10432</size>[<width/>][<height/>][<length/>]   (pixels, milliseconds)
//     <desc xml:lang='en'>A closed door</desc>*
//     <hash xmlns='urn:xmpp:hashes:2' algo='sha-256'>…base64…</hash>
//   </file>
//   [<sources xmlns='urn:xmpp:sfs:0'><url-data xmlns='http://jabber.org/protocol/url-data' target='https://…'/>*</sources>]
// </media>
import { malformed } from "../errors.ts";
import { parseHash } from "../hash.ts";
import { MEDIUM_KINDS } from "../model.ts";
import type { Medium } from "../model.ts";
import { NS, NS_FILE_METADATA, NS_HASHES, NS_SFS, NS_URL_DATA } from "../namespaces.ts";
import type { Element } from "../xml.ts";
import { element } from "../xml.ts";
import { attribute, child, children, compact, leaf, oneOf, onlyChild, positive, webUrl } from "./read.ts";
import { decodeTexts, encodeTexts } from "./text.ts";

export function encodeMedium(medium: Medium): Element {
  const leafOf = (name: string, value: string | number | undefined) =>
    value !== undefined && element(NS_FILE_METADATA, name, {}, value);
  const file = element(
    NS_FILE_METADATA,
    "file",
    {},
    leafOf("media-type", medium.mediaType),
    leafOf("size", medium.size),
    leafOf("width", medium.width),
    leafOf("height", medium.height),
    leafOf("length", medium.length),
    ...encodeTexts(NS_FILE_METADATA, "desc", medium.desc),
    element(NS_HASHES, "hash", { algo: "sha-256" }, medium.hash),
  );
  const urls = medium.sources.map((target) => element(NS_URL_DATA, "url-data", { target }));
  return element(NS, "media", { kind: medium.kind }, file, urls.length > 0 && element(NS_SFS, "sources", {}, ...urls));
}

/** @throws SchemeError `bad-request` */
export function decodeMedium(media: Element): Medium {
  const file = onlyChild(media, "file", NS_FILE_METADATA);
  const number = (name: string) => leaf(file, name, NS_FILE_METADATA, positive);
  const sources = child(media, "sources", NS_SFS);
  return compact({
    kind: attribute(media, "kind", oneOf(MEDIUM_KINDS)),
    mediaType: leaf(file, "media-type", NS_FILE_METADATA, parseMediaType) ?? malformed("media-type", "missing"),
    size: number("size") ?? malformed("size", "missing"),
    width: number("width"),
    height: number("height"),
    length: number("length"),
    desc: decodeTexts(file, NS_FILE_METADATA, "desc"),
    hash: decodeHash(file),
    sources: sources ? children(sources, "url-data", NS_URL_DATA).map((data) => attribute(data, "target", webUrl)) : [],
  });
}

/** XEP-0300 allows several hashes, for agility: the one this version uses is SHA-256. */
function decodeHash(file: Element): string {
  const [hash, second] = children(file, "hash", NS_HASHES).filter(({ attrs }) => attrs.algo === "sha-256");
  if (!hash || second) malformed("hash", hash ? "more than one" : "missing");
  return parseHash(hash.getText().trim(), "hash");
}

/** Type and subtype (RFC 6838 4.2), in lower case; no parameters. */
function parseMediaType(text: string, what: string): string {
  const type = text.toLowerCase();
  return /^[a-z\d][\w!#$&^.+-]{0,126}\/[a-z\d][\w!#$&^.+-]{0,126}$/.test(type)
    ? type
    : malformed(what, "not a media type");
}
