// Stills and animations: every format that is taken, and hostile files whose mutants get further than themselves.
import { crc32 } from "node:zlib";
import type { TortureFormat } from "../format.ts";
import { fixtures } from "../format.ts";
import { webpComplaint } from "../webp-tools.ts";

const of = (name: string, kind: "image" | "animation", ...files: readonly string[]): TortureFormat => ({
  name,
  kind,
  originals: fixtures(...files),
  complaint: webpComplaint,
});

/** Makes the checksums of a PNG's chunks right again. */
function mendPng(bytes: Buffer): Buffer {
  if (bytes.toString("latin1", 1, 4) !== "PNG") return bytes;
  for (let at = 8; at + 12 <= bytes.length;) {
    const end = at + 8 + bytes.readUInt32BE(at);
    if (end + 4 > bytes.length) break;
    bytes.writeUInt32BE(crc32(bytes.subarray(at + 4, end)), end);
    at = end + 4;
  }
  return bytes;
}

const valid = (...names: readonly string[]) => names.map((name) => `valid/${name}`);
const hostile = (...names: readonly string[]) => names.map((name) => `hostile/${name}`);

const PNG = [
  ...valid("card.png", "still.png", "large.png", "alpha.png", "gray-alpha.png", "sixteen-bit.png", "palette.png"),
  ...valid("interlaced.png", "display-p3.png", "comment.png", "one-frame-apng.png"),
  ...hostile("bomb-4001.png", "text-bomb.png", "svg-in-text.png"),
];
const JPEG = [
  ...valid("card.jpg", "still.jpg", "progressive.jpg", "cmyk.jpg", "oriented.jpg"),
  ...hostile("many-scans.jpg"),
];
const AVIF = [...valid("card.avif", "still.avif"), ...hostile("lying-size.avif", "small-box.avif")];
const APNG = [
  ...valid("moving.png", "sixteen-bit-moving.png", "passing.png", "hidden-first.png", "display-p3-moving.png"),
  ...hostile("out-of-order.png", "off-canvas.png", "many-frames-said.png"),
];
const GIF = valid("card-moving.gif", "moving.gif", "once.gif", "transparent.gif", "blank-first.gif", "wide.gif");

export const IMAGES: readonly TortureFormat[] = [
  { ...of("png", "image", ...PNG), mend: mendPng },
  of("jpeg", "image", ...JPEG),
  of("webp", "image", ...valid("card.webp", "still.webp", "lossless.webp")),
  of("gif", "image", ...valid("card.gif", "still.gif"), ...hostile("gif-and-page.gif", "bomb-20000.gif")),
  of("avif", "image", ...AVIF),
  of("moving gif", "animation", ...GIF, ...hostile("bomb-moving.gif")),
  of(
    "moving webp",
    "animation",
    ...valid("card-moving.webp", "moving.webp"),
    ...hostile("bomb-moving.webp", "frame-off-canvas.webp"),
  ),
  { ...of("apng", "animation", ...APNG), mend: mendPng },
];
