// Where no service keeps looks: what it means to serve them from this browser, told before it begins.
import { DEFAULT_LIMITS } from "@status-scheme/protocol";
import { rareWords } from "../i18n/rare.ts";
import type { Context } from "./context.ts";
import { openDialog } from "./dialog.ts";
import { h } from "./h.ts";

/** `onAgreed`: the person wants it. */
export function openServe(context: Context, onAgreed: () => void): void {
  const { editor, words, format, forgetsAtLogout } = context;
  const said = rareWords(context).serving;
  const { dirty, problems } = editor.state();
  const points = [
    said.online,
    said.here,
    ...(forgetsAtLogout() ? [said.untilLogout] : []),
    said.devices,
    said.size(format.bytes(DEFAULT_LIMITS["ibb-bytes"])),
    said.asIs,
  ];
  const begin = h(
    "button",
    { type: "button", class: "primary", autofocus: true },
    dirty && problems.length === 0 ? said.beginAndPublish : said.begin,
  );
  const dialog = openDialog(context, {
    title: said.title,
    body: [h("p", {}, said.why), h("ul", { class: "points" }, ...points.map((point) => h("li", {}, point)))],
    actions: [h("button", { type: "button", onclick: () => dialog.close() }, words.cancel), begin],
  });
  begin.addEventListener("click", () => {
    dialog.close();
    onAgreed();
  });
}
