import { defineStatusLook } from "@status-scheme/element";
import { SchemeEditor } from "./scheme-editor.ts";

declare global {
  interface HTMLElementTagNameMap {
    "scheme-editor": SchemeEditor;
  }
}

/** Makes the elements of the document, and those they show. Again: nothing happens. */
export function defineSchemeEditor(registry: CustomElementRegistry = customElements): void {
  defineStatusLook(registry);
  if (!registry.get("scheme-editor")) registry.define("scheme-editor", SchemeEditor);
}
