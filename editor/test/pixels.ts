// Pictures as numbers: how they are seen small, how people of other colour vision see them, and how far they are apart.
import sharp from "sharp";

/** Red, green and blue, 0 to 255, pixel after pixel. */
export type Pixels = readonly number[];
type Matrix = readonly (readonly [number, number, number])[];

/** Machado, Oliveira and Fernandes (2009), at full severity, for linear light; the last is luminance alone (BT.709). */
export const SIGHTS: Readonly<
  Record<"everyone's" | "protanopic" | "deuteranopic" | "tritanopic" | "colourless", Matrix>
> = {
  "everyone's": [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopic: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopic: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopic: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
  colourless: [
    [0.2126, 0.7152, 0.0722],
    [0.2126, 0.7152, 0.0722],
    [0.2126, 0.7152, 0.0722],
  ],
};

/** The picture at this side, the first frame or all of them. Decoded whole first, as a browser does before it makes it smaller. */
export async function pixelsOf(bytes: Uint8Array, side: number, { all = false } = {}): Promise<Pixels> {
  const { data, info } = await sharp(bytes, { animated: all })
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  if (side === info.width) return [...data];
  const { width, height, channels } = info;
  const small = sharp(data, { raw: { width, height, channels } }).resize(side, side);
  return [...(await small.raw().toBuffer())];
}

export function sightOf(matrix: Matrix, pixels: Pixels): Pixels {
  const seen: number[] = [];
  for (let at = 0; at < pixels.length; at += 3) {
    const light = [0, 1, 2].map((channel) => linear(pixels[at + channel]!));
    for (const row of matrix) seen.push(encoded(row[0] * light[0]! + row[1] * light[1]! + row[2] * light[2]!));
  }
  return seen;
}

/** The mean distance of two pictures' pixels in red, green and blue: 0 of the same, 441 of black and white. */
export function pixelDistance(one: Pixels, other: Pixels): number {
  let sum = 0;
  for (let at = 0; at < one.length; at += 3) {
    sum += Math.hypot(one[at]! - other[at]!, one[at + 1]! - other[at + 1]!, one[at + 2]! - other[at + 2]!);
  }
  return sum / (one.length / 3);
}

// sRGB (IEC 61966-2-1), both ways.
function linear(value: number): number {
  const part = value / 255;
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
}
function encoded(light: number): number {
  const part = Math.min(1, Math.max(0, light));
  return 255 * (part <= 0.0031308 ? part * 12.92 : 1.055 * part ** (1 / 2.4) - 0.055);
}
