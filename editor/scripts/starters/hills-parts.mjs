// What the set "hills" is cut from: sheets of paper, each casting a soft shadow on the one below.
import { box, circle, ellipse, line, n, path, scene } from "./shapes.mjs";

const LIFT =
  '<filter id="lift" x="-20%" y="-20%" width="140%" height="140%"><feDropShadow dx="0" dy="4" stdDeviation="4" flood-color="#1a1030" flood-opacity="0.42"/></filter>';

/** A picture of sheets on a sky. */
export const papercut = (sky, ...sheets) => scene(sky, LIFT, ...sheets);
/** What is cut from one sheet. */
export const sheet = (...shapes) => `<g filter="url(#lift)">${shapes.join("")}</g>`;

/** Hills, the farthest first: from left to right they go through these heights. */
export const hill = ([left, middle, right], fill) =>
  sheet(path(`M-20 280 V${left} Q60 ${2 * middle - left} 128 ${middle} T276 ${right} V280 Z`, fill));

export const cloud = (x, y, size, fill = "#fffaf2") =>
  sheet(
    `<g transform="translate(${n(x)} ${n(y)}) scale(${size})">${circle(-30, 0, 20, fill)}${circle(-4, -14, 27, fill)}${circle(26, -4, 22, fill)}${box(-50, -2, 98, 24, 12, fill)}</g>`,
  );

/** The little house: `window` is the colour behind its panes. */
export const house = (
  x,
  y,
  { wall = "#fff3df", roof = "#d9483b", window = "#ffd45c", door = "#7a4a3a", cap = "" } = {},
) =>
  sheet(box(x + 62, y - 34, 20, 44, 2, door)) +
  sheet(box(x + 8, y + 18, 92, 74, 2, wall)) +
  sheet(path(`M${x - 8} ${y + 28} L${x + 54} ${y - 28} L${x + 116} ${y + 28} Z`, roof)) +
  cap +
  box(x + 22, y + 40, 32, 30, 4, window) +
  line(`M${x + 38} ${y + 40} v30 M${x + 22} ${y + 55} h32`, 4, wall) +
  path(`M${x + 66} ${y + 92} V${y + 56} a12 12 0 0 1 24 0 V${y + 92} Z`, door);

export const fir = (x, y, size, fill) =>
  sheet(
    path(
      `M${x} ${y - size} L${x + size * 0.42} ${y - size * 0.42} H${x + size * 0.2} L${x + size * 0.52} ${y} H${x - size * 0.52} L${x - size * 0.2} ${y - size * 0.42} H${x - size * 0.42} Z`,
      fill,
    ),
  );

export const sun = (x, y, r, fill, glow) =>
  circle(x, y, r * 1.9, glow, 'opacity="0.35"') +
  circle(x, y, r * 1.45, glow, 'opacity="0.55"') +
  sheet(circle(x, y, r, fill));
export const star = (x, y, r, fill = "#fff3c4") =>
  path(
    `M${x} ${n(y - r)} Q${x} ${y} ${n(x + r)} ${y} Q${x} ${y} ${x} ${n(y + r)} Q${x} ${y} ${n(x - r)} ${y} Q${x} ${y} ${x} ${n(y - r)} Z`,
    fill,
  );
export const bird = (x, y, size, color = "#3b2c4d") =>
  line(
    `M${x - size} ${y - size * 0.4} Q${x - size * 0.4} ${y - size * 0.7} ${x} ${y} Q${x + size * 0.4} ${y - size * 0.7} ${x + size} ${y - size * 0.4}`,
    5,
    color,
  );
export const apple = (x, y, r = 10) =>
  circle(x, y, r, "#e2392f") + ellipse(x - r * 0.3, y - r * 0.3, r * 0.25, r * 0.25, "#ff9a86");
