// The editor in a dialog of Converse's.
import { defineSchemeEditor } from "@status-scheme/editor";
import type { SchemeEditor } from "@status-scheme/editor";
import type { Template } from "../types.ts";
import type { UiParts } from "./parts.ts";

export function createEditorDialog({ converse, api, env: { html, nothing }, session, messages }: UiParts) {
  defineSchemeEditor();
  return class extends converse.exports.BaseModal {
    #editor: SchemeEditor | undefined;

    override getModalTitle(): Template {
      return messages().editor;
    }
    override renderModalFooter(): Template {
      return nothing;
    }
    override renderModal(): Template {
      return html`${(this.#editor ??= this.#create())}`;
    }
    #create(): SchemeEditor | undefined {
      const [account, schemes] = [session()?.account, session()?.schemes()];
      if (account === undefined || !schemes) return undefined;
      const editor = document.createElement("scheme-editor");
      editor.account = account;
      editor.schemes = schemes;
      const starters = api.settings.get("status_scheme_starters");
      if (typeof starters === "string") editor.starters = starters;
      editor.lang = messages().language;
      editor.addEventListener("close", () => this.close());
      return editor;
    }
  };
}
