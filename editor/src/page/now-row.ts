// "I am now": sets the state that contacts see, and whether they see any.
import { SHOWS } from "@status-scheme/protocol";
import type { StatusScheme, Warning } from "@status-scheme/client-plugin";
import type { Words } from "../i18n/index.ts";
import type { Editor, EditorState } from "../model/index.ts";
import { arrange, h, mark, uniqueId, write } from "../ui/h.ts";
import { createLook } from "../ui/look.ts";
import { isBase, nameOf } from "../ui/names.ts";

export interface NowRow {
  readonly element: HTMLElement;
  readonly stop: () => void;
}
export interface NowRowUses extends Words {
  readonly editor: Editor;
  readonly schemes: Pick<StatusScheme, "setInvisible" | "on" | "off">;
}

export function createNowRow({ editor, schemes, words }: NowRowUses): NowRow {
  const said = words.page;
  const group = uniqueId("now");
  const title = h("h2", { id: uniqueId("title") }, said.now);
  const list = h("div", { class: "states", role: "radiogroup", "aria-labelledby": title.id });
  const note = h("p", { class: "hint", role: "status" });
  const invisible = h("input", { type: "checkbox", role: "switch" });
  const chips = new Map<string, ReturnType<typeof createChip>>();
  let isBlind = false;

  const be = async (state: string) => {
    const isDone = await editor.setState(state);
    write(note, isDone ? said.nowSet(nameOf(state, words)) : said.nowFailed);
    if (!isDone) update(editor.state());
  };
  function createChip(state: string) {
    const look = createLook("", 40);
    const input = h("input", { type: "radio", name: group, value: state, onchange: () => void be(state) });
    const text = h("span", {}, nameOf(state, words));
    return {
      element: h("label", { class: "now" }, input, h("span", { class: "chip" }, look.element, text)),
      input,
      look,
    };
  }
  const onWarning = ({ code }: Warning) => (isBlind ||= code === "invisible-unavailable");
  schemes.on("warning", onWarning);
  invisible.addEventListener("change", () => {
    const wanted = invisible.checked;
    isBlind = false;
    invisible.disabled = true;
    schemes
      .setInvisible(wanted)
      .then(
        () => write(note, !wanted ? said.invisibleOff : isBlind ? said.invisibleBlind : said.invisibleOn),
        () => {
          invisible.checked = !wanted;
          write(note, said.nowFailed);
        },
      )
      .finally(() => {
        invisible.disabled = false;
        invisible.focus();
      });
  });

  const update = ({ published, now = "available" }: EditorState) => {
    // What is not published means nothing to contacts yet.
    const states = [...SHOWS, ...published.map(({ state }) => state).filter((state) => !isBase(state))];
    for (const state of [...chips.keys()]) if (!states.includes(state)) chips.delete(state);
    for (const state of states) if (!chips.has(state)) chips.set(state, createChip(state));
    arrange(
      list,
      states.map((state) => chips.get(state)!.element),
    );
    for (const [state, { input, look }] of chips) {
      input.checked = state === now;
      look.show(editor.shownAs(state, "published"));
      mark(input, "data-state", state);
    }
  };
  const unsubscribe = editor.subscribe(update);
  update(editor.state());
  return {
    element: h(
      "section",
      { class: "i-am" },
      h(
        "div",
        { class: "i-am-head" },
        title,
        note,
        h("label", { class: "switch" }, invisible, h("span", {}, said.invisible)),
      ),
      list,
    ),
    stop() {
      unsubscribe();
      schemes.off("warning", onWarning);
    },
  };
}
