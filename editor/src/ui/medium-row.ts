// One medium: what it is, how large, what can be done with it, its description, and what is wrong with it.
import type { MediumKind } from "@status-scheme/protocol";
import type { EditedMedium, EditorState } from "../model/index.ts";
import type { Context } from "./context.ts";
import { openCrop } from "./crop.ts";
import { h, mark, write } from "./h.ts";
import { icon } from "./icons.ts";
import { createLocalTexts } from "./local-texts.ts";
import { openStill } from "./still.ts";
import { tellProblem } from "./tell.ts";

export interface MediumRow {
  readonly element: HTMLElement;
  readonly update: (medium: EditedMedium, state: EditorState) => void;
}

export function createMediumRow(context: Context, state: string, kind: MediumKind): MediumRow {
  const { editor, words, format } = context;
  const thumb = h("span", { class: "thumb", "aria-hidden": "true" });
  const facts = h("span", { class: "facts" });
  const error = h("p", { class: "error" });
  let medium: EditedMedium | undefined;
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
  const crop = button("crop", words.media.crop, () => medium && void openCrop(context, state, medium));
  const still = button("still", words.media.still, () => medium && void openStill(context, state, medium));
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
      kind === "image" && crop,
      (kind === "video" || kind === "animation") && still,
      remove,
    ),
    error,
    described,
  );

  const showThumb = (url: string | undefined) => {
    if (thumb.dataset.url === (url ?? "")) return;
    thumb.dataset.url = url ?? "";
    if (url === undefined) thumb.replaceChildren(icon(kind));
    else if (kind === "audio") thumb.replaceChildren(createPlayer(url, context));
    else if (kind === "video") thumb.replaceChildren(h("video", { src: url, muted: true, playsInline: true }));
    else thumb.replaceChildren(h("img", { src: url, alt: "" }));
    mark(thumb, "aria-hidden", kind === "audio" && url !== undefined ? undefined : "true");
  };

  return {
    element,
    update(now, { problems, limits }) {
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
      const own = mine.find(({ field }) => field !== "desc");
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
      const isAsked = mine.some(({ field }) => field === "desc");
      if (isAsked) described.open = true;
      write(summary, now.desc[0]?.text ?? "");
      const canRead = now.url !== undefined;
      crop.disabled = still.disabled = !canRead;
    },
  };
}

/** Sounds are heard at a click alone. */
function createPlayer(url: string, { words }: Context): HTMLElement {
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
  return button;
}
