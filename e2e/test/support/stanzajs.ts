// What StanzaJS reads in stanzas, in the terms of our codec, and its own ways: StanzaJS knows XEP-0047, 0065, 0166, 0234, 0260
// and 0261, and nothing of this protocol.
import { createClient, JXT } from "stanza";
import type { Stanzas } from "stanza";
import {
  NS_BYTESTREAMS,
  NS_IBB,
  NS_JINGLE,
  NS_JINGLE_FILE,
  NS_JINGLE_IBB,
  NS_JINGLE_S5B,
} from "@status-scheme/protocol";
import type { Element } from "@status-scheme/protocol";
import * as codec from "@status-scheme/protocol/transfer";
import type {
  FileRange,
  Jingle,
  JingleContent,
  JingleInfo,
  S5bState,
  TransferFile,
} from "@status-scheme/protocol/transfer";

/** What a stanza of a session or bytestream means, of either side. */
export interface Meaning {
  readonly jingle?: Jingle;
  readonly jingleError?: string;
  readonly open?: codec.IbbOpen;
  readonly data?: codec.IbbData;
  readonly close?: codec.IbbClose;
  readonly streamhosts?: codec.Streamhosts;
  readonly activation?: codec.Activation;
}

/** What StanzaJS has no field for: of this protocol `document`, of XEP-0234 the errors of its section 9, and applications unknown to it. */
export type Loss = "document of a file" | "document of a reason" | "file error of a reason" | "unsupported application";

const { stanzas: registry } = createClient({});

/** The stanza as it comes out of StanzaJS's parser of streams. @throws Error where it gives none */
export function readByStanzaJs(stanza: string): { readonly kind: string; readonly stanza: Stanzas.IQ } {
  const parser = new JXT.StreamParser({ registry, lang: "en", acceptLanguages: ["en"], allowComments: false });
  let failure: Error | undefined;
  parser.on("error", (error) => (failure = error));
  parser.write(onTheWire(stanza));
  const read = parser.read() as { readonly kind: string; readonly stanza: Stanzas.IQ } | null;
  if (!read) throw failure ?? new Error(`StanzaJS reads nothing in ${stanza}`);
  return read;
}

/** As StanzaJS writes it. */
export function writeByStanzaJs(kind: string, stanza: Stanzas.IQ): string {
  return String(registry.export(kind, stanza));
}

/** A frame of RFC 7395: in a stream of its own, each has the namespace. */
function onTheWire(stanza: string): string {
  return /^<\w+[^>]*\sxmlns=/.test(stanza) ? stanza : stanza.replace(/^<\w+/, "$& xmlns='jabber:client'");
}

/** By our codec; undefined where the stanza is of no session or bytestream. */
export function meaningOf(stanza: Element): Meaning | undefined {
  const { type } = stanza.attrs;
  const jingle = stanza.getChild("jingle", NS_JINGLE);
  if (jingle) return { jingle: codec.decodeJingle(jingle) };
  const ibb = stanza.getChildElements().find((child) => child.getNS() === NS_IBB);
  if (ibb?.name === "open") return { open: codec.decodeIbbOpen(ibb) };
  if (ibb?.name === "data") return { data: codec.decodeIbbData(ibb) };
  if (ibb) return { close: codec.decodeIbbClose(ibb) };
  const query = stanza.getChild("query", NS_BYTESTREAMS);
  if (query) return type === "set" ? { activation: codec.decodeActivation(query) } : hostsOf(query);
  const error = stanza.getChild("error");
  const isOfJingle = error?.getChildElements().some((child) => child.getNS()?.startsWith("urn:xmpp:jingle:errors:"));
  return error && isOfJingle ? { jingleError: codec.decodeJingleError(error) } : undefined;
}

function hostsOf(query: Element): Meaning {
  return { streamhosts: codec.decodeStreamhosts(query) };
}

/** RFC 1928 3: StanzaJS leaves defaults to the program. */
const SOCKS_PORT = 1080;

/** What is left of a meaning when StanzaJS has read it, and what was lost; defaults are written out. */
export function asStanzaJsKeepsIt(meaning: Meaning): { readonly kept: Meaning; readonly losses: readonly Loss[] } {
  if (!meaning.jingle) return { kept: meaning, losses: [] };
  const losses: Loss[] = [];
  const { contents, reason, ...jingle } = meaning.jingle;
  const keepFile = ({ document, ...file }: TransferFile): TransferFile => {
    if (document) losses.push("document of a file");
    return file;
  };
  const keepReason = ({ document, fileError, ...kept }: NonNullable<Jingle["reason"]>) => {
    if (document) losses.push("document of a reason");
    if (fileError) losses.push("file error of a reason");
    return kept;
  };
  const keepContent = ({ description, transport, ...content }: JingleContent): JingleContent => {
    const isFile = description && !("unsupported" in description);
    if (description && !isFile) losses.push("unsupported application");
    const isS5b = transport && "method" in transport && transport.method === "s5b";
    return {
      senders: "both",
      ...content,
      ...(isFile && { description: keepFile(description) }),
      ...(transport && { transport: isS5b ? { mode: "tcp", ...transport } : transport }),
    };
  };
  const kept = { ...jingle, contents: contents.map(keepContent), ...(reason && { reason: keepReason(reason) }) };
  return { kept: { jingle: kept }, losses };
}

/** What StanzaJS read, in our terms. */
export function meaningByStanzaJs({ jingle, ibb, socks5, error, type }: Stanzas.IQ): Meaning | undefined {
  if (jingle) return { jingle: jingleBy(jingle) };
  if (ibb?.action === "open") {
    return { open: { sid: ibb.sid!, blockSize: ibb.blockSize!, stanza: ibb.ack === false ? "message" : "iq" } };
  }
  if (ibb?.action === "data") return { data: { sid: ibb.sid!, seq: ibb.seq!, data: new Uint8Array(ibb.data!) } };
  if (ibb) return { close: { sid: ibb.sid! } };
  if (socks5 && type === "set") return { activation: { sid: socks5.sid!, target: socks5.activate! } };
  if (socks5) {
    const streamhosts = (socks5.candidates ?? []).map(({ jid, host, port = SOCKS_PORT }) => ({ jid, host, port }));
    return { streamhosts: { streamhosts } as codec.Streamhosts };
  }
  return error?.jingleError === undefined ? undefined : { jingleError: error.jingleError };
}

function jingleBy({ action, sid, initiator, responder, contents = [], reason, info }: Stanzas.Jingle): Jingle {
  const why = reason && defined({ condition: reason.condition ?? "general-error", text: reason.text });
  // Whatever else it has, it ends the session.
  if (action === "session-terminate") return defined({ action, sid, contents: [], reason: why }) as Jingle;
  return defined({
    action,
    sid,
    initiator,
    responder,
    contents: contents.map(contentBy),
    reason: why,
    info: info && infoBy(info as Stanzas.FileTransferInfo),
  }) as unknown as Jingle;
}

function infoBy({ infoType, creator, name, file }: Stanzas.FileTransferInfo): JingleInfo {
  const content = { creator, name } as codec.ContentName;
  const [, namespace = ""] = /^\{(.*)\}/.exec(infoType) ?? [];
  if (namespace !== NS_JINGLE_FILE) return { unsupported: namespace };
  if (infoType === `{${NS_JINGLE_FILE}}received`) return { received: content };
  return { checksum: { ...content, file: fileBy(file) } };
}

function contentBy({ creator, name, senders, application, transport }: Stanzas.JingleContent): JingleContent {
  const isFile = application?.applicationType === NS_JINGLE_FILE;
  return defined({
    creator,
    name,
    senders,
    description: isFile ? fileBy((application as Stanzas.FileTransferDescription).file) : undefined,
    transport: transport && transportBy(transport as unknown as TransportByStanzaJs),
  }) as unknown as JingleContent;
}

function fileBy({ mediaType, name, size, range, hashes, hashesUsed }: Stanzas.FileDescription = {}): TransferFile {
  const isSha256 = ({ algorithm }: Stanzas.Hash) => algorithm === "sha-256";
  const hashIn = (found: typeof hashes) => found?.find(isSha256)?.value?.toString("base64") || undefined;
  // Its types do not have them.
  const { hashes: hashesOfRange } = (range ?? {}) as Pick<Stanzas.FileDescription, "hashes">;
  const rangeBy = ({ offset = 0, length }: Stanzas.FileRange) =>
    defined({ offset, length, hash: hashIn(hashesOfRange) }) as FileRange;
  return {
    ...defined({ mediaType, name, size, range: range && rangeBy(range), hash: hashIn(hashes) }),
    // An empty one stands for it: the hash is still to come.
    hashUsed: [...(hashesUsed ?? []), ...(hashes ?? []).filter(({ value }) => !value?.length)].some(isSha256),
  } as TransferFile;
}

interface TransportByStanzaJs extends Record<string, unknown> {
  readonly transportType: string;
  readonly candidates?: readonly Record<string, unknown>[];
}
function transportBy({
  transportType,
  sid,
  blockSize,
  ack,
  mode,
  address,
  candidates = [],
  ...said
}: TransportByStanzaJs) {
  if (transportType === NS_JINGLE_IBB)
    return { method: "ibb", sid, blockSize, stanza: ack === false ? "message" : "iq" };
  if (transportType !== NS_JINGLE_S5B) return { unsupported: transportType };
  const state = stateBy(said);
  return { method: "s5b", ...defined({ sid, dstaddr: address, mode, state }), candidates: candidates.map(candidateBy) };
}
const candidateBy = (candidate: Readonly<Record<string, unknown>>) => ({
  port: SOCKS_PORT,
  type: "direct",
  ...candidate,
});

function stateBy({ candidateUsed, activated, candidateError, proxyError }: Record<string, unknown>) {
  if (typeof candidateUsed === "string") return { is: "candidate-used", cid: candidateUsed } satisfies S5bState;
  if (typeof activated === "string") return { is: "activated", cid: activated } satisfies S5bState;
  if (candidateError === true) return { is: "candidate-error" } satisfies S5bState;
  return proxyError === true ? ({ is: "proxy-error" } satisfies S5bState) : undefined;
}

/** Without what is not there. */
function defined<T extends object>(value: T): Partial<T> {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as Partial<T>;
}
