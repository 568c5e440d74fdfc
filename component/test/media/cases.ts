// What every file of fixtures/media comes to as the medium `image`. A file without a case, or a case without its file, is an error.
import type { ErrorDetail } from "@status-scheme/protocol";
import { readFileSync, readdirSync } from "node:fs";

const ROOT = new URL("../../../fixtures/media/", import.meta.url);

export interface Accepted {
  readonly width: number;
  readonly height: number;
}
export interface Refused {
  readonly code: "bad-medium" | "limit-exceeded";
  readonly detail: ErrorDetail;
}
export interface Case<T> {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly expected: T;
}

const size = (width: number, height: number): Accepted => ({ width, height });
const bad = (reason: string): Refused => ({ code: "bad-medium", detail: { medium: "image", reason } });
const tooManyPixels = (actual: number): Refused => ({
  code: "limit-exceeded",
  detail: { medium: "image", limit: "image-pixels", max: 16_000_000, actual },
});

const VALID: Record<string, Accepted> = {
  "still.png": size(200, 100),
  "still.jpg": size(200, 100),
  "still.webp": size(200, 100),
  "still.gif": size(200, 100),
  "still.avif": size(200, 100),
  "jpeg-named.png": size(200, 100),
  "large.png": size(512, 341),
  "tall.jpg": size(19, 512),
  "dot.png": size(1, 1),
  "alpha.png": size(64, 64),
  "gray.png": size(64, 64),
  "gray-alpha.png": size(64, 64),
  "sixteen-bit.png": size(64, 64),
  "palette.png": size(64, 64),
  "interlaced.png": size(64, 64),
  "progressive.jpg": size(64, 64),
  "cmyk.jpg": size(64, 64),
  "lossless.webp": size(64, 64),
  "display-p3.png": size(64, 64),
  "oriented.jpg": size(100, 200),
  "comment.png": size(200, 100),
  "one-frame-apng.png": size(200, 100),
  "trailing-bytes.jpg": size(200, 100),
};

const ANOTHER_FORMAT = bad("not an accepted format");
const CUT = bad("cut short");
const BROKEN = bad("broken image");
const TWO_THINGS = bad("another kind of file as well");

const INVALID: Record<string, Refused> = {
  "empty.png": ANOTHER_FORMAT,
  "words.png": ANOTHER_FORMAT,
  "svg-named.png": ANOTHER_FORMAT,
  "page-named.gif": ANOTHER_FORMAT,
  "tiff.tif": ANOTHER_FORMAT,
  "heic.heic": ANOTHER_FORMAT,
  "cut.png": CUT,
  "cut-in-header.png": CUT,
  "cut.jpg": CUT,
  "cut.webp": CUT,
  "cut.gif": CUT,
  "cut.avif": CUT,
  "signature-only.png": CUT,
  "flipped.png": BROKEN,
  "animated.gif": bad("the bytes are an animation (gif)"),
  "animated.webp": bad("the bytes are an animation (webp)"),
  "animated.png": bad("the bytes are an animation (apng)"),
  "animated.avif": bad("the bytes are an animation (avis)"),
  "sequence.avif": bad("the bytes are an animation (avis)"),
};

const HOSTILE: Record<string, Refused | Accepted> = {
  "bomb-30000.png": tooManyPixels(900_000_000),
  "bomb-4001.png": tooManyPixels(16_004_000),
  "bomb-20000.gif": tooManyPixels(400_000_000),
  "bomb-largest.png": BROKEN,
  "text-bomb.png": size(200, 100),
  "many-scans.jpg": bad("too many scans"),
  "lying-size.avif": BROKEN,
  "gif-and-page.gif": TWO_THINGS,
  "page-in-comment.jpg": TWO_THINGS,
  "page-behind.png": TWO_THINGS,
  "svg-in-text.png": TWO_THINGS,
  "zip-behind.png": TWO_THINGS,
  "pdf-behind.jpg": TWO_THINGS,
  "endless-chunk.png": CUT,
  "long-riff.webp": CUT,
  "small-box.avif": bad("a box smaller than its header"),
  "endless-box.avif": CUT,
};

export const cases = {
  valid: load("valid", VALID),
  invalid: load("invalid", INVALID),
  hostile: load("hostile", HOSTILE),
};

export function fixture(path: string): Uint8Array {
  return readFileSync(new URL(path, ROOT));
}

function load<T>(folder: string, expected: Record<string, T>): readonly Case<T>[] {
  const files = readdirSync(new URL(folder, ROOT)).toSorted();
  const named = Object.keys(expected).toSorted();
  if (files.join() !== named.join()) throw new Error(`fixtures/media/${folder}: files and cases differ`);
  return Object.entries(expected).map(([name, value]) => ({
    name,
    bytes: fixture(`${folder}/${name}`),
    expected: value,
  }));
}
