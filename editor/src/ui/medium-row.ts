// One medium: what it is, how large, what can be done with it, its description, and what is wrong with it.
import type { MediumKind } from "@status-scheme/protocol";
import type { EditedMedium, EditorState } from "../model/index.ts";
import type { Context } from "./context.ts";
import { h, mark, write } from "./h.ts";
import { icon } from "./icons.ts";
import { createLocalTexts } from "./local-texts.ts";
import { rarely } from "./rarely.ts";
import { tellProblem } from "./tell.ts";

export interface MediumRow {
  readonly element: HTMLElement;
  readonly update: (medium: EditedMedium, state: EditorState) => void;
  /** Brings the person to what is wrong with it, or to its first control. */
  readonly focus: () => void;
  /** Is silent from then on. */
  readonly stop: () => void;
}

export function createMediumRow(context: Context, state: string, kind: MediumKind): MediumRow {
  const { editor, words, format } = context;
  const thumb = h("span", { class: "thumb", "aria-hidden": "true" });
  const facts = h("span", { class: "facts" });
  const error = h("p", { class: "error" });
  let medium: EditedMedium | undefined;
  let silence = () => {};
  const button = (name: "crop" | "still" | "trash", text: string, onclick: () => void) =>
    h("button", { type: "button", class: "quiet", onclick }, icon(name), text);
  const remove = h(
    "button",
    {
      type: "button",
      class: "quiet round",
      "aria-label": words.media.remove(words.kinds[kind]),
      onclick: () => editor.removeMedium(state, kind),
    },
    icon("trash"),
  );
  const pictured = (name: "crop" | "still", text: string, dialog: "openCrop" | "openStill") =>
    button(name, text, () => {
      void rarely(context, ({ [dialog]: open }) => medium && void open(context, state, medium));
    });
  const crop = pictured("crop", words.media.crop, "openCrop");
  const still = pictured("still", words.media.still, "openStill");
  const texts = createLocalTexts(context, {
    label: (language) => words.media.describe(language),
    onType: (lang, text) => editor.describe(state, kind, lang, text),
  });
  const summary = h("span");
  const described = h(
    "details",
    { class: "described" },
    h("summary", {}, h("b", {}, words.media.description), summary),
    texts.element,
  );
  const element = h(
    "article",
    { class: "medium", "aria-label": words.kinds[kind] },
    h(
      "div",
      { class: "medium-head" },
      thumb,
      h("span", { class: "what" }, h("b", {}, words.kinds[kind]), facts),
      h(
        "span",
        { class: "deeds" },
        kind === "image" && crop,
        (kind === "video" || kind === "animation") && still,
        remove,
      ),
    ),
    error,
    described,
  );

  let isAsked = false;
  described.addEventListener("toggle", () => {
    if (medium) update(medium, editor.state());
  });

  const showThumb = (url: string | undefined) => {
    if (thumb.dataset.url === (url ?? "")) return;
    thumb.dataset.url = url ?? "";
    silence();
    if (url === undefined) thumb.replaceChildren(icon(kind));
    else if (kind === "audio") {
      const player = createPlayer(url, context);
      silence = player.stop;
      thumb.replaceChildren(player.element);
    } else if (kind === "video") thumb.replaceChildren(h("video", { src: url, muted: true, playsInline: true }));
    else thumb.replaceChildren(h("img", { src: url, alt: "" }));
    mark(thumb, "aria-hidden", kind === "audio" && url !== undefined ? undefined : "true");
  };

  const update: MediumRow["update"] = (now, { problems, limits }) => {
    medium = now;
    showThumb(now.url);
    const { size, width, height, length } = now;
    const told = [
      format.bytes(size),
      width && height ? words.media.measures(format.number(width), format.number(height)) : "",
      length ? format.duration(length) : "",
    ];
    write(facts, told.filter(Boolean).join(" · "));
    const mine = problems.filter((problem) => problem.state === state && problem.kind === kind);
    isAsked = mine.some(({ field }) => field === "desc");
    // It does not open by itself under the hands of who types elsewhere: what is asked for in it is told at the row, too.
    const own = mine.find(({ field }) => field !== "desc" || !described.open);
    write(error, own ? tellProblem(own, context) : "");
    texts.update({
      texts: now.desc,
      most: limits["text-characters"],
      mostLanguages: limits["text-languages"],
      problemOf(lang) {
        const problem = mine.find((one) => one.field === "desc" && one.lang === lang);
        return problem && tellProblem(problem, context);
      },
    });
    write(summary, now.desc[0]?.text ?? "");
    const canRead = now.url !== undefined;
    crop.disabled = still.disabled = !canRead;
  };
  return {
    element,
    update,
    focus() {
      if (isAsked) described.open = true;
      if (isAsked) texts.focus();
      else element.querySelector<HTMLElement>("input, button")?.focus();
    },
    stop: () => silence(),
  };
}

interface Player {
  readonly element: HTMLElement;
  readonly stop: () => void;
}

/** Sounds are heard at a click alone. */
function createPlayer(url: string, { words }: Context): Player {
  const audio = new Audio(url);
  const button = h("button", { type: "button", class: "player", "aria-label": words.media.listen }, icon("play"));
  const show = (isPlaying: boolean) => {
    button.replaceChildren(icon(isPlaying ? "stop" : "play"));
    button.setAttribute("aria-label", isPlaying ? words.media.pause : words.media.listen);
  };
  const stop = () => {
    audio.pause();
    audio.currentTime = 0;
    show(false);
  };
  audio.addEventListener("ended", stop);
  button.addEventListener("click", () => {
    if (!audio.paused) return stop();
    show(true);
    audio.play().catch(stop);
  });
  return { element: button, stop };
}
