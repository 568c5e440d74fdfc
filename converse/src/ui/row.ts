// A contact's row in the roster: the look at its end. Converse's own row is left as it is, and its whole where there is no
// look.
import type { Base, ConverseElement } from "../types.ts";
import type { UiParts } from "./parts.ts";

const SIZE = 28;

export function rowWithLook(Row: Base<ConverseElement>, { env: { html, nothing }, looks }: UiParts) {
  return class extends Row {
    #contact: string | undefined;
    #isShown = false;
    #unfollow = () => {};

    override connectedCallback(): void {
      super.connectedCallback();
      this.#follow(this.#contact);
    }
    override disconnectedCallback(): void {
      super.disconnectedCallback();
      this.#unfollow();
    }
    override render() {
      const contact = String(this.model.get("jid"));
      // Rows are used again for other contacts.
      if (contact !== this.#contact) this.#follow(contact);
      this.#isShown = looks.of(contact) !== undefined;
      const name = this.model.getDisplayName();
      return html`${super.render()}${
        this.#isShown ? html`<status-look contact=${contact} name=${name} size=${SIZE}></status-look>` : nothing
      }`;
    }
    /** The look itself follows the contact; the row, whether there is one. */
    #follow(contact: string | undefined) {
      this.#unfollow();
      this.#contact = contact;
      if (contact === undefined) return;
      this.#unfollow = looks.follow(contact, () => {
        if ((looks.of(contact) !== undefined) !== this.#isShown) this.requestUpdate();
      });
    }
  };
}
