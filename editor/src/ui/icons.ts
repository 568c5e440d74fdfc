// Icons, 24 by 24, drawn in lines. Beside words or instead of them: what means something alone has a label on its button.

const PATHS = {
  plus: "M12 5v14M5 12h14",
  close: "M6 6l12 12M18 6L6 18",
  undo: "M9 7 4 12l5 5M4.5 12H15a5 5 0 0 1 0 10h-2",
  redo: "m15 7 5 5-5 5M19.5 12H9a5 5 0 0 0 0 10h2",
  eye: "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12ZM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6Z",
  import: "M12 3v12m-5-5 5 5 5-5M4 20h16",
  export: "M12 16V4M7 9l5-5 5 5M4 20h16",
  sparkle: "M12 3l2 6.5L20.5 12 14 14.5 12 21l-2-6.5L3.5 12 10 9.5Z",
  image: "M4 5h16v14H4ZM4 16l5-5 4 4 3-2.5 4 3.5M15.5 9.5h.01",
  animation: "M8 4h12v12M16 8H4v12h12ZM8.5 11.5v5l4-2.5Z",
  audio: "M4 9.5v5h4l5 4v-13l-5 4ZM16.5 9a4 4 0 0 1 0 6M19 6.5a8 8 0 0 1 0 11",
  video: "M3 6h12v12H3ZM15 10.5l6-3.5v10l-6-3.5",
  crop: "M7 2v15h15M2 7h15v15",
  still: "M4 7h3l2-2.5h6L17 7h3v12H4ZM12 16a3 3 0 1 0 0-6 3 3 0 0 0 0 6Z",
  copy: "M9 9h11v11H9ZM15 5.5V4H4v11h1.5",
  trash: "M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v5M14 11v5",
  play: "M8 5l11 7-11 7Z",
  stop: "M7 7h10v10H7Z",
  left: "m14.5 5-7 7 7 7",
  right: "m9.5 5 7 7-7 7",
  alert: "M12 4 2.5 20h19ZM12 10v4.5M12 17.200v.01",
  check: "m5 12.5 4.5 4.5L19 7.5",
} as const;
export type IconName = keyof typeof PATHS;

const SVG = "http://www.w3.org/2000/svg";

export function icon(name: IconName): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.classList.add("icon");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}
