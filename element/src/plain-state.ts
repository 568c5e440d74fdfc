// The plain states, drawn: another shape for each, and not another colour alone. By DOM, so that no page's policy minds.
import type { BaseState } from "@status-scheme/protocol";

const SVG = "http://www.w3.org/2000/svg";

type Mark = readonly [name: "circle" | "path", attributes: Readonly<Record<string, string>>];
const disc: Mark = ["circle", { cx: "8", cy: "8", r: "7.5", class: "body" }];
const line = (d: string): Mark => ["path", { d, class: "line" }];
const body = (d: string): Mark => ["path", { d, class: "body" }];

/** In a square of 16, that of the smallest box: what is drawn there is sharp. */
const MARKS: Readonly<Record<BaseState, readonly Mark[]>> = {
  /** A tick. */
  available: [disc, line("M4.5 8.5 7 11l4.5-5.5")],
  /** A speech bubble, with three dots. */
  chat: [
    body(
      "M3 1h10a2.5 2.5 0 0 1 2.5 2.5v5A2.5 2.5 0 0 1 13 11H8l-4 4.3V11H3A2.5 2.5 0 0 1 .5 8.5v-5A2.5 2.5 0 0 1 3 1z",
    ),
    ["circle", { cx: "4.6", cy: "6", r: "1.2", class: "mark" }],
    ["circle", { cx: "8", cy: "6", r: "1.2", class: "mark" }],
    ["circle", { cx: "11.4", cy: "6", r: "1.2", class: "mark" }],
  ],
  /** A clock. */
  away: [disc, line("M8 4v4.3l3 1.9")],
  /** An eight-sided sign with a bar. */
  dnd: [body("M5 .5h6L15.5 5v6L11 15.5H5L.5 11V5z"), line("M4.5 8h7")],
  /** A crescent. */
  xa: [body("M10.2.8a7.5 7.5 0 1 0 5 9.6A6.2 6.2 0 0 1 10.2.8z")],
  /** A ring. */
  offline: [["circle", { cx: "8", cy: "8", r: "6", class: "ring" }]],
};

/** Made once for each state, and copied. */
export function createPlainStates(document: Document): (show: BaseState) => SVGElement {
  const drawn = new Map<BaseState, SVGElement>();
  const draw = (show: BaseState) => {
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("viewBox", "0 0 16 16");
    svg.classList.add("badge", show);
    for (const [name, attributes] of MARKS[show]) {
      const mark = svg.appendChild(document.createElementNS(SVG, name));
      for (const [key, value] of Object.entries(attributes)) mark.setAttribute(key, value);
    }
    drawn.set(show, svg);
    return svg;
  };
  return (show) => (drawn.get(show) ?? draw(show)).cloneNode(true) as SVGElement;
}
