// How the edited looks stand to what others see, and all that can be done about it.
import type { EditorState } from "../model/index.ts";
import type { Context, View } from "./context.ts";
import { arrange, h, mark, write } from "./h.ts";
import { icon } from "./icons.ts";
import type { IconName } from "./icons.ts";
import { lookOf, nameOf } from "./names.ts";
import { tellFailure, tellProblem } from "./tell.ts";

export interface PublishBarOptions {
  readonly onPublished: () => void;
  readonly onResolve: () => void;
  /** Asks whether to serve from here, where nobody keeps looks. */
  readonly onServe: () => void;
  /** Brings the person to the first problem. */
  readonly onShowProblem: () => void;
}

export function createPublishBar(context: Context, options: PublishBarOptions): View {
  const { editor, words, format, live, forgetsAtLogout } = context;
  const text = h("p", { class: "standing" });
  const progress = h("progress", { max: 1, "aria-label": words.publish.progress });
  const button = (label: string, onclick: () => void, kind = "") =>
    h("button", { type: "button", class: kind, onclick }, label);
  const round = (name: IconName, label: string, keys: string, onclick: () => void) =>
    h(
      "button",
      { type: "button", class: "quiet round", "aria-label": label, title: `${label} (${keys})`, onclick },
      icon(name),
    );

  const publish = async (whileInvisible = false) => {
    const isPublished = await editor.publish({ whileInvisible });
    if (isPublished) {
      live.say(editor.state().keeper === "client" ? words.serve.published : words.publish.published);
      options.onPublished();
    } else if (editor.state().status.name === "idle" && editor.state().dirty) live.say(words.publish.cancelled);
  };
  const undo = round("undo", words.publish.undo, "Ctrl+Z", () => editor.undo());
  const redo = round("redo", words.publish.redo, "Ctrl+Shift+Z", () => editor.redo());
  const go = button(words.publish.publish, () => void publish(), "primary");
  const discard = button(words.publish.discard, () => editor.discard(), "quiet");
  const cancel = button(words.cancel, () => editor.cancel());
  const again = button(words.publish.again, () => void retry(), "primary");
  const anyway = button(words.publish.anyway, () => void publish(true), "primary");
  const show = button(words.publish.show, options.onShowProblem, "primary");
  const resolve = button(words.conflict.resolve, options.onResolve, "primary");
  const serve = button(words.serve.open, options.onServe, "primary");
  const stop = button(words.serve.stop, () => void stopServing(), "quiet");
  const stopServing = async () => {
    if (await editor.stopServing()) live.say(words.serve.stopped);
  };
  const retry = () => {
    const { status, canServe } = editor.state();
    if (status.name !== "failed" || status.doing === "publish") return publish();
    return status.doing === "serve" && canServe ? options.onServe() : editor.load();
  };
  const actions = h("div", { class: "actions" });
  const element = h(
    "div",
    { class: "bar", role: "region", "aria-label": words.publish.publish },
    h("div", { class: "history" }, undo, redo),
    text,
    progress,
    actions,
  );

  return {
    element,
    update(state: EditorState) {
      const { tone = "", said, buttons } = standing(state);
      write(text, said);
      mark(element, "data-tone", tone || undefined);
      arrange(actions, buttons);
      const { status } = state;
      const isPublishing = status.name === "publishing";
      mark(progress, "hidden", !isPublishing);
      if (isPublishing && status.total > 0 && status.sent < status.total) progress.value = status.sent / status.total;
      else progress.removeAttribute("value");
      mark(undo, "aria-disabled", state.canUndo ? undefined : "true");
      mark(redo, "aria-disabled", state.canRedo ? undefined : "true");
    },
  };

  function standing(state: EditorState): { tone?: "bad" | "good"; said: string; buttons: HTMLElement[] } {
    const { status, problems, dirty, changed, stamp, keeper, canServe } = state;
    const isHere = keeper === "client";
    if (status.name === "loading") return { said: words.loading, buttons: [] };
    if (status.name === "publishing") {
      const isSending = status.total > 0 && status.sent < status.total;
      const said = isSending
        ? words.publish.uploading(format.bytes(status.sent), format.bytes(status.total))
        : words.publish.publishing;
      return { said, buttons: [cancel] };
    }
    if (status.name === "conflict") return { tone: "bad", said: words.conflict.title, buttons: [resolve] };
    if (status.name === "failed" && status.doing === "serve") {
      return { tone: "bad", said: words.serve.failed, buttons: [again] };
    }
    if (
      status.name === "failed" &&
      (status.doing === "load" || (status.doing === "publish" && problems.length === 0))
    ) {
      // The plugin's own refusal; a service forbids for reasons of its own.
      const isInvisible = status.doing === "publish" && status.error.detail.reason === "invisible";
      if (isInvisible) return { tone: "bad", said: words.invisible, buttons: [discard, anyway] };
      const isNotKept = isHere && ["internal", "quota-exceeded"].includes(status.error.code);
      const failure = isNotKept ? words.serve.failed : tellFailure(status.error, context);
      // An upload that broke off knows whose it was.
      const look = lookOf(state.looks, status.error.detail.look ?? "");
      const said = look ? words.publish.at(nameOf(look.state, words), failure) : failure;
      return { tone: "bad", said, buttons: [again] };
    }
    if (canServe) return { said: words.serve.nobody, buttons: [serve] };
    if (keeper === "nobody") return { tone: "bad", said: words.publish.nobody, buttons: [] };
    if (problems.length > 0) {
      const whole = problems.find((problem) => problem.state === undefined);
      const said = whole ? tellProblem(whole, context) : words.publish.problems(problems.length);
      return { tone: "bad", said, buttons: whole ? [discard] : [discard, show] };
    }
    if (!dirty) {
      const clean = isHere ? words.serve.clean : words.publish.clean;
      const said = stamp === undefined ? words.publish.empty : clean;
      return isHere
        ? { said: forgetsAtLogout() ? `${said} ${words.serve.untilLogout}` : said, buttons: [stop] }
        : { said, buttons: [] };
    }
    return { tone: "good", said: words.publish.changed(changed.length), buttons: [discard, go] };
  }
}
