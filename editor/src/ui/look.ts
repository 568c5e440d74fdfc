// <status-look> as the editor uses it: given what to show, and beside words that say the same.
import type { Shown } from "@status-scheme/client-plugin";
import type { StatusLook } from "@status-scheme/element";
import { h } from "./h.ts";

export interface LookPicture {
  readonly element: StatusLook;
  readonly show: (shown: Shown) => void;
}

export function createLook(name: string, size?: number): LookPicture {
  const element = h("status-look", { name, "aria-hidden": "true", sound: false });
  if (size !== undefined) element.size = size;
  return {
    element,
    show(shown) {
      if (element.shown !== shown) element.shown = shown;
    },
  };
}
