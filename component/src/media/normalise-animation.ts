// Animations (draft, "Limits"): GIF, APNG and WebP go out as animated WebP, in sRGB, no larger than their limit, with every
// frame, its delay as browsers show it, and its transparency; with nothing else of the original file.
import type { Limits } from "@status-scheme/protocol";
import { SchemeError } from "@status-scheme/protocol";
import type { Sharp } from "sharp";
import { checkAnimation } from "./animation-limits.ts";
import { apngStrip } from "./apng.ts";
import type { AnimationFacts } from "./formats/structure.ts";
import { lengthOf } from "./formats/structure.ts";
import { readWebp } from "./formats/webp.ts";
import type { Inspected } from "./inspect.ts";
import type { NormalisedMedium } from "./media.ts";
import { open, openRaw, reading, within } from "./sharp.ts";

const QUALITIES = [80, 55, 35];
/** More of it takes several times as long for some per cent fewer bytes. */
const EFFORT = 2;

/** @throws SchemeError `limit-exceeded` or `bad-medium` */
export async function normaliseAnimation(
  bytes: Uint8Array,
  limits: Limits,
  { format, animation }: Inspected,
): Promise<NormalisedMedium> {
  if (animation === undefined) throw new SchemeError("bad-medium", { reason: `an animation that is no longer one` });
  return reading(async () => {
    const frames =
      format === "apng" ? await apngFrames(bytes, animation, limits) : await ownFrames(bytes, animation, limits);
    const timing = { delay: [...animation.delays], loop: animation.plays };
    const { data } = await within(limits, "animation-bytes", QUALITIES, async (quality) => {
      const { data, info } = await frames()
        .webp({ ...timing, quality, effort: EFFORT })
        .toBuffer({ resolveWithObject: true });
      return { data, width: info.width, height: info.height };
    });
    return describe(data);
  });
}

/** What libvips reads by itself, at the size it is served. */
async function ownFrames(bytes: Uint8Array, facts: AnimationFacts, limits: Limits): Promise<() => Sharp> {
  const {
    width,
    height,
    pageHeight = height,
    pages = 1,
  } = await open(bytes, {
    animated: true,
    limitInputPixels: false,
  }).metadata();
  // The decoder may find other frames, on a larger canvas, than the structure tells.
  if (pages !== facts.delays.length) throw new Error(`${pages} frames, said to be ${facts.delays.length}`);
  checkAnimation({ ...facts, width, height: pageHeight }, limits);
  const side = limits["animation-side"];
  return () =>
    open(bytes, { animated: true, limitInputPixels: limits["animation-pixels"] })
      .resize({ width: side, height: side, fit: "inside", withoutEnlargement: true })
      .toColourspace("srgb");
}

async function apngFrames(bytes: Uint8Array, facts: AnimationFacts, limits: Limits): Promise<() => Sharp> {
  const { pixels, width, height } = await apngStrip(bytes, facts, limits["animation-side"]);
  return () => openRaw(pixels, { width, height: height * facts.delays.length, channels: 4, pageHeight: height });
}

/** What is true of the animation that came out. */
function describe(bytes: Buffer): NormalisedMedium {
  const animation = readWebp(bytes)?.animation;
  // The encoder makes one of frames that look the same.
  if (animation === undefined) throw new SchemeError("bad-medium", { reason: "all frames look the same" });
  const { width, height } = animation;
  return { bytes, mediaType: "image/webp", width, height, length: lengthOf(animation) };
}
