// The pictures of the set "robot".
import { pixelScene, px, shifted, sprite, stepOf } from "./pixels.mjs";
import { armLeft, body, CYAN, faces, GOLD, head, INK, MINT, RED, SHADOW, STEEL, WHITE } from "./robot-parts.mjs";

/** An arm in the air, its claw to the right or to the left. */
const raised = (right) => {
  const x = right ? 1 : -1;
  return [
    armLeft(),
    px(23, 21, 7, 5, INK) + px(24, 22, 5, 3, SHADOW),
    px(26, 16, 4, 8, INK) + px(27, 16, 2, 7, SHADOW),
    shifted(
      x,
      0,
      sprite(25, 10, ["kk  kk", "kwkkwk", "kwkkwk", "kwwwwk", "kwwwwk", "kkwwkk", " kkkk "], { k: INK, w: WHITE }),
    ),
  ].join("");
};

export const hello = (phase) => {
  const step = stepOf(phase, 8);
  const face = step === 6 ? faces.blink() : faces.round();
  return pixelScene(
    "#ff9f1c",
    px(0, 28, 32, 4, "#e07f00"),
    shifted(-2, 0, head(face, { glow: step % 4 < 2 ? MINT : WHITE })),
    shifted(-1, 0, body({ arms: raised(step % 4 < 2) })),
  );
};

export const inLove = (phase) => {
  const step = stepOf(phase, 4);
  const heart = ["oo oo", "ooooo", "ooooo", " ooo ", "  o  "];
  const rising = [0, 1].map((at) => sprite(at ? 27 : 0, [4, 3, 2, 1][(step + 2 * at) % 4], heart, { o: "#ff2e63" }));
  return pixelScene(
    "#ffc2d4",
    px(0, 28, 32, 4, "#f590b0"),
    body(),
    shifted(0, step % 2, head(faces.hearts(), { glow: RED })),
    ...rising,
  );
};

/** What a screen shows that nobody looks at: a fish, from right to left and back on. */
export const aquarium = (phase) => {
  const x = 8 + ((26 - 2 * stepOf(phase, 13) - 10 + 26) % 26);
  const fish = ["   oo    o", " oooooo oo", "oowoooooo ", "oooooooooo", " oooooo oo", "   oo    o"];
  const bubbles = [0, 1, 2].map((at) => px(10 + at * 5, 16 - ((stepOf(phase, 13) + 4 * at) % 13), 1, 1, "#bff2ff"));
  const glass =
    px(9, 8, 14, 10, "#1274b8") + px(8, 9, 16, 8, "#1274b8") + px(9, 16, 14, 1, GOLD) + px(10, 17, 12, 1, GOLD);
  const weed = px(20, 13, 1, 3, MINT) + px(21, 11, 1, 4, MINT) + px(11, 14, 1, 2, MINT);
  // Only what is before the glass is seen: the fish comes from behind its frame.
  const inside = `<svg x="64" y="64" width="128" height="72" viewBox="64 64 128 72">${sprite(x - 9, 10, fish, { o: "#ff8a3d", w: INK })}${bubbles.join("")}</svg>`;
  return pixelScene("#1b8794", px(0, 28, 32, 4, "#126672"), body(), head(glass + weed + inside, { glow: GOLD }));
};

export const forgotten = (phase) => {
  const down = [0, 0, 1, 2, 3, 3, 2, 1][stepOf(phase, 8)];
  const dull = "#5d7290";
  const web = ["wwwwwwwwww", "ww  w   w", "w w w  w", "w  w   w", "www w w", "w    w", "w  ww", "www", "w", "w"];
  return pixelScene(
    "#8d82b5",
    px(0, 28, 32, 4, "#6d6296"),
    shifted(
      -2,
      0,
      body({ light: "#6b7280" }),
      head(sprite(10, 12, ["ooo      ooo"], { o: dull }) + sprite(13, 15, ["oooooo"], { o: dull }), {
        glow: "#6b7280",
        steel: "#d6d5df",
        shade: "#a3a0b8",
      }),
      sprite(6, 18, ["g  g ", "gggg ", " gg  "], { g: "#5a9c63" }) +
        sprite(20, 27, [" gg", "ggg", "gg "], { g: "#5a9c63" }),
    ),
    sprite(0, 0, web, { w: "#e9e3f8" }),
    px(29, 0, 1, 14 + down, WHITE),
    shifted(0, down, sprite(27, 13, ["s s s", " sss ", "srsrs", " sss ", "s s s"], { s: INK, r: RED })),
  );
};

export const angry = (phase) => {
  const step = stepOf(phase, 6);
  const puff = (x, flip) => {
    const at = step % 3;
    return (
      px(flip ? x - at : x + at, 9 - at * 2, 3, 3, "#ffd9cf") +
      px(flip ? x - at + 1 : x + at - 1, 5 - at, 2, 2, "#ffd9cf")
    );
  };
  const stripes = Array.from({ length: 6 }, (_, at) =>
    sprite(at * 6 - 1, 27, ["   kkk", "  kkk ", " kkk  ", "kkk   ", "kk   k"], { k: INK }),
  ).join("");
  return pixelScene(
    "#b3122f",
    px(0, 27, 32, 5, GOLD),
    stripes,
    shifted(0, 4, head(faces.angry(), { glow: step % 3 ? RED : WHITE })),
    shifted(0, 4, puff(1, true), puff(28, false)),
  );
};

export const off = (phase) => {
  const step = stepOf(phase, 8);
  const z = ["zzzz", "  z ", " z  ", "zzzz"];
  const stars = [
    [3, 4],
    [9, 2],
    [27, 15],
    [2, 14],
  ].map(([x, y], at) => (at % 4 === step % 4 ? "" : px(x, y, 1, 1, WHITE)));
  return pixelScene(
    "#1f2a5a",
    ...stars,
    px(0, 28, 32, 4, "#161e45"),
    body({ light: INK }),
    shifted(
      0,
      4,
      head(
        sprite(10, 12, ["o o      o o", "ooo      ooo"], { o: "#4d6aa3" }) + sprite(14, 15, ["oooo"], { o: "#4d6aa3" }),
        { glow: "#4b5575", steel: "#c9d3e8", shade: "#8b98b8" },
      ),
    ),
    sprite(20, 4 - (step >> 2), z, { z: WHITE }),
    sprite(26, (((step + 2) >> 2) + 1) % 2, z, { z: "#9fb4e8" }),
  );
};

const half = (screen, colors) =>
  px(2, 8, 13, 13, INK) +
  px(1, 9, 15, 11, INK) +
  px(3, 9, 11, 11, colors[0]) +
  px(2, 10, 13, 9, colors[0]) +
  px(4, 11, 9, 7, "#16233f") +
  px(8, 5, 1, 3, INK) +
  px(7, 3, 3, 3, INK) +
  px(8, 4, 1, 1, colors[1]) +
  px(4, 20, 9, 6, INK) +
  px(5, 20, 7, 6, colors[0]) +
  screen;
export const meeting = (phase) => {
  const step = stepOf(phase, 6);
  const speaks = step < 3;
  const mouth = (open) => sprite(7, 15, open && step % 3 !== 1 ? ["mmm", "mmm"] : ["mmm"], { m: MINT });
  const bubble = [" wwwwwww ", "wwwwwwwww", "wkwwkwwkw", "wwwwwwwww"];
  const colors = { w: WHITE, k: INK };
  const eyes = (dx) => sprite(6 + dx, 12, ["o  o", "o  o"], { o: MINT });
  return pixelScene(
    "#3a56b0",
    half(eyes(1) + mouth(speaks), [STEEL, RED]),
    shifted(15, 0, half(eyes(0) + mouth(!speaks), ["#ffb86b", CYAN])),
    px(0, 25, 32, 7, INK) + px(0, 25, 32, 2, "#c98a4b") + px(0, 27, 32, 5, "#8f5c2d"),
    speaks ? sprite(11, 1, [...bubble, "ww"], colors) : sprite(12, 1, [...bubble, "       ww"], colors),
  );
};

export const charging = (phase) => {
  const bars = (stepOf(phase, 5) + 4) % 5;
  const level = Array.from({ length: bars }, (_, at) =>
    px(10 + at * 3, 11, 2, 4, bars < 2 ? RED : bars < 4 ? GOLD : MINT),
  ).join("");
  const bolt = ["   bb", "  bb ", " bbbb", "   bb", "  bb ", " bb  "];
  return pixelScene(
    "#5dbb63",
    px(0, 28, 32, 4, "#3f9446"),
    body({ arms: armLeft() + px(23, 22, 5, 3, INK) }),
    head(px(8, 10, 16, 6, WHITE) + px(9, 11, 14, 4, "#16233f") + level, { glow: bars % 2 ? GOLD : WHITE }),
    px(24, 18, 8, 12, INK) + px(26, 16, 4, 2, INK) + px(25, 19, 6, 10, GOLD) + px(25, 19, 6, 3, "#c98a00"),
    sprite(25, 22, bolt, { b: INK }),
  );
};

export const calling = (phase) => {
  const step = stepOf(phase, 6);
  const [left, right] = [
    [" w", "w ", "w ", "w ", " w"],
    ["w ", " w", " w", " w", "w "],
  ];
  const waves = [3, 6]
    .slice(0, 1 + ((step + 1) % 2))
    .map((r) => sprite(13 - r, 0, left, { w: WHITE }) + sprite(17 + r, 0, right, { w: WHITE }));
  return pixelScene(
    "#b04fc4",
    px(0, 28, 32, 4, "#8c36a0"),
    body({ arms: armLeft() + px(23, 21, 6, 3, INK) + px(26, 18, 3, 5, INK) + px(24, 22, 3, 1, SHADOW) }),
    head(faces.talking(step % 2 === 0), { glow: GOLD }),
    sprite(
      25,
      7,
      ["kkkk ", "krrrk", "krrrk", "kkrrk", "  krk", "  krk", "  krk", "  krk", "kkrrk", "krrrk", "krrrk", "kkkk "],
      { k: INK, r: GOLD },
    ),
    ...waves,
  );
};

export const ufo = (phase) => {
  const step = stepOf(phase, 8);
  const up = [0, 0, 1, 1, 1, 1, 0, 0][step];
  const stars = [
    [2, 5],
    [6, 14],
    [27, 4],
    [30, 12],
    [4, 27],
    [25, 29],
    [13, 30],
    [1, 18],
  ];
  return pixelScene(
    "#35207a",
    ...stars.map(([x, y], at) => px((x + 32 - 4 * step) % 32, y, at % 3 ? 1 : 2, 1, at % 2 ? "#b9a7ff" : WHITE)),
    shifted(
      0,
      up,
      px(9, 4, 14, 2, "#a8eaff") + px(7, 6, 18, 4, "#a8eaff") + px(6, 10, 20, 10, "#a8eaff"),
      px(9, 9, 14, 10, INK) + px(10, 8, 12, 11, INK) + px(10, 9, 12, 9, STEEL) + px(11, 10, 10, 7, "#16233f"),
      px(15, 5, 2, 4, INK) + px(15, 4, 2, 2, RED),
      sprite(12, 11, ["oo    oo", "oo    oo", "oo    oo"], { o: MINT }) +
        sprite(13, 15, ["o    o", " oooo "], { o: MINT }),
      px(9, 6, 2, 2, WHITE) + px(8, 8, 1, 4, WHITE),
      px(4, 18, 24, 8, INK) +
        px(1, 20, 30, 4, INK) +
        px(4, 19, 24, 3, "#ff8fab") +
        px(2, 21, 28, 2, "#ff8fab") +
        px(6, 23, 20, 2, "#d45a80"),
      [4, 10, 16, 22].map((x, at) => px(x + 1, 21, 3, 2, at % 2 === step % 2 ? GOLD : WHITE)).join(""),
    ),
  );
};

export const scanning = (phase) => {
  const step = (stepOf(phase, 12) + 3) % 12;
  const at = step < 6 ? step : 12 - step;
  const x = 9 + at * 2;
  const code = ["cc ccc", "  cccc c", "  cc cc", "ccc c"];
  return pixelScene(
    "#0f3d3e",
    code
      .map(
        (row, down) =>
          sprite(0, 2 + down * 7, [row], { c: "#1f6a63" }) +
          sprite(25, 4 + down * 7, [row.slice(0, 6)], { c: "#1f6a63" }),
      )
      .join(""),
    shifted(
      0,
      1,
      head(px(9, 11, 14, 3, "#4a1420") + px(Math.max(9, x - 1), 11, 4, 3, "#b5213a") + px(x, 11, 2, 3, "#ff6b6b"), {
        glow: RED,
      }),
    ),
    px(6, 22, 20, 9, INK) + px(7, 23, 18, 7, "#8592ad") + px(4, 30, 24, 2, "#5c6880"),
    px(14, 25, 4, 3, step % 2 ? MINT : "#1fb88a"),
  );
};
