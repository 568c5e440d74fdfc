// Modal dialogs, by the platform's own <dialog>: focus stays inside, Escape closes, and goes back to where it was.
import { h, uniqueId } from "./h.ts";
import { icon } from "./icons.ts";
import type { Context } from "./context.ts";

export interface DialogParts {
  readonly title: string;
  readonly body: readonly (Node | string)[];
  readonly actions?: readonly HTMLElement[];
  /** `sheet`: from the side, the whole height. */
  readonly look?: "sheet" | "card" | "wide";
  /** Beside the title. */
  readonly head?: readonly HTMLElement[];
  readonly onClose?: () => void;
}
export interface Dialog {
  readonly element: HTMLDialogElement;
  readonly title: HTMLElement;
  readonly close: () => void;
}

/** Opens it at once; it is gone when it is closed. */
export function openDialog(
  { layer, words, live }: Pick<Context, "layer" | "words" | "live">,
  parts: DialogParts,
): Dialog {
  const id = uniqueId("title");
  const title = h("h2", { id, tabIndex: -1, autofocus: parts.look === "sheet" }, parts.title);
  const close = () => element.close();
  const element = h(
    "dialog",
    { class: parts.look ?? "card", "aria-labelledby": id },
    h(
      "header",
      {},
      title,
      ...(parts.head ?? []),
      h("button", { class: "quiet round", type: "button", "aria-label": words.close, onclick: close }, icon("close")),
    ),
    h("div", { class: "body" }, ...parts.body),
    !!parts.actions && h("footer", {}, ...parts.actions),
  );
  const before = deepFocus();
  element.addEventListener("click", (event) => {
    if (event.target !== element) return;
    // On the backdrop, and not at an edge of the dialog itself.
    const { left, right, top, bottom } = element.getBoundingClientRect();
    const { clientX: x, clientY: y } = event;
    if (x < left || x > right || y < top || y > bottom) close();
  });
  element.addEventListener("close", () => {
    if (live.element.parentElement === element) openedIn(layer, element).append(live.element);
    element.remove();
    parts.onClose?.();
    if (before?.isConnected) before.focus();
  });
  layer.append(element);
  live.hush();
  // What is outside of a modal dialog is read to nobody.
  element.append(live.element);
  element.showModal();
  return { element, title, close };
}

/** The dialog on top without this one, which may have come after it; else where dialogs are. */
function openedIn(layer: Element, closed: HTMLDialogElement): Element {
  return [...layer.querySelectorAll("dialog[open]")].findLast((one) => one !== closed) ?? layer;
}

function deepFocus(): HTMLElement | undefined {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element instanceof HTMLElement ? element : undefined;
}
