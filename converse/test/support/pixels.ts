// What an element looks like on the screen.
import type { Locator } from "playwright-core";
import sharp from "sharp";

/** The color in the middle of an element, rounded: "red", "green", "blue", … or its numbers. */
export async function colorIn(element: Locator): Promise<string> {
  const { data, info } = await sharp(await element.screenshot())
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const middle = (Math.floor(info.height / 2) * info.width + Math.floor(info.width / 2)) * 3;
  const [red, green, blue] = [...data.subarray(middle, middle + 3)].map((value) => value > 100);
  return NAMES[`${red} ${green} ${blue}`]!;
}

const NAMES: Readonly<Record<string, string>> = {
  "false false false": "black",
  "true false false": "red",
  "false true false": "lime",
  "false false true": "blue",
  "true true false": "yellow",
  "true false true": "magenta",
  "false true true": "cyan",
  "true true true": "white",
};
