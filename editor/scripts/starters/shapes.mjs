// The words that the starter looks are drawn with: SVG as text, on a canvas of 256 by 256.
export const SIDE = 256;

export const circle = (x, y, r, fill, more = "") =>
  `<circle cx="${n(x)}" cy="${n(y)}" r="${n(r)}" fill="${fill}" ${more}/>`;
export const ellipse = (x, y, rx, ry, fill, more = "") =>
  `<ellipse cx="${n(x)}" cy="${n(y)}" rx="${n(rx)}" ry="${n(ry)}" fill="${fill}" ${more}/>`;
export const box = (x, y, width, height, r, fill, more = "") =>
  `<rect x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}" rx="${n(r)}" fill="${fill}" ${more}/>`;
export const path = (d, fill, more = "") => `<path d="${d}" fill="${fill}" ${more}/>`;
export const line = (d, width, color, more = "") =>
  path(d, "none", `stroke="${color}" stroke-width="${width}" ${more}`);

const group = (more, shapes) => `<g ${more}>${shapes.join("")}</g>`;
/** Turned by these degrees about a point. */
export const turned = (degrees, x, y, ...shapes) => group(`transform="rotate(${n(degrees)} ${x} ${y})"`, shapes);
export const moved = (x, y, ...shapes) => group(`transform="translate(${n(x)} ${n(y)})"`, shapes);
/** Larger or smaller, the point staying where it is. */
export const sized = (times, x, y, ...shapes) =>
  group(`transform="translate(${n(x)} ${n(y)}) scale(${n(times)}) translate(${n(-x)} ${n(-y)})"`, shapes);
export const mirrored = (x, ...shapes) => group(`transform="translate(${2 * x} 0) scale(-1 1)"`, shapes);
export const faded = (opacity, ...shapes) => group(`opacity="${n(opacity)}"`, shapes);
/** Only what is within the path. */
export const clipped = (id, d, ...shapes) =>
  `<clipPath id="${id}"><path d="${d}"/></clipPath>${group(`clip-path="url(#${id})"`, shapes)}`;

/** A whole picture on its ground. */
export const scene = (ground, ...shapes) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${SIDE}" height="${SIDE}" viewBox="0 0 ${SIDE} ${SIDE}" stroke-linecap="round" stroke-linejoin="round"><rect width="${SIDE}" height="${SIDE}" fill="${ground}"/>${shapes.flat().join("")}</svg>`;

/** There and back once in a loop: from -1 to 1, at 0 when the phase is 0. A loop of it has no seam. */
export const sway = (phase, turns = 1) => Math.sin(2 * Math.PI * turns * phase);
/** From 0 at the phase 0 to 1 in the middle of the loop, and back. */
export const swell = (phase, turns = 1) => (1 - Math.cos(2 * Math.PI * turns * phase)) / 2;

/** A letter Z as a sleeper breathes it out, its corner at x, y. */
export const snore = (x, y, size, color) =>
  line(`M${n(x)} ${n(y)} h${n(size)} l${n(-size)} ${n(size * 1.1)} h${n(size)}`, n(size * 0.34), color);

/** Short numbers, the same on every machine: two decimals. */
export function n(value) {
  return Math.round(value * 100) / 100 + 0;
}
