// The person's own profile in the control box: what contacts see of them, a button that opens the dialog.
import type { Shown } from "@status-scheme/client-plugin";
import type { Base, ConverseElement } from "../types.ts";
import type { UiParts } from "./parts.ts";
import { wordsOf } from "./words.ts";

const SIZE = 32;

export function profileWithLook(Profile: Base<ConverseElement>, { own, session, messages, openDialog }: UiParts) {
  return class extends Profile {
    #unfollow = () => {};
    readonly #button = document.createElement("button");
    readonly #look = document.createElement("status-look") as HTMLElement & { shown?: Shown | undefined };

    override connectedCallback(): void {
      super.connectedCallback();
      this.#button.type = "button";
      this.#button.className = "status-scheme-own";
      this.#look.setAttribute("size", String(SIZE));
      this.#button.append(this.#look);
      this.#button.onclick = openDialog;
      this.#unfollow = own.onChange(() => this.requestUpdate());
    }
    override disconnectedCallback(): void {
      super.disconnectedCallback();
      this.#unfollow();
    }
    override updated(changed: unknown): void {
      super.updated(changed);
      if (!session()) return;
      const shown = own.shown();
      this.#look.shown = shown;
      const words = shown ? wordsOf(shown, messages()) : "";
      this.#button.lang = messages().language;
      this.#button.title = messages().open;
      this.#button.setAttribute("aria-label", words === "" ? messages().open : `${messages().open}: ${words}`);
      const place = this.querySelector(".profile");
      const buttons = place?.querySelector("converse-controlbox-buttons");
      if (place && this.#button.parentElement !== place) place.insertBefore(this.#button, buttons ?? null);
    }
  };
}
