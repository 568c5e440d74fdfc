// What the plugin's dialogs have that Converse's own have not: a name, and focus that goes back to the button that they were
// opened by (WAI-ARIA Authoring Practices, "Dialog (Modal)").
import type { Base, Dialog } from "../types.ts";

/** Of a dialog that the person's own look opens. */
export function modalOf(BaseModal: Base<Dialog>) {
  return class extends BaseModal {
    override connectedCallback(): void {
      super.connectedCallback();
      this.setAttribute("aria-label", this.getModalTitle() as string);
      this.addEventListener("hidden.bs.modal", giveBack);
    }
  };
}

function giveBack(): void {
  document.querySelector<HTMLElement>(".status-scheme-own")?.focus();
}
