// Elements that files can be dropped on, and what a paste brings.
import { mark } from "./h.ts";

const hasFiles = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes("Files") ?? false;

/** The innermost target takes them. */
export function takeDrops(target: HTMLElement, onFiles: (files: readonly File[]) => void): void {
  let depth = 0;
  const show = (isOver: boolean) => mark(target, "data-over", isOver);
  target.addEventListener("dragenter", (event) => {
    if (!hasFiles(event)) return;
    depth++;
    show(true);
  });
  target.addEventListener("dragleave", () => {
    if (depth > 0 && --depth === 0) show(false);
  });
  target.addEventListener("dragover", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    event.dataTransfer!.dropEffect = "copy";
  });
  target.addEventListener("drop", (event) => {
    depth = 0;
    show(false);
    if (!hasFiles(event) || event.defaultPrevented) return;
    event.preventDefault();
    onFiles([...event.dataTransfer!.files]);
  });
}

/** Undefined: there is none in it, and the paste is for whoever else it is for, e.g. a text field. */
export function filesOf({ clipboardData }: ClipboardEvent): readonly File[] | undefined {
  return clipboardData?.files.length ? [...clipboardData.files] : undefined;
}

/** Asks for files; calls nothing where the person changes their mind. */
export function chooseFiles(accept: string, onFiles: (files: readonly File[]) => void): void {
  const input = document.createElement("input");
  input.type = "file";
  input.accept = accept;
  input.addEventListener("change", () => {
    if (input.files?.length) onFiles([...input.files]);
  });
  input.click();
}
