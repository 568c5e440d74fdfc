// The robot of the set "robot": a head that is mostly screen, a body with two lights, and what it has in its hands.
import { px, sprite } from "./pixels.mjs";

export const INK = "#1b1d33";
export const STEEL = "#eef2f8";
export const SHADOW = "#b4bfd6";
export const SCREEN = "#16233f";
export const RED = "#ff5a5f";
export const GOLD = "#ffd23f";
export const MINT = "#4dffc3";
export const CYAN = "#5fe3ff";
export const WHITE = "#ffffff";

/** Head at 5..26 by 5..20, its screen at 8..23 by 8..17. `glow`: the colour of the bulb on its antenna. */
export const head = (screen, { glow = MINT, steel = STEEL, shade = SHADOW, dark = SCREEN } = {}) =>
  [
    px(15, 3, 2, 3, INK) + px(14, 0, 4, 4, INK) + px(15, 1, 2, 2, glow),
    px(3, 10, 2, 6, INK) + px(4, 11, 2, 4, RED) + px(27, 10, 2, 6, INK) + px(26, 11, 2, 4, RED),
    px(6, 5, 20, 16, INK) + px(5, 6, 22, 14, INK),
    px(7, 6, 18, 14, steel) + px(6, 7, 20, 12, steel) + px(7, 19, 18, 1, shade) + px(6, 18, 20, 1, shade),
    px(9, 8, 14, 10, dark) + px(8, 9, 16, 8, dark),
    screen,
  ].join("");

export const body = ({ arms = armsDown(), steel = STEEL, shade = SHADOW, light = GOLD } = {}) =>
  [
    px(9, 21, 14, 9, INK) + px(8, 22, 16, 8, INK),
    px(10, 21, 12, 8, steel) + px(9, 22, 14, 7, steel) + px(9, 28, 14, 1, shade),
    px(12, 24, 2, 2, RED) + px(15, 24, 5, 2, INK) + px(15, 24, 3, 2, light),
    px(9, 30, 5, 2, INK) + px(18, 30, 5, 2, INK),
    arms,
  ].join("");

export const armLeft = () => px(5, 22, 4, 7, INK) + px(6, 23, 2, 5, SHADOW);
const armRight = () => px(23, 22, 4, 7, INK) + px(24, 23, 2, 5, SHADOW);
const armsDown = () => armLeft() + armRight();

/** What the screen shows, in one colour. */
const glyphs = (color, x, y, rows) => sprite(x, y, rows, { o: color });
const twice = (color, y, rows) => glyphs(color, 10, y, rows) + glyphs(color, 19, y, rows);

export const faces = {
  happy: (color = MINT) =>
    twice(color, 10, [" o ", "o o", "o o"]) + glyphs(color, 13, 13, ["o    o", "oooooo", " oooo "]),
  round: (color = MINT) => twice(color, 10, ["ooo", "ooo", "ooo"]) + glyphs(color, 13, 14, ["o    o", " oooo "]),
  blink: (color = MINT) => twice(color, 11, ["ooo"]) + glyphs(color, 13, 14, ["o    o", " oooo "]),
  hearts: (color = RED) =>
    glyphs(color, 9, 10, ["oo oo", "ooooo", " ooo ", "  o  "]) +
    glyphs(color, 18, 10, ["oo oo", "ooooo", " ooo ", "  o  "]) +
    glyphs(MINT, 14, 14, ["o  o", " oo "]),
  angry: (color = RED) =>
    glyphs(color, 9, 9, ["oo   ", " ooo ", "  ooo", "  oo "]) +
    glyphs(color, 18, 9, ["   oo", " ooo ", "ooo  ", " oo  "]) +
    glyphs(color, 12, 15, ["oooooooo"]),
  talking: (open, color = MINT) =>
    twice(color, 10, ["oo", "oo", "oo"]) + glyphs(color, 14, 14, open ? [" oo ", "oooo", " oo "] : ["oooo"]),
};
