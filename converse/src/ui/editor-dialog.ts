// The editor in a dialog of Converse's.
import { defineSchemeEditor } from "@status-scheme/editor";
import type { Ask, SchemeEditor } from "@status-scheme/editor";
import { fromDom, toDom } from "../host/stanza.ts";
import type { Template } from "../types.ts";
import type { UiParts } from "./parts.ts";

export function createEditorDialog({ converse, api, env: { html, nothing }, session, messages }: UiParts) {
  defineSchemeEditor();
  /** By Converse's own requests, which resolve to errors as well. */
  const ask: Ask = async (iq) => {
    const reply = await api.sendIQ(toDom(iq), undefined, false);
    const answer = reply ? fromDom(reply) : undefined;
    if (answer?.attrs.type === "result") return answer;
    const condition = answer?.getChild("error")?.getChildElements()[0]?.name;
    throw Object.assign(new Error(condition ?? "no answer"), { condition });
  };
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
      editor.ask = ask;
      const starters = api.settings.get("status_scheme_starters");
      if (typeof starters === "string") editor.starters = starters;
      editor.lang = messages().language;
      editor.addEventListener("close", () => this.close());
      return editor;
    }
  };
}
