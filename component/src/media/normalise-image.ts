// Stills (draft, "Limits"): whatever comes in goes out as a WebP in sRGB, upright, no larger than its limit, with nothing of
// the original file but its pixels: no EXIF, GPS, XMP or profile, no trailing bytes. The same bytes always make the same image.
import type { Limits } from "@status-scheme/protocol";
import { SchemeError } from "@status-scheme/protocol";
import type { SharpOptions } from "sharp";
import sharp from "sharp";
import type { NormalisedMedium } from "./media.ts";

/** libvips can read much more than we accept (SVG, TIFF, PDF…): only these decoders may ever run. */
const LOADERS = ["Jpeg", "Png", "Webp", "Nsgif", "Heif"].map((name) => `VipsForeignLoad${name}Buffer`);
sharp.block({ operation: ["VipsForeignLoad"] });
sharp.unblock({ operation: LOADERS });
// Every upload is another image: a cache only keeps memory. One thread an image: the pipeline counts the images at work.
sharp.cache(false);
sharp.concurrency(1);

const QUALITY = 82;

/** @throws SchemeError `limit-exceeded` or `bad-medium` */
export async function normaliseImage(bytes: Uint8Array, limits: Limits): Promise<NormalisedMedium> {
  // The limit is ours to check, so that it can be named; libvips holds it again while it decodes.
  const { width, height } = await reading(() => open(bytes, { limitInputPixels: false }).metadata());
  checkPixels(width * height, limits);
  const side = limits["image-side"];
  const { data, info } = await reading(() =>
    open(bytes, { limitInputPixels: limits["image-pixels"] })
      .autoOrient()
      .resize({ width: side, height: side, fit: "inside", withoutEnlargement: true })
      .toColourspace("srgb")
      .webp({ quality: QUALITY })
      .toBuffer({ resolveWithObject: true }),
  );
  return { bytes: data, mediaType: "image/webp", width: info.width, height: info.height };
}

function open(bytes: Uint8Array, options: SharpOptions): ReturnType<typeof sharp> {
  return sharp(bytes, { failOn: "warning", sequentialRead: true, ...options });
}

function checkPixels(actual: number, limits: Limits): void {
  const max = limits["image-pixels"];
  if (actual > max) throw new SchemeError("limit-exceeded", { limit: "image-pixels", max, actual });
}

/** libvips says what it met in its own words, which are for the log (`cause`) and not for the wire. */
async function reading<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    throw new SchemeError("bad-medium", { reason: "broken image" }, { cause });
  }
}
