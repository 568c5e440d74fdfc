// The still of what moves, at a moment that the person chooses.
import { givesPictures } from "../files/gives-pictures.ts";
import type { EditedMedium, NewMedium } from "../model/index.ts";
import type { Context } from "./context.ts";
import { openDialog } from "./dialog.ts";
import { h, mark, write } from "./h.ts";
import { lookOf } from "./names.ts";
import { tellFile } from "./tell.ts";

const STEPS = 100;

export async function openStill(context: Context, state: string, medium: EditedMedium): Promise<void> {
  const { editor, words, format, tools } = context;
  const bytes = await editor.bytesOf(medium);
  if (!bytes) return context.live.say(words.transfer.unavailable, "bad");
  const blob = new Blob([bytes as Uint8Array<ArrayBuffer>], { type: medium.mediaType });
  const picture = h("img", { alt: "" });
  const time = h("input", { type: "range", min: "0", max: String(STEPS), value: "0", autofocus: true });
  const error = h("p", { class: "error", role: "alert" });
  const apply = h("button", { type: "button", class: "primary", disabled: true }, words.still.apply);
  let url: string | undefined;
  const forget = () => url !== undefined && URL.revokeObjectURL(url);
  const dialog = openDialog(context, {
    title: words.still.title,
    body: [
      h("p", { class: "hint" }, words.still.help),
      h("div", { class: "still" }, picture),
      // Some browsers give an animation's first picture alone.
      ...(medium.kind === "video" || givesPictures()
        ? [h("label", { class: "slider" }, h("span", {}, words.still.time), time)]
        : []),
      error,
    ],
    actions: [h("button", { type: "button", onclick: () => dialog.close() }, words.cancel), apply],
    onClose: forget,
  });

  let chosen: NewMedium | undefined;
  let isReading = false;
  let wanted = 0;
  const take = async () => {
    if (isReading) return;
    isReading = true;
    // Dragging asks faster than pictures come: the last one asked for is what counts.
    for (let at = -1; at !== wanted;) {
      at = wanted;
      try {
        chosen = await tools.still(blob, at);
        if (!dialog.element.open) return;
        forget();
        url = URL.createObjectURL(new Blob([chosen.bytes as Uint8Array<ArrayBuffer>], { type: chosen.mediaType }));
        picture.src = url;
        write(error, "");
      } catch (problem) {
        write(error, tellFile(problem, context));
      }
    }
    isReading = false;
    apply.disabled = chosen === undefined;
  };
  time.addEventListener("input", () => {
    wanted = Number(time.value) / STEPS;
    // An animation's pictures take what time they like.
    if (medium.kind === "video" && medium.length !== undefined) {
      mark(time, "aria-valuetext", format.duration(Math.round(wanted * medium.length)));
    }
    void take();
  });
  apply.addEventListener("click", () => {
    const desc = lookOf(editor.state().looks, state)?.media.find(({ kind }) => kind === "image")?.desc ?? medium.desc;
    if (chosen) editor.putMedium(state, { ...chosen, desc });
    dialog.close();
  });
  void take();
}
