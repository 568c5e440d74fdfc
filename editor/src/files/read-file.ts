// A chosen, dropped or pasted file becomes a medium: its kind by its bytes, held against the limits before the browser
// decodes it, and measured by the browser.
import type { LimitName, Limits } from "@status-scheme/protocol";
import type { NewMedium } from "../model/api.ts";
import { FileProblem, MOST_OF_A_PICTURE } from "./api.ts";
import type { ReadFile, ReadOptions } from "./api.ts";
import { fit, measure, stillOf } from "./picture.ts";
import { openMoving } from "./player.ts";
import { sniff } from "./sniff.ts";
import type { Sniffed } from "./sniff.ts";

/** @throws FileProblem */
export async function readFile(file: Blob, { limits, shrink = true, redraw = false }: ReadOptions): Promise<ReadFile> {
  const sniffed = sniff(new Uint8Array(await file.slice(0, HEADER).arrayBuffer()));
  if (!sniffed) throw new FileProblem("not-taken");
  const { kind } = sniffed;
  const most = kind === "image" && shrink ? MOST_OF_A_PICTURE.bytes : limits[`${kind}-bytes`];
  within(`${kind}-bytes`, file.size, most);
  const bytes = new Uint8Array(await file.arrayBuffer());
  // The first bytes do not have all frames.
  const whole = sniff(bytes) ?? sniffed;
  const blob = new Blob([bytes], { type: whole.mediaType });
  switch (whole.kind) {
    case "image":
      return readImage(blob, bytes, whole, { limits, shrink, redraw });
    case "animation":
      return readAnimation(blob, bytes, whole, limits);
    default:
      return readMoving(blob, bytes, whole.kind, limits);
  }
}

/** A PNG says that it moves behind its first chunks; everything else at once. */
const HEADER = 65_536;

async function readImage(
  blob: Blob,
  bytes: Uint8Array,
  { mediaType, width = 0, height = 0 }: Sniffed,
  { limits, shrink, redraw }: Required<ReadOptions>,
): Promise<ReadFile> {
  const isTooLarge = bytes.length > limits["image-bytes"] || width * height > limits["image-pixels"];
  if (isTooLarge && shrink) return { medium: await fit(blob, limits["image-bytes"]), shrunkFrom: bytes.length };
  if (redraw && !isTooLarge) return { medium: await fit(blob, limits["image-bytes"]) };
  within("image-bytes", bytes.length, limits["image-bytes"]);
  within("image-pixels", width * height, limits["image-pixels"]);
  const measured = await measure(blob);
  within("image-pixels", measured.width * measured.height, limits["image-pixels"]);
  return { medium: { kind: "image", mediaType, bytes, ...measured } };
}

async function readAnimation(blob: Blob, bytes: Uint8Array, sniffed: Sniffed, limits: Limits): Promise<ReadFile> {
  const { mediaType, width = 0, height = 0, frames, length } = sniffed;
  within("animation-bytes", bytes.length, limits["animation-bytes"]);
  within("animation-frames", frames ?? 0, limits["animation-frames"]);
  within("animation-length", length ?? 0, limits["animation-length"]);
  within("animation-pixels", width * height * (frames ?? 1), limits["animation-pixels"]);
  const still = await stillOf(blob);
  const counted = { ...(frames !== undefined && { frames }), ...(length !== undefined && { length }) };
  return { medium: { kind: "animation", mediaType, bytes, width, height, ...counted }, still };
}

async function readMoving(blob: Blob, bytes: Uint8Array, said: "audio" | "video", limits: Limits): Promise<ReadFile> {
  const player = await openMoving(blob, said);
  const { length, element } = player;
  const { videoWidth: width = 0, videoHeight: height = 0 } = element as Partial<HTMLVideoElement>;
  player.close();
  // MP4 and WebM hold sounds as well.
  const kind = said === "video" && width > 0 ? "video" : "audio";
  const mediaType = blob.type.replace(/^video/, kind);
  within(`${kind}-bytes`, bytes.length, limits[`${kind}-bytes`]);
  within(`${kind}-length`, length ?? 0, limits[`${kind}-length`]);
  const medium: NewMedium = { kind, mediaType, bytes, ...(length !== undefined && { length }) };
  if (kind === "audio") return { medium };
  within("video-side", Math.max(width, height), limits["video-side"]);
  return { medium: { ...medium, width, height }, still: await stillOf(blob) };
}

function within(limit: LimitName, actual: number, allowed: number): void {
  if (actual > allowed) throw new FileProblem("limit-exceeded", { limit, allowed, actual });
}
