// File names and media types, both ways.
import type { MediumKind } from "@status-scheme/protocol";

const TYPES: Readonly<Record<string, string>> = {
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  webp: "image/webp",
  gif: "image/gif",
  apng: "image/apng",
  avif: "image/avif",
  ogg: "audio/ogg",
  opus: "audio/ogg",
  mp3: "audio/mpeg",
  m4a: "audio/mp4",
  wav: "audio/wav",
  mp4: "video/mp4",
  webm: "video/webm",
};
const GROUPS: Readonly<Record<MediumKind, string>> = {
  image: "image",
  animation: "image",
  audio: "audio",
  video: "video",
};

/** The media type of a file of this kind by its name's ending; undefined where that is none of the kind. */
export function mediaTypeOf(kind: MediumKind, file: string): string | undefined {
  const type = TYPES[extension(file)];
  return type?.startsWith(`${GROUPS[kind]}/`) ? type : undefined;
}

/** Endings that files of this kind may have. */
export function endingsOf(kind: MediumKind): string[] {
  return Object.keys(TYPES).filter((ending) => TYPES[ending]!.startsWith(`${GROUPS[kind]}/`));
}

/** The ending to give a file of this media type; undefined where it is none we know. */
export function endingOf(mediaType: string): string | undefined {
  return Object.keys(TYPES).find((ending) => TYPES[ending] === mediaType);
}

function extension(file: string): string {
  return file.slice(file.lastIndexOf(".") + 1).toLowerCase();
}
