// The dialog with a contact's details: their look above all else, large, and with its words.
import type { Base, Dialog, Template } from "../types.ts";
import type { UiParts } from "./parts.ts";
import { wordsOf } from "./words.ts";

const SIZE = 96;

export function detailsWithLook(Details: Base<Dialog>, { env: { html, nothing }, looks, messages }: UiParts) {
  return class extends Details {
    #contact: string | undefined;
    #unfollow = () => {};

    override disconnectedCallback(): void {
      super.disconnectedCallback();
      this.#unfollow();
      this.#contact = undefined;
    }
    override renderModal(): Template {
      const contact = String(this.model.get("jid"));
      if (contact !== this.#contact) this.#follow(contact);
      const shown = looks.of(contact);
      return html`${
        shown
          ? html`<div class="status-scheme-details">
              <status-look contact=${contact} name=${this.model.getDisplayName()} size=${SIZE} sound></status-look>
              <div class="status-scheme-words" dir="auto">${wordsOf(shown, messages())}</div>
            </div>`
          : nothing
      }${super.renderModal()}`;
    }
    #follow(contact: string) {
      this.#unfollow();
      this.#contact = contact;
      this.#unfollow = looks.follow(contact, () => this.requestUpdate());
    }
  };
}
