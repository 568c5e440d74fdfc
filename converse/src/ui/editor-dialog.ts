// The editor in a dialog of Converse's, which whoever has changed something leaves only when they say so.
import { defineSchemeEditor } from "@status-scheme/editor";
import type { Ask, SchemeEditor } from "@status-scheme/editor";
import { fromDom, toDom } from "../host/stanza.ts";
import { withDialogs } from "../i18n/dialogs.ts";
import type { Template } from "../types.ts";
import { modalOf } from "./modal.ts";
import type { UiParts } from "./parts.ts";

export function createEditorDialog(parts: UiParts) {
  const { api, session, forgetsAtLogout } = parts;
  const messages = () => withDialogs(parts.messages());
  const { html, nothing } = parts.env;
  defineSchemeEditor();
  /** By Converse's own requests, which resolve to errors as well. */
  const ask: Ask = async (iq) => {
    const reply = await api.sendIQ(toDom(iq), undefined, false);
    const answer = reply ? fromDom(reply) : undefined;
    if (answer?.attrs.type === "result") return answer;
    const condition = answer?.getChild("error")?.getChildElements()[0]?.name;
    throw Object.assign(new Error(condition ?? "no answer"), { condition });
  };
  return class extends modalOf(parts) {
    #editor: SchemeEditor | undefined;

    override connectedCallback(): void {
      super.connectedCallback();
      this.addEventListener("hide.bs.modal", this.#onHide);
    }
    override getModalTitle(): Template {
      return messages().editor;
    }
    override renderModalFooter(): Template {
      return nothing;
    }
    override renderModal(): Template {
      const words = messages();
      return html`${(this.#editor ??= this.#create())}
        <dialog
          class="status-scheme-unsaved"
          aria-labelledby="status-scheme-unsaved"
          lang=${words.language}
          dir=${words.direction}
        >
          <p id="status-scheme-unsaved">${words.unsaved}</p>
          <div class="d-flex gap-2">
            <button type="button" class="btn btn-primary" autofocus @click=${this.#stay}>${words.stay}</button>
            <button type="button" class="btn btn-danger" @click=${this.#discard}>${words.discard}</button>
          </div>
        </dialog>`;
    }
    #create(): SchemeEditor | undefined {
      const [account, schemes] = [session()?.account, session()?.schemes()];
      if (account === undefined || !schemes) return undefined;
      const editor = document.createElement("scheme-editor");
      editor.account = account;
      editor.schemes = schemes;
      editor.ask = ask;
      editor.forgetsAtLogout = forgetsAtLogout();
      const starters = api.settings.get("status_scheme_starters");
      if (typeof starters === "string") editor.starters = starters;
      editor.lang = messages().language;
      editor.dir = messages().direction;
      return editor;
    }

    get #question(): HTMLDialogElement {
      return this.querySelector(".status-scheme-unsaved")!;
    }
    readonly #onHide = (event: Event) => {
      // Escape is for the one on top; Converse hears it as well.
      const isBelow = this.#question.open || this.#editor?.shadowRoot?.querySelector("dialog[open]");
      const isChanged = this.#editor?.editor?.state().dirty;
      if (!session() || (!isBelow && !isChanged)) return;
      event.preventDefault();
      // The key that brought us here would close it again.
      if (!isBelow) setTimeout(() => this.#question.open || this.#question.showModal());
    };
    readonly #stay = () => this.#question.close();
    readonly #discard = () => {
      this.#question.close();
      this.#editor?.editor?.discard();
      this.close();
    };
  };
}
