// The image beside an animation whose owner brought none (draft, "Media"): the first frame with something on it.
import type { Limits } from "@status-scheme/protocol";
import type { NormalisedMedium } from "./media.ts";
import { encodeStill } from "./normalise-image.ts";
import { open, reading } from "./sharp.ts";

/** Longer side at which frames are looked at, pixels. */
const GLANCE = 64;
/** Differences up to here are an encoder's noise. */
const NOISE = 12;

/** `animation`: as it came out of the pipeline. @throws SchemeError `limit-exceeded` or `bad-medium` */
export function stillOfAnimation(animation: Uint8Array, limits: Limits): Promise<NormalisedMedium> {
  return reading(async () => {
    const page = await firstWithSomething(animation);
    return encodeStill(() => open(animation, { page, pages: 1 }), limits);
  });
}

/** The number of a frame; that of the first where all are blank. */
async function firstWithSomething(animation: Uint8Array): Promise<number> {
  const { data, info } = await open(animation, { animated: true, limitInputPixels: false })
    .resize({ width: GLANCE, height: GLANCE, fit: "inside", withoutEnlargement: true })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { pages = 1, width, height } = info;
  const bytes = (width * height * 4) / pages;
  for (let page = 0; page < pages; page++) {
    if (!isBlank(data.subarray(page * bytes, (page + 1) * bytes))) return page;
  }
  return 0;
}

/** RGBA of one colour, or of none at all. */
function isBlank(pixels: Uint8Array): boolean {
  const range = (channel: number) => {
    let [min, max] = [255, 0];
    for (let at = channel; at < pixels.length; at += 4) {
      min = Math.min(min, pixels[at]!);
      max = Math.max(max, pixels[at]!);
    }
    return { max, isEven: max - min <= NOISE };
  };
  const alpha = range(3);
  if (alpha.max <= NOISE) return true;
  return alpha.isEven && [0, 1, 2].every((channel) => range(channel).isEven);
}
