// WebM (webmproject.org, "WebM Container Guidelines"; Matroska, RFC 9559): an EBML header and one Segment, in which everything is
// known and in its place. What is not would make demultiplexers search for the next thing they know.
import type { TrackKind } from "./av-structure.ts";
import { kindOfTracks } from "./av-structure.ts";
import type { StructureReader } from "./structure.ts";
import { MalformedStructure } from "./structure.ts";
import type { Element } from "./webm/elements.ts";
import { elementAt, elementsIn, theElement, unsigned } from "./webm/elements.ts";

const EBML = 0x1a45dfa3;
const DOC_TYPE = 0x4282;
const SEGMENT = 0x18538067;
const INFO = 0x1549a966;
const TRACKS = 0x1654ae6b;
const CLUSTER = 0x1f43b675;
/** Also SeekHead, Cues, Tags, Attachments, Chapters, Void and CRC-32. */
const IN_SEGMENT = [INFO, TRACKS, CLUSTER, 0x114d9b74, 0x1c53bb6b, 0x1254c367, 0x1941a469, 0x1043a770, 0xec, 0xbf];
/** Timestamp, SimpleBlock, BlockGroup, PrevSize, Position, SilentTracks, Void and CRC-32. */
const IN_CLUSTER = [0xe7, 0xa3, 0xa0, 0xab, 0xa7, 0x5854, 0xec, 0xbf];
const BLOCK_GROUP = 0xa0;
const TRACK_ENTRY = 0xae;
const TRACK_TYPE = 0x83;
const CODEC_ID = 0x86;
const CONTENT_ENCODINGS = 0x6d80;

const KINDS: Readonly<Record<number, TrackKind>> = { 1: "video", 2: "audio", 17: "subtitles" };
/** The codings accepted (draft, "Media"). */
const CODINGS: Readonly<Partial<Record<TrackKind, readonly string[]>>> = {
  video: ["V_VP8", "V_VP9", "V_AV1"],
  audio: ["A_OPUS"],
};

export const readWebm: StructureReader = (bytes) => {
  if (bytes.length < 8 || bytes.readUInt32BE(0) !== EBML) return undefined;
  const header = within(elementAt(bytes, 0), bytes.length);
  const docType = theElement(elementsIn(bytes, header.body, header.end), DOC_TYPE, "DocType");
  if (text(bytes, docType) !== "webm") return undefined;
  const segment = elementAt(bytes, header.end);
  if (segment.id !== SEGMENT) throw new MalformedStructure("no Segment");
  const end = within(segment, bytes.length).end;
  const elements = elementsOfSegment(bytes, segment.body, end);
  theElement(elements, INFO, "Info");
  const tracks = theElement(elements, TRACKS, "Tracks");
  const entries = elementsIn(bytes, tracks.body, tracks.end).filter(({ id }) => id === TRACK_ENTRY);
  const kind = kindOfTracks(entries.map((entry) => readTrack(bytes, entry)));
  return { kind, format: kind === "video" ? "webm" : "weba", end };
};

function elementsOfSegment(bytes: Buffer, from: number, to: number): Required<Element>[] {
  const elements: Required<Element>[] = [];
  for (let at = from; at < to; at = elements.at(-1)!.end) {
    const element = elementAt(bytes, at);
    if (!IN_SEGMENT.includes(element.id)) throw new MalformedStructure("something unknown in the Segment");
    if (element.id !== CLUSTER) {
      if (element.end === undefined) throw new MalformedStructure("an element of unknown size");
      elements.push(within(element, to));
      continue;
    }
    const cluster = element.end === undefined ? { ...element, end: endOfCluster(bytes, element.body, to) } : element;
    elements.push(checkCluster(bytes, within(cluster, to)));
  }
  return elements;
}

/** RFC 9559, 5.1.3 with RFC 8794, 6.2: it ends where the next element of the Segment begins. */
function endOfCluster(bytes: Buffer, from: number, to: number): number {
  let at = from;
  while (at < to) {
    const element = elementAt(bytes, at);
    if (IN_SEGMENT.includes(element.id) && !IN_CLUSTER.includes(element.id)) break;
    if (element.end === undefined) throw new MalformedStructure("an element of unknown size");
    at = element.end;
  }
  return at;
}

function checkCluster(bytes: Buffer, cluster: Required<Element>): Required<Element> {
  for (const { id, body, end } of elementsIn(bytes, cluster.body, cluster.end)) {
    if (!IN_CLUSTER.includes(id)) throw new MalformedStructure("something unknown in a Cluster");
    if (id === BLOCK_GROUP) elementsIn(bytes, body, end);
  }
  return cluster;
}

function readTrack(bytes: Buffer, entry: Required<Element>): TrackKind {
  const parts = elementsIn(bytes, entry.body, entry.end);
  const kind = KINDS[unsigned(bytes, theElement(parts, TRACK_TYPE, "TrackType"))] ?? "other";
  const accepted = CODINGS[kind];
  if (accepted === undefined) return kind;
  if (parts.some(({ id }) => id === CONTENT_ENCODINGS)) throw new MalformedStructure("encrypted or compressed");
  const coding = text(bytes, theElement(parts, CODEC_ID, "CodecID"));
  if (!accepted.includes(coding)) throw new MalformedStructure(`not coded as ${accepted.join(", ")}`);
  return kind;
}

/** Of unknown size: to the end. @throws RangeError where it goes beyond */
function within(element: Element, to: number): Required<Element> {
  const { end = to } = element;
  if (end > to) throw new RangeError("an element beyond the end");
  return { ...element, end };
}

function text(bytes: Buffer, { body, end }: Required<Element>): string {
  return bytes.toString("latin1", body, end).replace(/\0+$/, "");
}
