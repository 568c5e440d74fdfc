// libvips as every image here is decoded and encoded with it: five decoders, one thread, nothing kept.
import { SchemeError } from "@status-scheme/protocol";
import type { LimitName, Limits } from "@status-scheme/protocol";
import type { Sharp, SharpOptions } from "sharp";
import sharp from "sharp";

/** libvips can read much more than we accept (SVG, TIFF, PDF…): only these decoders may ever run. */
const LOADERS = ["Jpeg", "Png", "Webp", "Nsgif", "Heif"].map((name) => `VipsForeignLoad${name}Buffer`);
sharp.block({ operation: ["VipsForeignLoad"] });
sharp.unblock({ operation: LOADERS });
// Every upload is another image: a cache only keeps memory. One thread an image: the pipeline counts the images at work.
sharp.cache(false);
sharp.concurrency(1);

export function open(bytes: Uint8Array, options: SharpOptions = {}): Sharp {
  return sharp(bytes, { failOn: "warning", sequentialRead: true, ...options });
}

/** Uncompressed RGBA, as sharp's input or what it comes to. */
export function openRaw(pixels: Uint8Array, raw: NonNullable<SharpOptions["raw"]>): Sharp {
  return sharp(pixels, { raw, limitInputPixels: false });
}

export interface Encoded {
  readonly data: Buffer;
  readonly width: number;
  readonly height: number;
}

/**
 * The best that fits: what is served is within the limit for what is uploaded, or where that cannot be, it is refused.
 * @throws SchemeError `limit-exceeded`
 */
export async function within(
  limits: Limits,
  limit: LimitName,
  qualities: readonly number[],
  encode: (quality: number) => Promise<Encoded>,
): Promise<Encoded> {
  const max = limits[limit];
  let actual = 0;
  for (const quality of qualities) {
    const encoded = await encode(quality);
    if (encoded.data.length <= max) return encoded;
    actual = encoded.data.length;
  }
  throw new SchemeError("limit-exceeded", { limit, max, actual });
}

/** libvips says what it met in its own words, which are for the log (`cause`) and not for the wire. */
export async function reading<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    if (cause instanceof SchemeError) throw cause;
    throw new SchemeError("bad-medium", { reason: "broken image" }, { cause });
  }
}
