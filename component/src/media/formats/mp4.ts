// MP4 and M4A (ISO/IEC 14496-12 and -14): boxes, among them one `moov` that says which tracks there are and where their samples.
// QuickTime, HEIC, 3GPP and other relatives have other brands, and are none of ours.
import { kindOfTracks } from "./av-structure.ts";
import { boxesIn, boxesOfFile, theBox } from "./mp4/boxes.ts";
import { checkFragments } from "./mp4/fragments.ts";
import { readTrack } from "./mp4/track.ts";
import type { StructureReader } from "./structure.ts";
import { MalformedStructure } from "./structure.ts";

const BRAND = /^(?:isom|iso[2-9]|mp4[12]|avc1|M4[ABV] |dash)$/;

export const readMp4: StructureReader = (bytes) => {
  if (bytes.toString("latin1", 4, 8) !== "ftyp") return undefined;
  const brands = bytes.toString("latin1", 8, bytes.readUInt32BE(0)).match(/[^]{4}/g) ?? [];
  if (brands[0] === "qt  " || !brands.some((brand) => BRAND.test(brand))) return undefined;
  const file = boxesOfFile(bytes);
  const movie = theBox(file, "moov");
  const moov = boxesIn(bytes, movie.body, movie.end);
  const fragments = file.filter(({ type }) => type === "moof").flatMap(({ body, end }) => boxesIn(bytes, body, end));
  if ([...moov, ...fragments].some(({ type }) => type === "pssh")) throw new MalformedStructure("encrypted");
  const tracks = moov.filter(({ type }) => type === "trak").map((track) => readTrack(bytes, track));
  checkFragments(bytes, moov, file);
  const kind = kindOfTracks(tracks);
  return { kind, format: kind === "video" ? "mp4" : "m4a", end: file.at(-1)!.end };
};
