// The button in a box where there is something to hear: a loudspeaker, and a square while it is heard.

const SVG = "http://www.w3.org/2000/svg";
const PATHS = [
  ["play", "M2 6v4h2.5L8 13V3L4.5 6z"],
  ["play wave", "M10.5 5.5a3.5 3.5 0 0 1 0 5M12.5 3.5a6.4 6.4 0 0 1 0 9"],
  ["stop", "M4 4h8v8H4z"],
] as const;

export function createButton(onPress: () => void): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.setAttribute("part", "sound");
  const svg = button.appendChild(document.createElementNS(SVG, "svg"));
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  for (const [names, d] of PATHS) {
    const path = svg.appendChild(document.createElementNS(SVG, "path"));
    path.setAttribute("class", names);
    path.setAttribute("d", d);
  }
  button.addEventListener("click", (event) => {
    event.stopPropagation(); // rows of rosters are pressed as well
    event.preventDefault();
    onPress();
  });
  return button;
}
