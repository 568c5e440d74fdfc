// Pictures drawn anew: cut to a square, made smaller, or taken from what moves. The browser decodes, a canvas encodes.
import type { NewMedium } from "../model/api.ts";
import { FileProblem, MOST_OF_A_PICTURE } from "./api.ts";
import type { Square } from "./api.ts";
import { givesPictures } from "./gives-pictures.ts";
import { sniff } from "./sniff.ts";
import type { Sniffed } from "./sniff.ts";
import { openMoving, seek } from "./player.ts";

/** Of a picture made here; services make larger ones smaller. */
const SIDE = 512;
/** Of a video that does not say how long it is. */
const UNKNOWN_LENGTH_MS = 1_000;
const QUALITIES = [0.92, 0.8, 0.65, 0.5] as const;

type Drawable = ImageBitmap | HTMLVideoElement | VideoFrame;

/** The largest square in the middle, or this one; at most 512 pixels wide. @throws FileProblem */
export async function cropToSquare(picture: Blob, square?: Square): Promise<NewMedium> {
  const bitmap = await decode(picture);
  try {
    const { width, height } = bitmap;
    const size = Math.min(width, height);
    const { x, y, size: wanted } = square ?? { x: (width - size) / 2, y: (height - size) / 2, size };
    const side = Math.max(1, Math.min(wanted, SIDE));
    return await draw(bitmap, { x, y, width: wanted, height: wanted }, side / wanted);
  } finally {
    bitmap.close();
  }
}

/**
 * A picture of a video or an animation, as far into it as asked: from 0 to 1, of a video's time, of an animation's pictures.
 * @throws FileProblem: `not-supported` where the browser does not give an animation's other pictures (`givesPictures`)
 */
export async function stillOf(moving: Blob, share = 0): Promise<NewMedium> {
  const bytes = new Uint8Array(await moving.arrayBuffer());
  const sniffed = sniff(bytes);
  if (sniffed?.kind !== "video") return share > 0 && sniffed ? pictureIn(bytes, sniffed, share) : fit(moving);
  const player = await openMoving(moving, "video");
  try {
    await seek(player.element, (share * (player.length ?? UNKNOWN_LENGTH_MS)) / 1_000);
    const { videoWidth: width, videoHeight: height } = player.element as HTMLVideoElement;
    return await draw(player.element as HTMLVideoElement, { x: 0, y: 0, width, height }, scaleFor(width, height));
  } finally {
    player.close();
  }
}

async function pictureIn(data: Uint8Array<ArrayBuffer>, { mediaType }: Sniffed, share: number): Promise<NewMedium> {
  if (!givesPictures()) throw new FileProblem("not-supported");
  // Decoders know APNG as PNG.
  const type = mediaType.replace("apng", "png");
  if (!(await ImageDecoder.isTypeSupported(type))) throw new FileProblem("not-supported");
  const decoder = new ImageDecoder({ data, type, preferAnimation: true });
  try {
    await Promise.all([decoder.tracks.ready, decoder.completed]);
    const count = decoder.tracks.selectedTrack?.frameCount ?? 1;
    const { image } = await decoder.decode({ frameIndex: Math.min(Math.floor(share * count), count - 1) });
    try {
      const { displayWidth: width, displayHeight: height } = image;
      return await draw(image, { x: 0, y: 0, width, height }, scaleFor(width, height));
    } finally {
      image.close();
    }
  } catch (cause) {
    throw cause instanceof FileProblem ? cause : new FileProblem("broken", {}, { cause });
  } finally {
    decoder.close();
  }
}

/** The picture, at most 512 pixels wide and high and of at most so many bytes. @throws FileProblem */
export async function fit(picture: Blob, maxBytes?: number): Promise<NewMedium> {
  const bitmap = await decode(picture);
  try {
    const { width, height } = bitmap;
    return await draw(bitmap, { x: 0, y: 0, width, height }, scaleFor(width, height), maxBytes);
  } finally {
    bitmap.close();
  }
}

/** Its measures as the browser sees them. @throws FileProblem `broken` */
export async function measure(picture: Blob): Promise<{ readonly width: number; readonly height: number }> {
  const bitmap = await decode(picture);
  const { width, height } = bitmap;
  bitmap.close();
  return { width, height };
}

const scaleFor = (width: number, height: number) => Math.min(1, SIDE / Math.max(width, height));

async function decode(picture: Blob): Promise<ImageBitmap> {
  const { width = 0, height = 0 } = sniff(new Uint8Array(await picture.arrayBuffer())) ?? {};
  const actual = width * height;
  const { pixels: allowed } = MOST_OF_A_PICTURE;
  if (actual > allowed) throw new FileProblem("limit-exceeded", { limit: "image-pixels", allowed, actual });
  try {
    return await createImageBitmap(picture);
  } catch (cause) {
    throw new FileProblem("broken", {}, { cause });
  }
}

interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

async function draw(
  source: Drawable,
  { x, y, width, height }: Area,
  scale: number,
  maxBytes?: number,
): Promise<NewMedium> {
  if (!(width > 0 && height > 0)) throw new FileProblem("broken");
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  const context = canvas.getContext("2d");
  if (!context) throw new FileProblem("not-supported");
  context.imageSmoothingQuality = "high";
  context.drawImage(source, x, y, width, height, 0, 0, canvas.width, canvas.height);
  for (const quality of QUALITIES) {
    // A browser that cannot make WebP makes PNG.
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/webp", quality));
    if (!blob) throw new FileProblem("not-supported");
    if (maxBytes !== undefined && blob.size > maxBytes) continue;
    const bytes = new Uint8Array(await blob.arrayBuffer());
    return { kind: "image", mediaType: blob.type, bytes, width: canvas.width, height: canvas.height };
  }
  if (canvas.width <= 16) throw new FileProblem("not-supported");
  return draw(source, { x, y, width, height }, scale * 0.7, maxBytes);
}
