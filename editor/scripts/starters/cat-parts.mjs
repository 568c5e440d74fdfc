// The lucky cat of the set "cat": a calico with a red collar and a bell. Head at 128, 128 unless it is moved.
import { box, circle, clipped, ellipse, line, mirrored, n, path, turned } from "./shapes.mjs";

export const INK = "#3a2a40";
export const FUR = "#fff6e8";
export const SHADE = "#f0dcc4";
export const GINGER = "#f2963f";
export const DARK = "#5a4458";
export const PINK = "#f58f98";
export const RED = "#e2434f";
export const GOLD = "#ffc93c";

const ear = (degrees, fill, inside = PINK) =>
  turned(
    degrees,
    84,
    110,
    path("M44 112 Q40 50 54 36 Q62 30 72 40 L120 90 Z", fill),
    path("M58 92 Q54 62 60 55 Q64 52 70 58 L92 80 Z", inside),
  );
const ears = (degrees, inside) => ear(-degrees, GINGER, inside?.[0]) + mirrored(128, ear(-degrees, DARK, inside?.[1]));

/** The eyes: what they are like tells the mood. */
export const eyes = {
  open: (look = 0, blink = 0) =>
    blink > 0.6
      ? eyes.shut()
      : [94, 162]
          .map(
            (x) =>
              ellipse(x + look, 128, 12, n(16 * (1 - blink)), INK) +
              (blink > 0.3 ? "" : circle(x + look + 4, 122, 5, "#fff") + circle(x + look - 4, 134, 2.5, "#fff")),
          )
          .join(""),
  happy: () => line("M80 132 Q94 112 108 132 M148 132 Q162 112 176 132", 8, INK),
  shut: () => line("M80 126 Q94 140 108 126 M148 126 Q162 140 176 126", 8, INK),
  cross: () =>
    [94, 162].map((x) => ellipse(x, 130, 11, 12, INK) + circle(x + 3, 130, 3.5, "#fff")).join("") +
    path("M82 112 L116 122 L110 130 L82 122 Z M174 112 L140 122 L146 130 L174 122 Z", FUR) +
    line("M76 112 L112 126 M180 112 L144 126", 9, INK),
  down: (look = 0) =>
    [94, 162].map((x) => ellipse(x + look, 134, 12, 13, INK) + circle(x + look + 2, 141, 4, "#fff")).join("") +
    line("M78 122 Q94 114 110 122 M146 122 Q162 114 178 122", 6, INK),
};

export const mouths = {
  smile: () => line("M112 154 Q120 166 128 156 Q136 166 144 154", 6, INK),
  open: () =>
    path("M112 157 Q128 162 144 157 Q144 184 128 184 Q112 184 112 157 Z", "#a32f45") +
    ellipse(128, 177, 9, 6, PINK) +
    line("M108 154 Q118 164 128 156 Q138 164 148 154", 6, INK),
  sour: () => line("M112 166 Q120 154 128 158 Q136 154 144 166", 6, INK),
  small: () => line("M118 156 Q123 163 128 157 Q133 163 138 156", 6, INK),
};

const nose = path("M119 144 Q128 139 137 144 Q134 153 128 154 Q122 153 119 144 Z", PINK);
const whiskers = line("M50 140 L22 134 M50 152 L24 158 M206 140 L234 134 M206 152 L232 158", 5, DARK, 'opacity="0.55"');
const blush = ellipse(70, 154, 13, 9, PINK, 'opacity="0.6"') + ellipse(186, 154, 13, 9, PINK, 'opacity="0.6"');

/** `by`: pixels wider all around, so that a patch on it leaves no edge of fur. */
const skull = (by = 0) => {
  const [left, right, top, end] = [40 - by, 216 + by, 66 - by, 198 + by];
  return `M128 ${top} C186 ${top} ${right} 98 ${right} 138 C${right} 178 180 ${end} 128 ${end} C76 ${end} ${left} 178 ${left} 138 C${left} 98 70 ${top} 128 ${top} Z`;
};

/** The head as someone behind the cat sees it. */
export const headFromBehind = () =>
  mirrored(
    128,
    ears(0, ["#d87f2d", "#463447"]),
    path(skull(), FUR),
    clipped(
      "nape",
      skull(1),
      path("M20 60 H128 Q126 130 84 140 Q52 146 34 170 Z", GINGER),
      path("M236 60 H156 Q150 122 188 130 Q208 136 222 166 Z", DARK),
    ),
  );

/** The head: a ginger patch over one ear, a dark one over the other. `earsBy`: degrees the ears hang by. */
export function head({ eyes: eyesDrawn = eyes.open(), mouth = mouths.smile(), earsBy = 0, face = "" } = {}) {
  return [
    ears(earsBy),
    path(skull(), FUR),
    clipped(
      "patches",
      skull(1),
      path("M20 60 H112 Q118 96 84 104 Q52 110 34 140 Z", GINGER),
      path("M236 60 H166 Q160 92 188 100 Q208 106 222 136 Z", DARK),
    ),
    whiskers,
    blush,
    nose,
    mouth,
    eyesDrawn,
    face,
  ].join("");
}

/** Shoulders with what is worn around the neck, below a head at its usual place. */
export const chest = (worn = collar()) =>
  path("M56 270 Q56 176 128 176 Q200 176 200 270 Z", FUR) +
  path("M54 270 Q54 214 81 189 Q104 226 92 270 Z", GINGER) +
  worn;

const collar = () =>
  path("M70 192 Q128 226 186 192 L190 206 Q128 242 66 206 Z", RED) +
  circle(128, 224, 15, GOLD) +
  circle(128, 228, 4, INK) +
  line("M115 222 H141", 4, "#d99a1c");

/** A front paw, upright, its wrist at x, y. */
export const paw = (x, y, { pads = false } = {}) =>
  box(x - 20, y - 8, 40, 150, 20, FUR) +
  ellipse(x, y - 10, 27, 25, FUR) +
  (pads
    ? ellipse(x, y - 4, 11, 9, PINK) +
      [-14, 0, 14].map((dx) => circle(x + dx, y - 20 - (dx ? 0 : 4), 5.5, PINK)).join("")
    : line(`M${x - 9} ${y - 28} v9 M${x + 9} ${y - 28} v9`, 4, SHADE));
