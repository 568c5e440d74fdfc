// What happened, said once: to screen readers by a live region (WAI-ARIA `status`), to eyes by a note that goes away again.
import { h } from "./h.ts";

export interface Live {
  readonly element: HTMLElement;
  /** `tone`: `bad` stays until it is closed by the next. */
  readonly say: (text: string, tone?: "good" | "bad") => void;
}

const SHOWN_MS = 6_000;

export function createLive(): Live {
  const note = h("p", { class: "toast", role: "status", "aria-live": "polite" });
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    element: note,
    say(text, tone = "good") {
      clearTimeout(timer);
      note.dataset.tone = tone;
      // The same words again are no change that would be read.
      note.textContent = note.textContent === text ? `${text}\u00a0` : text;
      note.dataset.shown = "";
      timer = setTimeout(() => delete note.dataset.shown, SHOWN_MS);
    },
  };
}
