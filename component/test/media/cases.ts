// What every file of fixtures/media that is an image or an animation, or claims to be, comes to. A file without a case, or a
// case without its file, is an error.
import type { ErrorDetail, MediumKind } from "@status-scheme/protocol";
import { readFileSync, readdirSync } from "node:fs";

const ROOT = new URL("../../../fixtures/media/", import.meta.url);

export interface Accepted {
  readonly width: number;
  readonly height: number;
  /** Of animations, milliseconds. */
  readonly length?: number;
}
export interface Refused {
  readonly code: "bad-medium" | "limit-exceeded";
  readonly detail: ErrorDetail;
}
export interface Case<T> {
  readonly name: string;
  /** What it is published as. */
  readonly kind: MediumKind;
  readonly bytes: Uint8Array;
  readonly expected: T;
}
type Expected<T> = Omit<Case<T>, "name" | "bytes">;

const still = (width: number, height: number): Expected<Accepted> => ({ kind: "image", expected: { width, height } });
const moving = (width: number, height: number, length: number): Expected<Accepted> => ({
  kind: "animation",
  expected: { width, height, length },
});
const refused = (kind: MediumKind, code: Refused["code"], detail: ErrorDetail): Expected<Refused> => ({
  kind,
  expected: { code, detail: { medium: kind, ...detail } },
});
const bad = (reason: string) => refused("image", "bad-medium", { reason });
const badMoving = (reason: string) => refused("animation", "bad-medium", { reason });
const tooManyPixels = (actual: number) =>
  refused("image", "limit-exceeded", { limit: "image-pixels", max: 16_000_000, actual });
const tooManyPixelsMoving = (actual: number) =>
  refused("animation", "limit-exceeded", { limit: "animation-pixels", max: 40_000_000, actual });

const VALID: Record<string, Expected<Accepted>> = {
  "still.png": still(200, 100),
  "still.jpg": still(200, 100),
  "still.webp": still(200, 100),
  "still.gif": still(200, 100),
  "still.avif": still(200, 100),
  "jpeg-named.png": still(200, 100),
  "large.png": still(512, 341),
  "tall.jpg": still(19, 512),
  "dot.png": still(1, 1),
  "alpha.png": still(64, 64),
  "gray.png": still(64, 64),
  "gray-alpha.png": still(64, 64),
  "sixteen-bit.png": still(64, 64),
  "palette.png": still(64, 64),
  "interlaced.png": still(64, 64),
  "progressive.jpg": still(64, 64),
  "cmyk.jpg": still(64, 64),
  "lossless.webp": still(64, 64),
  "display-p3.png": still(64, 64),
  "oriented.jpg": still(100, 200),
  "comment.png": still(200, 100),
  "one-frame-apng.png": still(200, 100),
  "trailing-bytes.jpg": still(200, 100),
  "card.png": still(96, 64),
  "card.jpg": still(96, 64),
  "card.webp": still(96, 64),
  "card.gif": still(96, 64),
  "card.avif": still(96, 64),
  "card-moving.gif": moving(96, 64, 400),
  "card-moving.webp": moving(96, 64, 400),
  "moving.gif": moving(48, 32, 100 + 100 + 50 + 200),
  "once.gif": moving(48, 32, 400),
  "transparent.gif": moving(48, 32, 300),
  "blank-first.gif": moving(48, 32, 600),
  "wide.gif": moving(512, 256, 40 + 100 + 100),
  "moving.webp": moving(48, 32, 120 + 120 + 80),
  "moving.png": moving(64, 48, 500),
  "sixteen-bit-moving.png": moving(32, 32, 600),
  "passing.png": moving(48, 32, 100 + 100 + 100 + 300 + 100),
  "hidden-first.png": moving(48, 32, 100 + 100 + 300 + 100),
  "display-p3-moving.png": moving(48, 32, 200),
};

const ANOTHER_FORMAT = bad("not an accepted format");
const CUT = bad("cut short");
const CUT_MOVING = badMoving("cut short");
const BROKEN = bad("broken image");
const BROKEN_MOVING = badMoving("broken image");
const LYING_FRAMES = badMoving("another number of frames than it says");
const TWO_THINGS = bad("another kind of file as well");
const TWO_THINGS_MOVING = badMoving("another kind of file as well");

const INVALID: Record<string, Expected<Refused>> = {
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
  "animated.avif": bad("the bytes are an animation (avis)"),
  "sequence.avif": badMoving("animations of avis are not accepted"),
  "same-frames.png": badMoving("all frames look the same"),
  "cut-moving.gif": CUT_MOVING,
  "cut-moving.webp": CUT_MOVING,
  "cut-moving.png": CUT_MOVING,
};

const HOSTILE: Record<string, Expected<Refused | Accepted>> = {
  "bomb-30000.png": tooManyPixels(900_000_000),
  "bomb-4001.png": tooManyPixels(16_004_000),
  "bomb-20000.gif": tooManyPixels(400_000_000),
  "bomb-largest.png": BROKEN,
  "text-bomb.png": still(200, 100),
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
  "bomb-moving.gif": tooManyPixelsMoving(4 * 20_000 ** 2),
  "bomb-moving.png": tooManyPixelsMoving(2 * 20_000 ** 2),
  "bomb-moving.webp": tooManyPixelsMoving(3 * 2 ** 48),
  "lying-frames.png": LYING_FRAMES,
  "many-frames-said.png": LYING_FRAMES,
  "no-frames.png": LYING_FRAMES,
  "out-of-order.png": BROKEN_MOVING,
  "off-canvas.png": BROKEN_MOVING,
  "frame-off-canvas.webp": BROKEN_MOVING,
  "frames-in-still.webp": badMoving("frames in what is no animation"),
  "moving-and-page.gif": TWO_THINGS_MOVING,
  "zip-behind-moving.webp": TWO_THINGS_MOVING,
};

export const cases = {
  valid: load("valid", VALID),
  invalid: load("invalid", INVALID),
  hostile: load("hostile", HOSTILE),
};

export function fixture(path: string): Uint8Array {
  return readFileSync(new URL(path, ROOT));
}

function load<T>(folder: string, expected: Record<string, Expected<T>>): readonly Case<T>[] {
  const files = readdirSync(new URL(folder, ROOT)).toSorted();
  const named = Object.keys(expected).toSorted();
  if (files.join() !== named.join()) throw new Error(`fixtures/media/${folder}: files and cases differ`);
  return Object.entries(expected).map(([name, value]) => ({
    ...value,
    name,
    bytes: fixture(`${folder}/${name}`),
  }));
}
