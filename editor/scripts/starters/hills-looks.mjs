// The pictures of the set "hills".
import { apple, bird, cloud, fir, hill, house, papercut, sheet, star, sun } from "./hills-parts.mjs";
import { box, circle, ellipse, faded, line, moved, n, path, sway, swell } from "./shapes.mjs";

export const morning = (phase) => {
  const puff = (late) => {
    const at = (phase + late) % 1;
    return faded(at > 0.6 ? (1 - at) / 0.4 : 1, sheet(circle(118 + 16 * at, 98 - 66 * at, 9 + 10 * at, "#fffaf2")));
  };
  return papercut(
    "#5cc3f2",
    sun(190, 74, 46, "#ffd23c", "#bfeaff"),
    hill([150, 150, 190], "#a5d86a"),
    puff(0),
    puff(0.5),
    house(42, 118),
    hill([226, 200, 214], "#5fb54f"),
    fir(214, 226, 66, "#2c8a57"),
    hill([244, 232, 216], "#37984f"),
  );
};

export const rainbow = papercut(
  "#ffd3d8",
  sheet(circle(128, 196, 146, "#f0574f")),
  ...[
    [122, "#ffa036"],
    [98, "#ffe05c"],
    [74, "#4fbf74"],
    [50, "#4a8fe0"],
  ].map(([r, fill]) => sheet(circle(128, 196, r, fill))),
  sheet(circle(128, 196, 27, "#ffd3d8")),
  cloud(44, 168, 0.95),
  cloud(216, 168, 0.95),
  hill([196, 202, 196], "#8fd16b"),
  hill([226, 216, 232], "#4aa85a"),
);

export const sunset = papercut(
  "#ff9448",
  circle(128, 150, 118, "#ffab55"),
  circle(128, 150, 92, "#ffc267"),
  sheet(circle(128, 150, 64, "#fff0a8")),
  bird(70, 62, 20, "#8c2f4d"),
  bird(116, 40, 14, "#8c2f4d"),
  hill([176, 160, 172], "#e2553f"),
  hill([196, 196, 172], "#b23a4b"),
  house(134, 132, { wall: "#6b2347", roof: "#4b1838", door: "#4b1838" }),
  hill([206, 226, 218], "#7a2349"),
  hill([250, 240, 244], "#4b1838"),
);

const snowman = (x, y) =>
  sheet(circle(x, y - 16, 32, "#fff"), circle(x, y - 62, 22, "#fff")) +
  sheet(box(x - 15, y - 108, 30, 28, 4, "#39425e"), box(x - 25, y - 84, 50, 9, 4, "#39425e")) +
  circle(x - 8, y - 66, 3.5, "#39425e") +
  circle(x + 8, y - 66, 3.5, "#39425e") +
  path(`M${x} ${y - 60} l24 6 l-23 5 Z`, "#f28a2e") +
  line(`M${x - 20} ${y - 44} Q${x} ${y - 34} ${x + 20} ${y - 44} M${x + 14} ${y - 40} l4 20`, 9, "#d9483b");

export const snow = (phase) => {
  const flakes = [
    [22, 0, 6],
    [60, 120, 8],
    [92, 40, 6],
    [128, 190, 7],
    [160, 84, 8],
    [196, 150, 6],
    [232, 20, 8],
    [40, 210, 7],
    [210, 236, 6],
    [112, 250, 6],
  ];
  return papercut(
    "#93b7d3",
    hill([130, 116, 150], "#c4dbea"),
    hill([160, 176, 150], "#dcebf4"),
    house(84, 116, {
      wall: "#b9826a",
      roof: "#a83f43",
      window: "#3f5673",
      cap: sheet(
        path(
          "M70 146 Q76 128 88 124 L138 80 L188 124 Q202 130 206 146 Q192 156 182 140 L138 104 L94 140 Q82 156 70 146 Z",
          "#fff",
        ),
      ),
    }),
    fir(234, 214, 84, "#4a7c8c"),
    hill([212, 206, 200], "#fff"),
    snowman(44, 226),
    hill([250, 240, 236], "#cfe0ee"),
    flakes
      .map(([x, y, r]) => circle(n(x + 8 * sway(phase + y / 276)), n(((y + 276 * phase + 10) % 276) - 10), r, "#fff"))
      .join(""),
  );
};

export const storm = (phase) => {
  const drops = Array.from({ length: 9 }, (_, at) => {
    const y = 124 + ((at * 53 + 132 * phase) % 132);
    const x = 24 + at * 27;
    return line(`M${x} ${n(y)} l-6 20`, 6, "#9db8e8");
  });
  return papercut(
    "#4a3160",
    hill([196, 176, 190], "#34264f"),
    drops.join(""),
    sheet(path("M134 92 L84 178 H122 L100 246 L182 152 H138 L168 92 Z", "#ffd93b")),
    moved(n(3 * sway(phase)), 0, cloud(80, 82, 1.5, "#8b7aa8"), cloud(182, 76, 1.5, "#75659a")),
    cloud(130, 70, 1.6, "#b4a5cc"),
    hill([240, 244, 232], "#1f1838"),
  );
};

export const night = (phase) => {
  const stars = [
    [40, 52, 12, 0],
    [92, 30, 9, 0.3],
    [64, 92, 8, 0.6],
    [228, 34, 9, 0.2],
    [138, 128, 8, 0.8],
    [226, 128, 10, 0.5],
  ];
  return papercut(
    "#1d2a63",
    stars.map(([x, y, r, late]) => star(x, y, r * (0.65 + 0.6 * swell(phase + late)))).join(""),
    sheet(path("M162 20 A54 54 0 1 0 224 96 A64 64 0 0 1 162 20 Z", "#ffe38a")),
    hill([176, 160, 176], "#2f3f86"),
    house(18, 134, { wall: "#5566b5", roof: "#3a4794", window: "#1a2356", door: "#1a2356" }),
    hill([224, 210, 204], "#202c68"),
    fir(206, 226, 80, "#1a2560"),
    hill([246, 236, 222], "#141c4a"),
  );
};

const tent = (x, fill, dark) =>
  sheet(path(`M${x} 106 L${x + 62} 214 H${x - 62} Z`, fill)) + path(`M${x} 130 L${x + 22} 214 H${x - 22} Z`, dark);
export const camp = (phase) =>
  papercut(
    "#2b6e78",
    hill([110, 92, 120], "#1f5864"),
    fir(26, 168, 110, "#174a55"),
    fir(232, 168, 120, "#174a55"),
    fir(128, 150, 100, "#174a55"),
    hill([190, 196, 188], "#13404b"),
    tent(66, "#f2b84b", "#8c5a2b"),
    tent(190, "#e8684a", "#7d2f2a"),
    ellipse(128, 222, 62, 16, "#ffcf6b", 'opacity="0.35"'),
    sheet(
      path(
        `M128 ${n(146 - 10 * swell(phase, 2))} Q172 192 ${n(158 + 3 * sway(phase, 2))} 220 Q150 238 128 238 Q106 238 ${n(98 + 3 * sway(phase, 2))} 220 Q88 192 128 ${n(146 - 10 * swell(phase, 2))} Z`,
        "#ff8a2b",
      ),
    ),
    path("M128 178 Q150 204 144 224 Q136 236 128 236 Q120 236 112 224 Q106 204 128 178 Z", "#ffe26b"),
    line("M94 238 L162 226 M162 238 L94 226", 12, "#5b3423"),
  );

export const picnic = papercut(
  "#bfe6a8",
  hill([150, 140, 160], "#9ad07c"),
  sheet(path("M112 220 Q122 150 108 100 H152 Q140 150 150 220 Z", "#8a5a3a")),
  sheet(
    circle(78, 92, 50, "#3f9a4e"),
    circle(180, 92, 52, "#3f9a4e"),
    circle(128, 66, 60, "#3f9a4e"),
    circle(128, 108, 48, "#3f9a4e"),
  ),
  ...[
    [66, 92],
    [104, 56],
    [128, 112],
    [158, 62],
    [196, 96],
  ].map(([x, y]) => apple(x, y, 14)),
  hill([206, 214, 204], "#6dba58"),
  sheet(path("M26 214 H226 L250 250 H4 Z", "#fff6ea")),
  ...[52, 108, 164].map((x) => path(`M${x} 214 h28 l${(x - 114) / 8} 36 h-34 Z`, "#e2483f")),
  path("M17 230 H238 L243 240 H11 Z", "#e2483f", 'opacity="0.75"'),
  line("M166 206 C166 168 216 168 216 206", 7, "#8c5226"),
  sheet(path("M156 196 H226 L218 236 H164 Z", "#c07a3a"), box(150, 190, 82, 14, 6, "#d9954f")),
);

export const wires = (phase) => {
  const hop = n(-9 * swell(phase, 2));
  const sitting = (x, y, fill, dy) =>
    moved(
      0,
      dy,
      sheet(ellipse(x, y, 21, 19, fill), circle(x + 14, y - 17, 13, fill)),
      path(`M${x + 25} ${y - 20} l12 5 l-12 5 Z`, "#ff9d2e"),
      circle(x + 17, y - 19, 3, "#2c2340"),
      line(`M${x - 16} ${y + 4} l-14 10`, 9, fill),
    );
  return papercut(
    "#ffe07a",
    sun(206, 62, 30, "#fff6cf", "#fff0b3"),
    hill([206, 190, 206], "#f2a65a"),
    sheet(box(34, 34, 14, 230, 4, "#6b4436"), box(8, 56, 66, 12, 4, "#6b4436"), box(14, 88, 54, 12, 4, "#6b4436")),
    line("M-10 70 Q20 66 41 54 Q130 142 270 96", 5, "#4a3045"),
    line("M-10 104 Q20 100 41 88 Q130 192 270 150", 5, "#4a3045"),
    sitting(118, 86, "#3b7dd8", hop),
    mirror(190, sitting(190, 90, "#d9483b", n(-9 - hop))),
    hill([240, 236, 222], "#d97f45"),
  );
};
const mirror = (x, shape) => `<g transform="translate(${2 * x} 0) scale(-1 1)">${shape}</g>`;

export const balloon = (phase) => {
  const y = n(-5 * sway(phase));
  return papercut(
    "#8ad7e6",
    cloud(n(40 + 5 * sway(phase)), 150, 0.9),
    cloud(n(222 - 5 * sway(phase)), 68, 0.8),
    hill([216, 204, 222], "#5db49b"),
    moved(
      0,
      y,
      line("M102 150 L116 190 M154 150 L140 190", 4, "#6b4436"),
      sheet(
        path(
          "M128 16 C190 16 212 62 204 96 C196 128 168 140 158 160 H98 C88 140 60 128 52 96 C44 62 66 16 128 16 Z",
          "#e8483f",
        ),
      ),
      path(
        "M128 16 C96 20 76 62 84 96 C88 128 104 140 108 160 H98 C88 140 60 128 52 96 C44 62 66 16 128 16 Z",
        "#ffd23c",
      ),
      path(
        "M128 16 C160 20 180 62 172 96 C168 128 152 140 148 160 H158 C168 140 196 128 204 96 C212 62 190 16 128 16 Z",
        "#ffd23c",
      ),
      path(
        "M128 16 C116 20 110 62 112 96 C114 128 118 140 120 160 H136 C138 140 142 128 144 96 C146 62 140 16 128 16 Z",
        "#fff6ea",
      ),
      sheet(box(108, 186, 40, 32, 8, "#a8663c")),
    ),
    hill([246, 240, 234], "#2f8a78"),
  );
};

export const lighthouse = (phase) => {
  const wide = 46 - 22 * swell(phase);
  return papercut(
    "#27336e",
    star(40, 40, 9) + star(214, 34, 8) + star(70, 96, 7),
    faded(
      0.92 - 0.4 * swell(phase),
      path(
        `M128 72 L-20 ${n(72 - wide)} V${n(72 + wide)} Z M128 72 L276 ${n(72 - wide)} V${n(72 + wide)} Z`,
        "#ffe58a",
      ),
    ),
    hill([190, 204, 190], "#35509e"),
    sheet(path("M104 96 H152 L166 226 H90 Z", "#fff6ea")),
    path("M101 122 H155 L158 150 H98 Z M95 178 H161 L164 206 H92 Z", "#e2483f"),
    sheet(box(96, 88, 64, 14, 5, "#3b2c4d")),
    box(106, 56, 44, 34, 6, "#ffe58a"),
    sheet(path("M96 58 Q128 14 160 58 Z", "#e2483f")),
    hill([224, 210, 226], "#2a2350"),
    sheet(path("M-20 240 Q12 222 44 240 T108 240 T172 240 T236 240 T300 240 V280 H-20 Z", "#4fa0d8")),
  );
};
