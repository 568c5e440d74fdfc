// A contact's row in the roster: the look at its end, and none where the contact has none. It comes and goes without
// Converse's own row being rendered again. With Converse's `show_self_in_roster` the person's own row has their own.
import type { Shown } from "@status-scheme/client-plugin";
import type { Base, ConverseElement } from "../types.ts";
import type { UiParts } from "./parts.ts";

const SIZE = 28;

type Look = HTMLElement & { shown?: Shown | undefined };

export function rowWithLook(Row: Base<ConverseElement>, { looks, own, session }: UiParts) {
  return class extends Row {
    #contact: string | undefined;
    #look: Look | undefined;
    #unfollow = () => {};

    override connectedCallback(): void {
      super.connectedCallback();
      if (this.#contact !== undefined) this.#follow(this.#contact);
    }
    override disconnectedCallback(): void {
      super.disconnectedCallback();
      this.#unfollow();
    }
    override updated(changed: unknown): void {
      super.updated(changed);
      const contact = String(this.model.get("jid"));
      // Rows are used again for other contacts.
      if (contact !== this.#contact) this.#follow(contact);
      this.#show();
    }
    #follow(contact: string) {
      this.#unfollow();
      if (contact !== this.#contact) this.#drop();
      this.#contact = contact;
      const show = () => this.#show();
      this.#unfollow = contact === session()?.account ? own.onChange(show) : looks.follow(contact, show);
    }
    #drop() {
      this.#look?.remove();
      this.#look = undefined;
    }
    /** A contact's look follows the contact itself. */
    #show() {
      const contact = this.#contact!;
      const isSelf = contact === session()?.account;
      const shown = isSelf ? own.shown() : looks.of(contact);
      if (!shown?.look) {
        this.#drop();
        return;
      }
      const look = (this.#look ??= this.#create(isSelf));
      if (isSelf) look.shown = shown;
      const name = this.model.getDisplayName();
      if (look.getAttribute("name") !== name) look.setAttribute("name", name);
      // Converse may have put something else into the row.
      if (look.parentNode !== this) this.append(look);
    }
    #create(isSelf: boolean): Look {
      const look = document.createElement("status-look");
      look.setAttribute("size", String(SIZE));
      // It lies beside what opens the chat, and is as much of the row.
      look.addEventListener("click", () => this.querySelector<HTMLElement>(".open-chat")?.click());
      if (!isSelf) look.setAttribute("contact", this.#contact!);
      return look;
    }
  };
}
