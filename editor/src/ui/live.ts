// What happened, said once: to screen readers by a live region (WAI-ARIA `status`), to eyes by a note that goes away again.
import { h } from "./h.ts";

export interface Live {
  readonly element: HTMLElement;
  /** What is `bad` stays longer, and goes away at a click as well. */
  readonly say: (text: string, tone?: "good" | "bad") => void;
  /** Takes the note away: something else begins. */
  readonly hush: () => void;
}

const SHOWN_MS = { good: 6_000, bad: 12_000 } as const;

export function createLive(): Live {
  const note = h("p", { class: "toast", role: "status", "aria-live": "polite" });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const hide = () => void delete note.dataset.shown;
  note.addEventListener("click", hide);
  return {
    element: note,
    hush: hide,
    say(text, tone = "good") {
      clearTimeout(timer);
      note.dataset.tone = tone;
      // The same words again are no change that would be read.
      note.textContent = note.textContent === text ? `${text}\u00a0` : text;
      note.dataset.shown = "";
      timer = setTimeout(hide, SHOWN_MS[tone]);
    },
  };
}
