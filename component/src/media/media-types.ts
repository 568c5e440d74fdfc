// The media types an upload may be announced as (draft, "Limits"), and the kinds of medium each may turn out to be.
// What a medium is in the end, its bytes say (inspect.ts).
import type { LimitName, MediumKind } from "@status-scheme/protocol";

const STILL_OR_MOVING = ["image", "animation"] as const;

export const ACCEPTED_TYPES: ReadonlyMap<string, readonly MediumKind[]> = new Map<string, readonly MediumKind[]>([
  ["image/png", STILL_OR_MOVING],
  ["image/apng", STILL_OR_MOVING],
  ["image/vnd.mozilla.apng", STILL_OR_MOVING],
  ["image/gif", STILL_OR_MOVING],
  ["image/webp", STILL_OR_MOVING],
  ["image/avif", STILL_OR_MOVING],
  ["image/jpeg", ["image"]],
  ["audio/ogg", ["audio"]],
  ["audio/opus", ["audio"]],
  ["audio/mpeg", ["audio"]],
  ["audio/mp4", ["audio"]],
  ["audio/x-m4a", ["audio"]],
  ["audio/wav", ["audio"]],
  ["audio/x-wav", ["audio"]],
  ["audio/vnd.wave", ["audio"]],
  ["audio/webm", ["audio"]],
  ["video/mp4", ["video"]],
  ["video/webm", ["video"]],
]);

/** The limit on the bytes of an upload of this kind. */
export const BYTES_LIMIT: Readonly<Record<MediumKind, LimitName>> = {
  image: "image-bytes",
  animation: "animation-bytes",
  audio: "audio-bytes",
  video: "video-bytes",
};

/** A Content-Type without its parameters: `image/png; q=1` is `image/png`. */
export function essenceOf(contentType: string): string {
  return contentType.split(";", 1)[0]!.trim().toLowerCase();
}
