// The pictures of the set "cat".
import {
  chest,
  DARK,
  eyes,
  FUR,
  GINGER,
  GOLD,
  head,
  headFromBehind,
  INK,
  mouths,
  paw,
  RED,
  SHADE,
} from "./cat-parts.mjs";
import {
  box,
  circle,
  ellipse,
  faded,
  line,
  moved,
  n,
  path,
  scene,
  sized,
  snore,
  sway,
  swell,
  turned,
} from "./shapes.mjs";

/** Closes the eyes for a moment around this part of the loop. */
const blinkAt = (phase, at) => Math.max(0, 1 - Math.abs(phase - at) * 18);
const heart = (x, y, size, fill) =>
  sized(
    size,
    x,
    y,
    path(
      `M${x} ${y + 22} C${x - 40} ${y - 4} ${x - 22} ${y - 30} ${x} ${y - 12} C${x + 22} ${y - 30} ${x + 40} ${y - 4} ${x} ${y + 22} Z`,
      fill,
    ),
  );
const cloud = (x, y, fill = "#fff") =>
  circle(x, y, 18, fill) +
  circle(x + 24, y - 8, 24, fill) +
  circle(x + 50, y, 18, fill) +
  box(x - 18, y, 86, 18, 9, fill);

export const waving = (phase) =>
  scene(
    "#ffb92e",
    Array.from({ length: 12 }, (_, at) =>
      turned(at * 30, 128, 140, path("M114 140 L98 -100 L158 -100 L142 140 Z", at % 2 ? "none" : "#ffd062")),
    ),
    moved(
      -22,
      14,
      sized(
        0.94,
        128,
        256,
        chest(),
        circle(186, 214, 28, FUR),
        turned(25 + 8 * sway(phase, 2), 186, 226, paw(190, 96, { pads: true })),
        head({ eyes: eyes.open(0, blinkAt(phase, 0.75)), mouth: mouths.open() }),
      ),
    ),
  );

export const chatting = (phase) =>
  scene(
    "#19b5a5",
    moved(-18, 44, chest(), head({ eyes: eyes.happy(), mouth: mouths.open() })),
    path(
      "M136 12 H222 a24 24 0 0 1 24 24 V76 a24 24 0 0 1 -24 24 H196 L166 128 L170 100 H136 a24 24 0 0 1 -24 -24 V36 a24 24 0 0 1 24 -24 Z",
      "#fff",
    ),
    heart(179, 58, 1 + 0.22 * swell(phase, 2), RED),
  );

export const atTheWindow = (phase) =>
  scene(
    "#3f78b5",
    box(24, 10, 208, 184, 18, "#fff3dc"),
    box(40, 26, 176, 158, 8, "#ff8f52"),
    box(40, 84, 176, 100, 0, "#ffb765"),
    circle(180, 122, 34, "#fff0b0"),
    box(40, 136, 176, 48, 0, "#c9506a"),
    box(12, 184, 232, 24, 10, "#fff3dc"),
    path("M108 110 Q182 112 182 204 Q182 210 172 210 H52 Q42 210 42 204 Q42 112 108 110 Z", FUR),
    path("M41 204 Q41 150 64 126 Q96 160 84 210 H52 Q41 210 41 204 Z", GINGER),
    line(
      `M150 200 C196 196 ${n(170 + 12 * sway(phase))} 236 ${n(200 + 22 * sway(phase))} ${n(238 - 8 * swell(phase))}`,
      24,
      DARK,
    ),
    turned(
      5,
      112,
      150,
      moved(-16, 0, line("M88 150 Q128 172 168 150", 15, RED), sized(0.66, 128, 46, headFromBehind())),
    ),
  );

export const inTheBox = scene(
  "#9b7fd4",
  moved(0, 0, head({ eyes: eyes.shut(), mouth: mouths.small() })),
  path("M28 156 H228 L216 250 H40 Z", "#c98a4b"),
  path("M28 156 L4 190 L40 198 L52 156 Z M228 156 L252 190 L216 198 L204 156 Z", "#e2aa69"),
  box(112, 156, 32, 94, 0, "#e8c28c"),
  path("M96 148 q-10 22 8 24 q18 -2 12 -24 Z M160 148 q10 22 -8 24 q-18 -2 -12 -24 Z", FUR),
);

export const cross = scene(
  "#7d1535",
  moved(0, -26, head({ eyes: eyes.cross(), mouth: mouths.sour(), earsBy: 26 })),
  circle(128, 194, 56, "#fff"),
  circle(128, 194, 47, RED),
  box(96, 182, 64, 24, 6, "#fff"),
  ellipse(66, 204, 24, 22, FUR),
  ellipse(190, 204, 24, 22, FUR),
  line("M60 192 v10 M72 192 v10 M184 192 v10 M196 192 v10", 4, SHADE),
);

export const asleep = (phase) => {
  const breath = swell(phase);
  const drift = (late) => (phase + late) % 1;
  const z = (late, size) => {
    const at = drift(late);
    return faded(
      at < 0.15 ? at / 0.15 : at > 0.7 ? (1 - at) / 0.3 : 1,
      snore(122 - 34 * at, 96 - 76 * at, size + 14 * at, "#fff"),
    );
  };
  return scene(
    "#232c5c",
    path("M196 20 A46 46 0 1 0 240 92 A56 56 0 0 1 196 20 Z", "#ffe08a", 'transform="translate(-4 4)"'),
    [
      [36, 36, 5],
      [150, 24, 4],
      [24, 96, 4],
      [226, 132, 4],
    ].map(([x, y, r]) => circle(x, y, r, "#fff")),
    ellipse(128, 226, 116, 24, "#e2656e"),
    ellipse(130, n(172 - 2 * breath), 100, n(58 + 2 * breath), FUR),
    path("M150 116 Q216 118 230 176 Q190 190 160 160 Q140 136 150 116 Z", GINGER),
    line("M216 196 Q160 246 92 222", 30, DARK),
    moved(-36, 46, sized(0.66, 128, 128, head({ eyes: eyes.shut(), mouth: mouths.small() }))),
    z(0.1, 16),
    z(0.6, 16),
  );
};

export const meeting = scene(
  "#3c62b8",
  box(20, 14, 216, 150, 12, "#fff"),
  line("M150 128 L176 92 L194 104 L222 40", 9, "#19b5a5"),
  line("M202 42 L223 38 L226 60", 9, "#19b5a5"),
  moved(
    -24,
    0,
    sized(
      0.86,
      128,
      256,
      chest(path("M66 198 Q128 238 190 198 L128 214 Z M112 216 h32 l-6 16 l12 40 h-44 l12 -40 Z", RED)),
      head({
        mouth: mouths.small(),
        face:
          [94, 162].map((x) => circle(x, 128, 26, "#ffffff44", `stroke="${INK}" stroke-width="8"`)).join("") +
          line("M120 124 H136", 8, INK),
      }),
    ),
  ),
);

export const eating = scene(
  "#5aa844",
  moved(
    0,
    -18,
    head({
      eyes: eyes.happy(),
      mouth: mouths.smile() + path("M126 160 q20 -2 16 14 q-4 14 -16 6 q-8 -8 0 -20 Z", "#e8637a"),
    }),
  ),
  path("M88 186 C104 150 150 142 170 176 L196 150 Q204 172 196 200 Z", "#4aa3df"),
  circle(112, 176, 6, INK),
  path("M34 188 H222 Q218 246 170 246 H86 Q38 246 34 188 Z", RED),
  box(26, 180, 204, 22, 11, "#f26d77"),
  heart(128, 222, 0.62, "#fff"),
);

export const phoning = scene(
  "#ee6fa3",
  moved(-12, 22, chest(), head({ eyes: eyes.open(-6), mouth: mouths.open() })),
  turned(
    16,
    204,
    140,
    path(
      "M188 58 q40 -14 40 82 q0 96 -40 82 q-14 -6 -12 -24 q2 -14 18 -14 q12 -2 12 -44 q0 -42 -12 -44 q-16 0 -18 -14 q-2 -18 12 -24 Z",
      INK,
    ),
  ),
  line("M196 226 q10 10 0 16 q-14 6 -20 14", 8, INK),
  ellipse(216, 158, 24, 21, FUR),
  line("M206 148 l-6 8 M222 146 l-4 9", 4, SHADE),
);

export const flying = (phase) => {
  const flap = (late) => n(9 * sway(phase + late, 2));
  const drift = (x, late) => n(((x - 420 * phase + late + 840) % 420) - 90);
  return scene(
    "#3aa0e8",
    moved(drift(120, 0), 44, cloud(0, 0)),
    moved(drift(330, 0), 186, cloud(0, 0)),
    path(
      `M150 206 C176 ${196 + flap(0)} 196 ${212 + flap(0.1)} 250 ${190 + flap(0.2)} L246 ${224 + flap(0.2)} C204 ${240 + flap(0.1)} 180 ${222 + flap(0)} 150 232 Z`,
      "#c22f3d",
    ),
    moved(
      -12,
      8,
      path("M56 270 Q56 176 128 176 Q200 176 200 270 Z", DARK),
      head({
        mouth: mouths.open(),
        face:
          path("M44 112 Q56 64 128 64 Q200 64 212 112 Q170 92 128 92 Q86 92 44 112 Z", "#8a4b2c") +
          line("M42 124 Q128 92 214 124", 12, INK) +
          [94, 162]
            .map(
              (x) =>
                circle(x, 122, 29, GOLD) +
                circle(x, 122, 22, "#bfe8ff") +
                ellipse(x, 124, 10, 14, INK) +
                circle(x + 5, 117, 5, "#fff"),
            )
            .join(""),
      }),
      path("M62 196 Q128 232 194 196 L198 218 Q128 256 58 218 Z", RED),
    ),
  );
};

export const focusing = scene(
  "#4a3a86",
  moved(
    0,
    -22,
    head({
      eyes: eyes.down(),
      mouth: mouths.small(),
      face:
        line("M40 132 C30 30 226 30 216 132", 16, "#2ec4b6") +
        box(20, 104, 40, 66, 18, "#2ec4b6") +
        box(196, 104, 40, 66, 18, "#2ec4b6") +
        box(48, 108, 14, 58, 7, INK) +
        box(194, 108, 14, 58, 7, INK),
    }),
  ),
  path("M50 166 H206 a12 12 0 0 1 12 12 V250 H38 V178 a12 12 0 0 1 12 -12 Z", "#cfd6e6"),
  box(20, 240, 216, 16, 8, "#aab4cb"),
  ellipse(128, 216, 14, 11, INK) +
    [108, 122, 136, 150].map((x, at) => circle(x - 1, at % 3 ? 194 : 202, 6, INK)).join(""),
);
