// Pixel art: pictures of 32 by 32 large pixels, said in rectangles and in rows of letters.
import { scene } from "./shapes.mjs";

const SIZE = 8;

/** A rectangle of pixels. */
export const px = (x, y, width, height, fill) =>
  `<rect x="${x * SIZE}" y="${y * SIZE}" width="${width * SIZE}" height="${height * SIZE}" fill="${fill}"/>`;

/** Rows of letters from x, y on; each letter's colour is in `colors`, what is not there is left as it is. */
export const sprite = (x, y, rows, colors) =>
  rows
    .flatMap((row, down) =>
      [...row.matchAll(/(\S)\1*/g)].map(({ 0: run, 1: letter, index }) =>
        colors[letter] ? px(x + index, y + down, run.length, 1, colors[letter]) : "",
      ),
    )
    .join("");

/** Shapes moved by whole pixels. */
export const shifted = (x, y, ...shapes) => `<g transform="translate(${x * SIZE} ${y * SIZE})">${shapes.join("")}</g>`;
export const pixelScene = (ground, ...shapes) =>
  scene(ground, ...shapes).replace("<svg ", '<svg shape-rendering="crispEdges" ');

/** Which of `count` steps the loop is in. */
export const stepOf = (phase, count) => Math.floor(phase * count + 1e-9) % count;
