// What the readers of audio and video containers have in common. They walk the structure to the end, without decoding anything:
// what they let through gives the demultiplexer behind them no table, offset or size that leads astray.
import { MalformedStructure } from "./structure.ts";

/** The formats, and as what they are served. */
export const AV_TYPES = {
  ogg: "audio/ogg",
  mp3: "audio/mpeg",
  m4a: "audio/mp4",
  wav: "audio/wav",
  weba: "audio/webm",
  mp4: "video/mp4",
  webm: "video/webm",
} as const;
export type AvFormat = keyof typeof AV_TYPES;

export type TrackKind = "video" | "audio" | "subtitles" | "other";

/**
 * One video, with one sound or none, or one sound. Where there are two, nobody says which one is meant, and subtitles would be
 * missed: refused. Tracks of data (positions, time codes, hints) are nothing that is seen or heard: they are left out, as tags are.
 * @throws MalformedStructure
 */
export function kindOfTracks(tracks: readonly TrackKind[]): "audio" | "video" {
  const count = (kind: TrackKind) => tracks.filter((track) => track === kind).length;
  if (count("video") > 1) throw new MalformedStructure("more than one video track");
  if (count("audio") > 1) throw new MalformedStructure("more than one audio track");
  if (count("subtitles") > 0) throw new MalformedStructure("a track of subtitles");
  if (count("video") + count("audio") === 0) throw new MalformedStructure("neither video nor audio in it");
  return count("video") === 1 ? "video" : "audio";
}
