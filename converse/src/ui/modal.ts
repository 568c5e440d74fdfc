// What the plugin's dialogs have that Converse's own have not: a name, focus that goes back to the button that they were opened
// by (WAI-ARIA Authoring Practices, "Dialog (Modal)"), and an end with the login.
import { addDialogStyles } from "./dialog-styles.ts";
import type { UiParts } from "./parts.ts";

/** Of a dialog that the person's own look opens. It is rendered again when that changes. */
export function modalOf({ converse, own, session }: UiParts) {
  addDialogStyles();
  return class extends converse.exports.BaseModal {
    #unfollow = () => {};

    override connectedCallback(): void {
      super.connectedCallback();
      this.setAttribute("aria-label", this.getModalTitle() as string);
      this.addEventListener("hidden.bs.modal", this.#leave);
      this.#unfollow = own.onChange(() => (session() ? this.requestUpdate() : this.close()));
    }
    override disconnectedCallback(): void {
      super.disconnectedCallback();
      this.#unfollow();
    }
    readonly #leave = () => {
      // Converse forgets its dialogs at a logout, and leaves them where they are.
      this.remove();
      document.querySelector<HTMLElement>(".status-scheme-own")?.focus();
    };
  };
}
