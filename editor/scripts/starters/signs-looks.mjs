// The pictures of the set "signs".
import { box, circle, ellipse, line, mirrored, n, path, scene, snore } from "./shapes.mjs";

const INK = "#14192b";
const PAPER = "#fffaf0";
// Okabe and Ito's colours, which every kind of colour vision tells apart, the dark ones dark enough for paper white on them.
const GREEN = "#00795a";
const BLUE = "#0a64ab";
const AMBER = "#f2a900";
const RED = "#bd3000";
const PLUM = "#8c3a73";
const NIGHT = "#252b4a";
const SKY = "#8fd0f5";
const YELLOW = "#f6d327";

const dots = (x, y, apart, size, color = INK) => circle(x - apart, y, size, color) + circle(x + apart, y, size, color);
const smile = (x, y, half, depth) => line(`M${x - half} ${y} Q${x} ${y + depth} ${x + half} ${y}`, 12, INK);
const ring = (count, radius, turn = 0) =>
  Array.from({ length: count }, (_, at) => {
    const angle = ((at + turn) * 2 * Math.PI) / count;
    return `${n(128 + radius * Math.sin(angle))} ${n(128 - radius * Math.cos(angle))}`;
  }).join(" L");

export const disc = scene(GREEN, circle(128, 128, 98, PAPER), dots(128, 106, 38, 17), smile(128, 146, 56, 72));

export const bubble = scene(
  BLUE,
  path(
    "M64 34 H192 a42 42 0 0 1 42 42 V138 a42 42 0 0 1 -42 42 H132 L70 234 V180 H64 a42 42 0 0 1 -42 -42 V76 a42 42 0 0 1 42 -42 Z",
    PAPER,
  ),
  dots(128, 88, 40, 16),
  path("M78 114 H178 Q176 160 128 160 Q80 160 78 114 Z", INK),
  ellipse(128, 150, 26, 10, "#ef6f4f"),
);

export const cup = scene(
  AMBER,
  line("M92 26 q-18 18 0 34 M136 26 q-18 18 0 34", 14, PAPER),
  line("M186 116 h12 a28 28 0 0 1 0 64 h-20", 22, INK),
  path("M38 84 H192 V176 a48 48 0 0 1 -48 48 H86 a48 48 0 0 1 -48 -48 Z", INK),
  dots(115, 128, 32, 14, PAPER),
  line("M90 164 Q115 192 140 164", 11, PAPER),
);

export const hourglass = scene(
  SKY,
  path("M48 40 H208 Q208 104 144 128 Q208 152 208 216 H48 Q48 152 112 128 Q48 104 48 40 Z", PAPER),
  path("M66 92 H190 Q178 110 128 124 Q78 110 66 92 Z", AMBER),
  path("M60 206 Q68 178 128 164 Q188 178 196 206 Z", AMBER),
  line("M128 118 V166", 8, AMBER),
  box(32, 18, 192, 32, 12, INK),
  box(32, 206, 192, 32, 12, INK),
  line("M78 68 q16 16 32 0 M146 68 q16 16 32 0", 10, INK),
);

export const octagon = scene(
  RED,
  path(`M${ring(8, 112, 0.5)} Z`, PAPER),
  path("M52 74 L118 98 V104 a31 31 0 0 1 -60 2 Z", INK),
  mirrored(128, path("M52 74 L118 98 V104 a31 31 0 0 1 -60 2 Z", INK)),
  dots(128, 108, 34, 7, PAPER),
  box(68, 150, 120, 34, 8, INK),
);

export const moon = scene(
  NIGHT,
  path("M134 22 A108 108 0 1 0 234 166 A92 92 0 0 1 134 22 Z", YELLOW),
  line("M56 130 q15 17 32 4 M120 172 q15 17 32 4", 11, INK),
  line("M76 184 q12 16 28 10", 10, INK),
  snore(166, 42, 46, PAPER),
  snore(146, 118, 24, PAPER),
);

const pawn = (x, color, eye) =>
  path(`M${x - 54} 206 Q${x - 58} 128 ${x} 128 Q${x + 58} 128 ${x + 54} 206 Z`, color) +
  circle(x, 84, 48, color, `stroke="${PLUM}" stroke-width="10"`) +
  dots(x + eye, 78, 16, 9) +
  line(`M${x + eye - 14} 100 q14 14 28 0`, 9, INK);
export const pair = scene(PLUM, pawn(72, PAPER, 12), pawn(184, YELLOW, -12), box(14, 184, 228, 46, 14, INK));

export const burger = scene(
  YELLOW,
  path("M28 128 Q28 34 128 34 Q228 34 228 128 Z", INK),
  dots(128, 84, 40, 15, PAPER),
  circle(92, 80, 6, INK) + circle(172, 80, 6, INK),
  path("M20 140 H236 L214 168 L190 146 L162 172 L128 146 L94 172 L66 146 L42 168 Z", GREEN),
  box(28, 158, 200, 26, 13, RED),
  path("M30 194 H226 Q226 230 192 230 H64 Q30 230 30 194 Z", INK),
);

export const telephone = scene(
  "#14806f",
  path(
    "M24 96 Q24 34 128 34 Q232 34 232 96 V106 a12 12 0 0 1 -12 12 H184 a12 12 0 0 1 -12 -12 V88 Q128 76 84 88 V106 a12 12 0 0 1 -12 12 H36 a12 12 0 0 1 -12 -12 Z",
    INK,
  ),
  path("M96 96 H160 L172 118 Q216 134 222 214 Q222 228 208 228 H48 Q34 228 34 214 Q40 134 84 118 Z", PAPER),
  dots(128, 138, 34, 14),
  circle(128, 186, 30, INK),
  circle(128, 194, 15, "#ef6f4f"),
);

export const suitcase = scene(
  BLUE,
  line("M88 74 V52 a22 22 0 0 1 22 -22 H146 a22 22 0 0 1 22 22 V74", 20, YELLOW),
  box(20, 72, 216, 146, 30, YELLOW),
  box(52, 210, 32, 26, 8, YELLOW) + box(172, 210, 32, 26, 8, YELLOW),
  box(48, 72, 20, 146, 0, INK) + box(188, 72, 20, 146, 0, INK),
  dots(128, 124, 28, 13),
  smile(128, 158, 34, 44),
);

export const headphones = scene(
  "#f59ab8",
  circle(128, 140, 86, PAPER),
  line("M36 150 C28 6 228 6 220 150", 22, INK),
  box(14, 112, 50, 90, 22, INK) + box(192, 112, 50, 90, 22, INK),
  line("M82 130 q16 16 32 0 M142 130 q16 16 32 0", 12, INK),
  smile(128, 174, 22, 22),
);
