// sharp called bare, in a process of its own: what the media pipeline is measured against, with its settings (component,
// media/normalise-*.ts). It also makes the pictures that both are given.
import { setPriority } from "node:os";
import type { Sharp } from "sharp";
import sharp from "sharp";
import { random } from "./torture/random.ts";

export interface SharpTask {
  readonly task: "make" | "normalise";
  readonly picture: PictureName;
  readonly bytes?: Uint8Array;
  /** Another seed makes another picture. */
  readonly seed?: number;
}
export type PictureName = "look" | "small look" | "photo" | "animation" | "largest still" | "largest animation";

const FRAMES = 30;

sharp.cache(false);
sharp.concurrency(1);
// As low as a media worker's: other work on the machine slows both alike.
setPriority(10);

/** Clouds, coarser the larger the grain: something that compresses as photographs do, and the same each time. */
function clouds(width: number, height: number, grain: number, seed = 1): Sharp {
  const [columns, rows] = [Math.ceil(width / grain), Math.ceil(height / grain)];
  const below = random(seed);
  const noise = Buffer.from(Array.from({ length: columns * rows * 3 }, () => below(256)));
  const raw = { width: columns, height: rows, channels: 3 } as const;
  return sharp(noise, { raw }).resize({ width, height, fit: "fill", kernel: "cubic" });
}

/** One cloud after the other, in few colours, as a GIF. */
async function moving(side: number, count: number, colours: number): Promise<Buffer> {
  const wide = await clouds(side + 4 * count, side, side / 5)
    .raw()
    .toBuffer();
  const raw = { width: side + 4 * count, height: side, channels: 3 } as const;
  const frame = (index: number) =>
    sharp(wide, { raw })
      .extract({ left: 4 * index, top: 0, width: side, height: side })
      .png({ compressionLevel: 1 })
      .toBuffer();
  const frames = await Promise.all(Array.from({ length: count }, (_, index) => frame(index)));
  const delay = frames.map(() => 30);
  return sharp(frames, { join: { animated: true } })
    .gif({ colours, dither: 0, effort: 1, delay, loop: 0 })
    .toBuffer();
}

const MAKE: Readonly<Record<PictureName, (seed: number) => Promise<Buffer>>> = {
  look: (seed) => clouds(512, 512, 6.5, seed).jpeg({ quality: 75 }).toBuffer(),
  "small look": (seed) => clouds(128, 128, 6.5, seed).jpeg({ quality: 75 }).toBuffer(),
  photo: () => clouds(1200, 900, 6).jpeg({ quality: 75 }).toBuffer(),
  animation: () => moving(240, FRAMES, 32),
  "largest still": () => clouds(4000, 4000, 200).jpeg({ quality: 25, progressive: true }).toBuffer(),
  "largest animation": () => moving(512, 150, 4),
};

const still = (bytes: Uint8Array) =>
  sharp(bytes, { failOn: "warning", sequentialRead: true })
    .autoOrient()
    .resize({ width: 512, height: 512, fit: "inside", withoutEnlargement: true })
    .toColourspace("srgb")
    .webp({ quality: 82 })
    .toBuffer();
const animation = (bytes: Uint8Array) =>
  sharp(bytes, { failOn: "warning", sequentialRead: true, animated: true })
    .resize({ width: 512, height: 512, fit: "inside", withoutEnlargement: true })
    .toColourspace("srgb")
    .webp({ quality: 80, effort: 2 })
    .toBuffer();

process.on("disconnect", () => process.exit());
process.on("message", ({ task, picture, bytes, seed = 1 }: SharpTask) => {
  const isMoving = picture.endsWith("animation");
  const work = task === "make" ? MAKE[picture](seed) : (isMoving ? animation : still)(bytes!);
  void work.then((made) => process.send?.(made));
});
