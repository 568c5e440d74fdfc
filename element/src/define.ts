import { StatusLook } from "./status-look.ts";

declare global {
  interface HTMLElementTagNameMap {
    "status-look": StatusLook;
  }
}

/** Makes the elements of the document, those that are there as well. Again: nothing happens. */
export function defineStatusLook(registry: CustomElementRegistry = customElements): void {
  if (!registry.get("status-look")) registry.define("status-look", StatusLook);
}
