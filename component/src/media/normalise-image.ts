// Stills (draft, "Limits"): whatever comes in goes out as a WebP in sRGB, upright, no larger than its limit, with nothing of
// the original file but its pixels: no EXIF, GPS, XMP or profile, no trailing bytes. The same bytes always make the same image.
import type { Limits } from "@status-scheme/protocol";
import { SchemeError } from "@status-scheme/protocol";
import type { Sharp } from "sharp";
import type { NormalisedMedium } from "./media.ts";
import { open, reading, within } from "./sharp.ts";

const QUALITIES = [82, 60, 40];

/** @throws SchemeError `limit-exceeded` or `bad-medium` */
export async function normaliseImage(bytes: Uint8Array, limits: Limits): Promise<NormalisedMedium> {
  // The limit is ours to check, so that it can be named; libvips holds it again while it decodes.
  const { width, height } = await reading(() => open(bytes, { limitInputPixels: false }).metadata());
  checkPixels(width * height, limits);
  return reading(() =>
    encodeStill(() => open(bytes, { limitInputPixels: limits["image-pixels"] }).autoOrient(), limits),
  );
}

/** A picture as it is served. @throws SchemeError `limit-exceeded` */
export async function encodeStill(picture: () => Sharp, limits: Limits): Promise<NormalisedMedium> {
  const side = limits["image-side"];
  const { data, width, height } = await within(limits, "image-bytes", QUALITIES, async (quality) => {
    const { data, info } = await picture()
      .resize({ width: side, height: side, fit: "inside", withoutEnlargement: true })
      .toColourspace("srgb")
      .webp({ quality })
      .toBuffer({ resolveWithObject: true });
    return { data, width: info.width, height: info.height };
  });
  return { bytes: data, mediaType: "image/webp", width, height };
}

function checkPixels(actual: number, limits: Limits): void {
  const max = limits["image-pixels"];
  if (actual > max) throw new SchemeError("limit-exceeded", { limit: "image-pixels", max, actual });
}
