// The heading of a chat: the look of who it is with beside their picture, and its words below the name.
import type { Base, ConverseElement } from "../types.ts";
import type { UiParts } from "./parts.ts";
import { wordsOf } from "./words.ts";

const SIZE = 40;

export function headingWithLook(Heading: Base<ConverseElement>, parts: UiParts) {
  const { looks, messages } = parts;
  return class extends Heading {
    #unfollow = () => {};
    readonly #place = document.createElement("div");
    readonly #words = document.createElement("span");

    override connectedCallback(): void {
      super.connectedCallback();
      this.#place.className = "status-scheme-heading";
      this.#words.className = "status-scheme-words";
      this.#words.dir = "auto";
      const contact = this.#contact();
      this.#unfollow = contact === undefined ? () => {} : looks.follow(contact, () => this.#show());
    }
    override disconnectedCallback(): void {
      super.disconnectedCallback();
      this.#unfollow();
    }
    override updated(changed: unknown): void {
      super.updated(changed);
      this.#show();
    }
    #contact(): string | undefined {
      const jid = this.getAttribute("jid");
      return jid === null ? undefined : jid;
    }
    /** Converse's template has no place of its own for it: behind the name, where its own elements end; see styles.ts. */
    #show() {
      const contact = this.#contact();
      const shown = contact === undefined ? undefined : looks.of(contact);
      if (!shown) {
        this.#place.remove();
        return;
      }
      const row = this.querySelector(".chatbox-title--row");
      if (!row) return;
      if (this.#place.parentElement !== row) row.append(this.#place);
      const look = this.#place.querySelector("status-look") ?? document.createElement("status-look");
      look.setAttribute("contact", contact!);
      look.setAttribute("name", this.model.getDisplayName());
      look.setAttribute("size", String(SIZE));
      const words = wordsOf(shown, messages());
      this.#words.textContent = words;
      this.#words.title = words; // it may be cut
      if (!look.isConnected) this.#place.replaceChildren(look, this.#words);
    }
  };
}
