// What every file of fixtures/media/av comes to. A file without a case, or a case without its file, is an error.
import type { ErrorDetail, MediumKind } from "@status-scheme/protocol";
import { readFileSync, readdirSync } from "node:fs";

const ROOT = new URL("../../../fixtures/media/av/", import.meta.url);

export interface Accepted {
  readonly mediaType: string;
  readonly width?: number;
  readonly height?: number;
  readonly length: number;
}
export interface Refused {
  readonly code: "bad-medium" | "limit-exceeded";
  readonly detail: ErrorDetail;
}
export interface AvCase<T> {
  readonly name: string;
  /** As what it is published. */
  readonly kind: MediumKind;
  readonly bytes: Uint8Array;
  readonly expected: T;
}

const sound = (mediaType: string, length: number): Accepted => ({ mediaType: `audio/${mediaType}`, length });
const video = (mediaType: string, length = 1000, [width, height] = [64, 48]): Accepted => ({
  mediaType: `video/${mediaType}`,
  ...{ width: width!, height: height!, length },
});
const bad = (reason: string): Refused => ({ code: "bad-medium", detail: { reason } });

const VALID: Record<string, Accepted> = {
  "tone.ogg": sound("ogg", 1000),
  "stopped.ogg": sound("ogg", 1014),
  "tone.mp3": sound("mpeg", 1032),
  "tagged.mp3": sound("mpeg", 1032),
  "tone.m4a": sound("mp4", 1000),
  "tagged.m4a": sound("mp4", 1000),
  "tone.wav": sound("wav", 1000),
  "tagged.wav": sound("wav", 200),
  "tone.weba": sound("webm", 1021),
  "clip.mp4": video("mp4"),
  "silent.mp4": video("mp4"),
  "fragmented.mp4": video("mp4", 1201),
  "turned.mp4": video("mp4", 1000, [48, 64]),
  "data-track.mp4": video("mp4"),
  "junk-behind.mp4": video("mp4"),
  "dark-at-first.mp4": video("mp4"),
  "vp8.webm": video("webm", 1021),
  "vp9.webm": video("webm", 1021),
  "av1.webm": video("webm"),
  "live.webm": video("webm", 1021),
};

const ANOTHER_FORMAT = bad("not an accepted format");
const CUT = bad("cut short");
const TWO_THINGS = bad("another kind of file as well");

const INVALID: Record<string, Refused> = {
  "empty.mp4": ANOTHER_FORMAT,
  "words.mp3": ANOTHER_FORMAT,
  "playlist.m3u8": ANOTHER_FORMAT,
  "concat.txt": ANOTHER_FORMAT,
  "raw.aac": ANOTHER_FORMAT,
  "quicktime.mov": ANOTHER_FORMAT,
  "matroska.mkv": ANOTHER_FORMAT,
  "cut.ogg": CUT,
  "cut.mp3": CUT,
  "cut.m4a": CUT,
  "cut.wav": CUT,
  "cut.mp4": CUT,
  "cut.webm": CUT,
  "damaged.ogg": bad("a page's checksum is wrong"),
  "gap.mp3": bad("something that is no frame"),
  "two-after-another.ogg": bad("more than one stream"),
  "two-videos.mp4": bad("more than one video track"),
  "two-sounds.webm": bad("more than one audio track"),
  "subtitles.mp4": bad("a track of subtitles"),
  "vorbis.ogg": bad("not Opus"),
  "surround.ogg": bad("more than stereo"),
  "vorbis.webm": bad("not coded as A_OPUS"),
  "hevc.mp4": bad("coded as hev1, not as avc1"),
  "logarithmic.wav": bad("samples of another coding than PCM"),
  "wide.mp4": { code: "limit-exceeded", detail: { limit: "video-side", max: 640, actual: 642 } },
};

const HOSTILE: Record<string, Refused | Accepted> = {
  "page-behind.mp4": CUT,
  "page-in-free.mp4": TWO_THINGS,
  "page-in-void.webm": TWO_THINGS,
  "zip-behind.ogg": TWO_THINGS,
  "svg-cover.mp3": TWO_THINGS,
  "endless-tag.mp3": ANOTHER_FORMAT,
  "says-an-hour.mp3": sound("mpeg", 1032),
  "many-samples.mp4": bad("a table longer than its stsz box"),
  "same-size-samples.mp4": bad("too many samples"),
  "no-samples-in-chunks.mp4": bad("stsc is not of the chunks there are"),
  "samples-in-chunks.mp4": bad("stsc is not of the chunks there are"),
  "overlapping.mp4": bad("samples that overlap"),
  "beyond.mp4": CUT,
  "other-file.mp4": bad("data in another file"),
  "encrypted.mp4": bad("encrypted"),
  "protected.mp4": bad("encrypted"),
  "small-box.mp4": bad("a box smaller than its header"),
  "endless-box.mp4": CUT,
  "brief-it-says.m4a": bad("longer than it says"),
  "small-it-says.mp4": bad("frames of another size than it says"),
  "small-it-says.webm": bad("frames of another size than it says"),
  "huge-element.webm": CUT,
  "endless-tracks.webm": bad("an element of unknown size"),
  "unknown.webm": bad("something unknown in the Segment"),
  "same-page-again.ogg": bad("more than one stream"),
  "pages-in-a-loop.ogg": bad("a page is missing"),
  "huge-data.wav": bad("a chunk larger than the file"),
  "no-channels.wav": bad("more than stereo"),
};

export const avCases = {
  valid: load("valid", VALID),
  invalid: load("invalid", INVALID),
  hostile: load("hostile", HOSTILE),
};

/** `path`: below fixtures/media/av. */
export function avFixture(path: string): Uint8Array {
  return readFileSync(new URL(path, ROOT));
}

function load<T>(folder: string, expected: Record<string, T>): readonly AvCase<T>[] {
  const files = readdirSync(new URL(folder, ROOT)).toSorted();
  const named = Object.keys(expected).toSorted();
  if (files.join() !== named.join()) throw new Error(`fixtures/media/av/${folder}: files and cases differ`);
  return Object.entries(expected).map(([name, value]) => ({
    name,
    kind: /\.(?:mp4|webm|mov|mkv)$/.test(name) && name !== "two-sounds.webm" ? "video" : "audio",
    bytes: avFixture(`${folder}/${name}`),
    expected: value,
  }));
}
