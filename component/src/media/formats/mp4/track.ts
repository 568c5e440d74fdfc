// A track of a movie (ISO/IEC 14496-12, 8.3 to 8.7): of one coding, not encrypted, its samples in this very file.
import type { TrackKind } from "../av-structure.ts";
import { MalformedStructure } from "../structure.ts";
import type { Box } from "./boxes.ts";
import { boxesIn, theBox } from "./boxes.ts";
import { checkSampleTables } from "./samples.ts";

const KINDS: Readonly<Record<string, TrackKind>> = {
  vide: "video",
  soun: "audio",
  text: "subtitles",
  sbtl: "subtitles",
  subt: "subtitles",
  subp: "subtitles",
  clcp: "subtitles",
};
/** The codings accepted: H.264 and AAC (draft, "Media"). */
const CODINGS: Readonly<Record<string, string>> = { video: "avc1", audio: "mp4a" };
const SELF_CONTAINED = 1;

export function readTrack(bytes: Buffer, { body, end }: Box): TrackKind {
  const inside = (box: Box) => boxesIn(bytes, box.body, box.end);
  const mdia = inside(theBox(boxesIn(bytes, body, end), "mdia"));
  const handler = theBox(mdia, "hdlr");
  const kind = KINDS[bytes.toString("latin1", handler.body + 8, handler.body + 12)] ?? "other";
  if (kind === "other" || kind === "subtitles") return kind;
  const minf = inside(theBox(mdia, "minf"));
  const dref = theBox(inside(theBox(minf, "dinf")), "dref");
  for (const entry of boxesIn(bytes, dref.body + 8, dref.end)) {
    if ((bytes.readUInt32BE(entry.body) & SELF_CONTAINED) === 0) throw new MalformedStructure("data in another file");
  }
  const stbl = inside(theBox(minf, "stbl"));
  checkCoding(bytes, theBox(stbl, "stsd"), CODINGS[kind]!);
  checkSampleTables(bytes, stbl);
  return kind;
}

function checkCoding(bytes: Buffer, stsd: Box, coding: string): void {
  const [entry, ...more] = boxesIn(bytes, stsd.body + 8, stsd.end);
  if (entry === undefined || more.length > 0) throw new MalformedStructure("a track of more than one coding");
  if (/^enc|^drm/.test(entry.type) || bytes.subarray(entry.body, entry.end).includes("sinf")) {
    throw new MalformedStructure("encrypted");
  }
  if (entry.type !== coding) throw new MalformedStructure(`coded as ${entry.type.trim()}, not as ${coding}`);
}
