// Files in Jingle (XEP-0234): asked for, offered, received, and their checksums. Hashes are SHA-256 (XEP-0300).
//
// <description xmlns='urn:xmpp:jingle:apps:file-transfer:5'>
//   <file>
//     [<media-type>image/webp</media-type>][<name>scheme.xml</name>][<size>10432</size>][<range [offset='…'] [length='…']/>]
//     [<hash xmlns='urn:xmpp:hashes:2' algo='sha-256'>…base64…</hash>][<hash-used xmlns='urn:xmpp:hashes:2' algo='sha-256'/>]
//     [<document xmlns='urn:xmpp:status-scheme:0' [stamp='…']/>]
//   </file>
// </description>
// <received xmlns='urn:xmpp:jingle:apps:file-transfer:5' creator='initiator' name='…'/>
// <checksum xmlns='urn:xmpp:jingle:apps:file-transfer:5' creator='initiator' name='…'><file>…<hash …/>…</file></checksum>
import { malformed } from "../errors.ts";
import { parseHash } from "../hash.ts";
import { NS, NS_HASHES, NS_JINGLE_FILE } from "../namespaces.ts";
import type { Element } from "../xml.ts";
import { element } from "../xml.ts";
import { decodeDocument, encodeDocument } from "./jingle-document.ts";
import type { SchemeDocument } from "./jingle-document.ts";
import {
  attribute,
  child,
  children,
  compact,
  expect,
  filled,
  leaf,
  natural,
  oneOf,
  onlyChild,
  optional,
} from "./read.ts";

/** Who made a content, and who sends its file. */
export const PARTIES = ["initiator", "responder"] as const;
export type Party = (typeof PARTIES)[number];

export interface FileRange {
  /** Bytes. */
  readonly offset: number;
  /** Bytes; absent: to the end of the file. */
  readonly length?: number;
  /** Of the range alone, in a checksum. */
  readonly hash?: string;
}
export interface TransferFile {
  /** The file is the scheme document. */
  readonly document?: SchemeDocument;
  readonly mediaType?: string;
  /** Never a path: whoever receives it names files as they like. */
  readonly name?: string;
  /** Bytes, of the whole file. */
  readonly size?: number;
  readonly range?: FileRange;
  /** SHA-256 of the whole file, base64. */
  readonly hash?: string;
  /** The hash will be SHA-256, and be told in a checksum. */
  readonly hashUsed: boolean;
}
/** A content of a session, as its two attributes name it. */
export interface ContentName {
  readonly creator: Party;
  readonly name: string;
}
export type Received = ContentName;
export interface Checksum extends ContentName {
  readonly file: TransferFile;
}

export function encodeFileDescription(file: TransferFile): Element {
  return element(NS_JINGLE_FILE, "description", {}, encodeFile(file));
}

/** @throws SchemeError `bad-request` */
export function decodeFileDescription(description: Element): TransferFile {
  expect(description, "description", NS_JINGLE_FILE);
  return decodeFile(onlyChild(description, "file", NS_JINGLE_FILE));
}

export function encodeReceived({ creator, name }: Received): Element {
  return element(NS_JINGLE_FILE, "received", { creator, name });
}

/** @throws SchemeError `bad-request` */
export function decodeReceived(received: Element): Received {
  expect(received, "received", NS_JINGLE_FILE);
  return decodeContentName(received);
}

export function encodeChecksum({ creator, name, file }: Checksum): Element {
  return element(NS_JINGLE_FILE, "checksum", { creator, name }, encodeFile(file));
}

/** @throws SchemeError `bad-request`, also where there is no SHA-256 in it */
export function decodeChecksum(checksum: Element): Checksum {
  expect(checksum, "checksum", NS_JINGLE_FILE);
  const file = decodeFile(onlyChild(checksum, "file", NS_JINGLE_FILE));
  if (file.hash === undefined && file.range?.hash === undefined) malformed("hash", "missing");
  return { ...decodeContentName(checksum), file };
}

/** `creator` and `name`, which name a content in every action and message about it. */
export function decodeContentName(found: Element): ContentName {
  return { creator: attribute(found, "creator", oneOf(PARTIES)), name: attribute(found, "name", contentName) };
}

function encodeFile({ document, mediaType, name, size, range, hash, hashUsed }: TransferFile): Element {
  const leafOf = (tag: string, value: string | number | undefined) =>
    value !== undefined && element(NS_JINGLE_FILE, tag, {}, value);
  return element(
    NS_JINGLE_FILE,
    "file",
    {},
    leafOf("media-type", mediaType),
    leafOf("name", name),
    leafOf("size", size),
    range && encodeRange(range),
    encodeHash(hash),
    hashUsed && element(NS_HASHES, "hash-used", { algo: "sha-256" }),
    document && encodeDocument(document),
  );
}

function decodeFile(file: Element): TransferFile {
  const range = child(file, "range", NS_JINGLE_FILE);
  const document = child(file, "document", NS);
  const [hash, announced] = decodeHash(file);
  return {
    ...compact({
      document: document && decodeDocument(document),
      mediaType: leaf(file, "media-type", NS_JINGLE_FILE, filled),
      name: leaf(file, "name", NS_JINGLE_FILE, filled),
      size: leaf(file, "size", NS_JINGLE_FILE, natural),
      range: range && decodeRange(range),
      hash,
    }),
    hashUsed: announced || children(file, "hash-used", NS_HASHES).some(isSha256),
  };
}

function encodeRange({ offset, length, hash }: FileRange): Element {
  return element(NS_JINGLE_FILE, "range", { offset: offset || undefined, length }, encodeHash(hash));
}

function decodeRange(range: Element): FileRange {
  const [hash] = decodeHash(range);
  return {
    offset: optional(range, "offset", natural) ?? 0,
    ...compact({ length: optional(range, "length", natural), hash }),
  };
}

function encodeHash(hash: string | undefined): Element | undefined {
  return hash === undefined ? undefined : element(NS_HASHES, "hash", { algo: "sha-256" }, hash);
}

/** The SHA-256 among the hashes, if any, and whether an empty one stands for it: not computed yet (XEP-0234 5). */
function decodeHash(of: Element): [hash: string | undefined, announced: boolean] {
  const [found, second] = children(of, "hash", NS_HASHES).filter(isSha256);
  if (second) malformed("hash", "more than one");
  const text = found?.getText().trim() ?? "";
  return [text === "" ? undefined : parseHash(text, "hash"), found !== undefined && text === ""];
}
const isSha256 = ({ attrs }: Element): boolean => attrs.algo === "sha-256";

function contentName(text: string, what: string): string {
  return text !== "" && text.length <= 255 ? text : malformed(what, "not 1 to 255 characters");
}
