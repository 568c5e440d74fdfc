// The media of a look: where they come from, what is allowed, and each one with what can be done with it.
import { MOST_OF_A_PICTURE } from "../files/api.ts";
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

export interface Media extends View {
  /** What is wrong with the one of this kind, else the way to a file. */
  readonly focus: (kind?: MediumKind) => void;
  readonly stop: () => void;
}

export function createMedia(context: Context, state: string): Media {
  const { words, intake } = context;
  const rows = new Map<MediumKind, MediumRow>();
  const error = h("p", { class: "error", id: uniqueId("error") });
  const limits = h("ul", { class: "limits", id: uniqueId("hint") });
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
    focus: (kind) => ((kind && rows.get(kind)) ?? choose).focus(),
    stop() {
      for (const row of rows.values()) row.stop();
    },
    update(now: EditorState) {
      const media = lookOf(now.looks, state)?.media ?? [];
      const kinds = MEDIUM_KINDS.filter((kind) => media.some((medium) => medium.kind === kind));
      for (const [kind, row] of [...rows]) {
        if (kinds.includes(kind)) continue;
        row.stop();
        rows.delete(kind);
      }
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
      const told = tellLimits(now.limits, context);
      if (limits.children.length !== told.length) limits.replaceChildren(...told.map(() => h("li")));
      told.forEach((line, index) => write(limits.children[index]!, line));
    },
  };
}

/** A line a kind, and one of all together. */
function tellLimits(limits: Limits, { words, format }: Context): readonly string[] {
  const { bytes, duration, number } = format;
  const square = (side: number) => words.media.measures(number(side), number(side));
  const said = words.media.limits;
  return [
    said.image(
      bytes(MOST_OF_A_PICTURE.bytes),
      number(MOST_OF_A_PICTURE.pixels),
      bytes(limits["image-bytes"]),
      square(limits["image-side"]),
    ),
    said.animation(
      bytes(limits["animation-bytes"]),
      duration(limits["animation-length"]),
      number(limits["animation-frames"]),
      number(limits["animation-pixels"]),
      square(limits["animation-side"]),
    ),
    said.audio(bytes(limits["audio-bytes"]), duration(limits["audio-length"])),
    said.video(bytes(limits["video-bytes"]), duration(limits["video-length"]), square(limits["video-side"])),
    said.all(bytes(limits["owner-bytes"]), bytes(limits["scheme-bytes"])),
  ];
}
