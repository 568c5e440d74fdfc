// A square of a picture: dragged, or moved and sized by keys.
import type { Square } from "../files/api.ts";
import type { EditedMedium } from "../model/index.ts";
import type { Context } from "./context.ts";
import { openDialog } from "./dialog.ts";
import { h, mark, write } from "./h.ts";
import { tellFile } from "./tell.ts";

/** Of the picture's shorter side. */
const LEAST = 0.1;
const STEP = 0.02;

export async function openCrop(context: Context, state: string, medium: EditedMedium): Promise<void> {
  const { editor, words, format, tools } = context;
  const bytes = await editor.bytesOf(medium);
  if (!bytes) return context.live.say(words.transfer.unavailable, "bad");
  const blob = new Blob([bytes as Uint8Array<ArrayBuffer>], { type: medium.mediaType });
  const url = URL.createObjectURL(blob);
  const image = h("img", { src: url, alt: "", draggable: false });
  const frame = h("div", { class: "frame", tabIndex: 0, role: "application", "aria-label": words.crop.frame });
  const stage = h("div", { class: "crop" }, image, frame);
  const size = h("input", { type: "range", min: "10", max: "100", step: "1" });
  const said = h("p", { class: "hint", "aria-live": "polite" });
  const error = h("p", { class: "error", role: "alert" });
  const apply = h("button", { type: "button", class: "primary", disabled: true }, words.crop.apply);
  const dialog = openDialog(context, {
    title: words.crop.title,
    body: [
      h("p", { class: "hint" }, words.crop.help),
      stage,
      h("label", { class: "slider" }, h("span", {}, words.crop.size), size),
      said,
      error,
    ],
    actions: [h("button", { type: "button", onclick: () => dialog.close() }, words.cancel), apply],
    onClose: () => URL.revokeObjectURL(url),
  });

  let rect: Square = { x: 0, y: 0, size: 0 };
  const shorter = () => Math.min(image.naturalWidth, image.naturalHeight);
  const set = (next: Square) => {
    rect = inside(next, image.naturalWidth, image.naturalHeight);
    const percent = (part: number, whole: number) => `${String((part / whole) * 100)}%`;
    frame.style.left = percent(rect.x, image.naturalWidth);
    frame.style.top = percent(rect.y, image.naturalHeight);
    frame.style.width = percent(rect.size, image.naturalWidth);
    size.value = String(Math.round((rect.size / shorter()) * 100));
    const [x, y, side] = [rect.x, rect.y, rect.size].map((pixels) => format.number(Math.round(pixels)));
    write(said, words.crop.at(x!, y!, side!));
  };
  /** Around its centre. */
  const resize = (to: number) => set({ x: rect.x + (rect.size - to) / 2, y: rect.y + (rect.size - to) / 2, size: to });

  image.addEventListener("load", () => {
    const side = shorter();
    set({ x: (image.naturalWidth - side) / 2, y: (image.naturalHeight - side) / 2, size: side });
    apply.disabled = false;
    frame.focus();
  });
  image.addEventListener("error", () => write(error, words.files.broken));
  size.addEventListener("input", () => resize((Number(size.value) / 100) * shorter()));
  frame.addEventListener("keydown", (event) => {
    const step = shorter() * STEP * (event.shiftKey ? 5 : 1);
    const moves: Readonly<Record<string, () => void>> = {
      ArrowLeft: () => set({ ...rect, x: rect.x - step }),
      ArrowRight: () => set({ ...rect, x: rect.x + step }),
      ArrowUp: () => set({ ...rect, y: rect.y - step }),
      ArrowDown: () => set({ ...rect, y: rect.y + step }),
      "+": () => resize(rect.size + step),
      "-": () => resize(rect.size - step),
    };
    if (!moves[event.key]) return;
    event.preventDefault();
    moves[event.key]!();
  });
  dragging(frame, (dx, dy) => {
    const scale = image.naturalWidth / image.clientWidth;
    set({ ...rect, x: rect.x + dx * scale, y: rect.y + dy * scale });
  });
  apply.addEventListener("click", () => {
    if (apply.ariaBusy === "true") return;
    mark(apply, "aria-busy", "true");
    tools
      .crop(blob, { x: Math.round(rect.x), y: Math.round(rect.y), size: Math.round(rect.size) })
      .then(
        (cropped) => {
          // Who has closed it meanwhile does not want it.
          if (dialog.element.open) editor.putMedium(state, { ...cropped, desc: medium.desc });
          dialog.close();
        },
        (problem: unknown) => write(error, tellFile(problem, context)),
      )
      .finally(() => mark(apply, "aria-busy", undefined));
  });
}

function inside({ x, y, size }: Square, width: number, height: number): Square {
  const shorter = Math.min(width, height);
  const side = Math.min(Math.max(size, shorter * LEAST), shorter);
  return { x: Math.min(Math.max(x, 0), width - side), y: Math.min(Math.max(y, 0), height - side), size: side };
}

function dragging(element: HTMLElement, onMove: (dx: number, dy: number) => void): void {
  let last: { readonly x: number; readonly y: number } | undefined;
  element.addEventListener("pointerdown", ({ pointerId, clientX: x, clientY: y }) => {
    element.setPointerCapture(pointerId);
    last = { x, y };
  });
  element.addEventListener("pointermove", ({ clientX: x, clientY: y }) => {
    if (!last) return;
    onMove(x - last.x, y - last.y);
    last = { x, y };
  });
  for (const end of ["pointerup", "pointercancel"]) element.addEventListener(end, () => (last = undefined));
}
