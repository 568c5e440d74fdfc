// The editor's title, and what is about all looks.
import type { Context, View } from "./context.ts";
import { h } from "./h.ts";
import { icon } from "./icons.ts";
import type { IconName } from "./icons.ts";

export interface HeaderOptions {
  readonly onAudience: () => void;
  readonly onStarters: () => void;
  readonly onImport: () => void;
  readonly onExport: () => void;
  /** Where the editor can be closed. */
  readonly onClose?: () => void;
}

export function createHeader({ words }: Context, options: HeaderOptions): View {
  const tool = (name: IconName, text: string, onclick: () => void) =>
    h(
      "button",
      { type: "button", class: "quiet tool", "aria-label": text, title: text, onclick },
      icon(name),
      h("span", {}, text),
    );
  const audience = tool("eye", words.access.open, options.onAudience);
  const exporting = tool("export", words.transfer.export, options.onExport);
  const { onClose } = options;
  const element = h(
    "header",
    { class: "top" },
    h("div", { class: "heading" }, h("h2", {}, words.title), h("p", { class: "hint" }, words.intro)),
    h(
      "div",
      { class: "tools" },
      audience,
      tool("sparkle", words.starters.more, options.onStarters),
      tool("import", words.transfer.import, options.onImport),
      exporting,
      !!onClose &&
        h(
          "button",
          { type: "button", class: "quiet round", "aria-label": words.close, onclick: onClose },
          icon("close"),
        ),
    ),
  );
  return {
    element,
    update({ looks, keeper }) {
      exporting.disabled = looks.length === 0;
      audience.disabled = keeper === "nobody";
    },
  };
}
