// Looks into a WebP (RFC 9649), so that tests can say what is in one and what is not.
import sharp from "sharp";

/** The chunks of a WebP, in order: `VP8 `, `EXIF`… @throws Error where it is not one, or has bytes to spare */
export function chunksOf(bytes: Uint8Array): readonly string[] {
  const buffer = Buffer.from(bytes);
  if (buffer.toString("latin1", 0, 4) !== "RIFF" || buffer.toString("latin1", 8, 12) !== "WEBP") {
    throw new Error("not a WebP");
  }
  const chunks: string[] = [];
  let at = 12;
  for (; at < buffer.length; at += 8 + Math.ceil(buffer.readUInt32LE(at + 4) / 2) * 2) {
    chunks.push(buffer.toString("latin1", at, at + 4));
  }
  if (at !== buffer.length || buffer.readUInt32LE(4) + 8 !== buffer.length) throw new Error("bytes to spare");
  return chunks;
}

/** Red, green, blue and alpha (0 to 255) of a pixel, as they are stored; of an animation, in that frame. */
export async function pixel(bytes: Uint8Array, x: number, y: number, page = 0): Promise<readonly number[]> {
  const { data, info } = await sharp(bytes, { ignoreIcc: true, page })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const at = (y * info.width + x) * info.channels;
  return [...data.subarray(at, at + 4)];
}

/** An animation as WebP, each frame of a gray of its own. */
export function animationOf(frames: {
  readonly width: number;
  readonly height: number;
  readonly delays: readonly number[];
}): Promise<Buffer> {
  const { width, height, delays } = frames;
  const strip = Buffer.concat(delays.map((_, frame) => Buffer.alloc(width * height * 3, (frame * 7) % 256)));
  const raw = { width, height: height * delays.length, channels: 3, pageHeight: height } as const;
  return sharp(strip, { raw })
    .webp({ lossless: true, delay: [...delays], loop: 0 })
    .toBuffer();
}
