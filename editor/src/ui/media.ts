// The media of a look: where they come from, what is allowed, and each one with what can be done with it.
import { MEDIUM_KINDS } from "@status-scheme/protocol";
import type { Limits, MediumKind } from "@status-scheme/protocol";
import type { EditorState } from "../model/index.ts";
import type { Context, View } from "./context.ts";
import { chooseFiles, takeDrops } from "./drop.ts";
import { arrange, h, mark, uniqueId, write } from "./h.ts";
import { icon } from "./icons.ts";
import { createMediumRow } from "./medium-row.ts";
import type { MediumRow } from "./medium-row.ts";
import { lookOf } from "./names.ts";

const ACCEPT = "image/*,audio/*,video/*,.apng";

export function createMedia(context: Context, state: string): View & { readonly focus: (kind?: MediumKind) => void } {
  const { words, intake } = context;
  const rows = new Map<MediumKind, MediumRow>();
  const error = h("p", { class: "error", id: uniqueId("error") });
  const limits = h("p", { class: "hint", id: uniqueId("hint") });
  const put = (files: readonly File[]) => void intake.take(state, files);
  const choose = h(
    "button",
    {
      type: "button",
      class: "choose",
      "aria-describedby": `${limits.id} ${error.id}`,
      onclick: () => chooseFiles(ACCEPT, put),
    },
    icon("plus"),
    h("span", {}, words.media.choose),
    h("small", {}, words.media.drop),
  );
  const list = h("div", { class: "media-list" });
  const id = uniqueId("media");
  const element = h(
    "section",
    { class: "media", "aria-labelledby": id },
    h("h3", { id }, words.media.title),
    list,
    choose,
    error,
    limits,
  );
  takeDrops(element, put);

  return {
    element,
    focus: (kind) => ((kind && rows.get(kind)?.element.querySelector<HTMLElement>("input, button")) ?? choose).focus(),
    update(now: EditorState) {
      const media = lookOf(now.looks, state)?.media ?? [];
      const kinds = MEDIUM_KINDS.filter((kind) => media.some((medium) => medium.kind === kind));
      for (const kind of [...rows.keys()]) if (!kinds.includes(kind)) rows.delete(kind);
      for (const kind of kinds) if (!rows.has(kind)) rows.set(kind, createMediumRow(context, state, kind));
      arrange(
        list,
        kinds.map((kind) => rows.get(kind)!.element),
      );
      for (const kind of kinds)
        rows.get(kind)!.update(
          media.find((medium) => medium.kind === kind)!,
          now,
        );
      write(error, intake.isBusy(state) ? "" : (intake.problem(state) ?? ""));
      mark(choose, "aria-busy", intake.isBusy(state) ? "true" : undefined);
      mark(choose, "data-small", media.length > 0);
      write(limits, tellLimits(now.limits, context));
    },
  };
}

function tellLimits(limits: Limits, { words, format }: Context): string {
  const both = (bytes: number, length: number) => `${format.bytes(bytes)}, ${format.duration(length)}`;
  const side = format.number(limits["image-side"]);
  return words.media.limits(
    format.bytes(limits["image-bytes"]),
    words.media.measures(side, side),
    both(limits["animation-bytes"], limits["animation-length"]),
    both(limits["audio-bytes"], limits["audio-length"]),
    both(limits["video-bytes"], limits["video-length"]),
  );
}
