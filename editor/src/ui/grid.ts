// Every state as a card, and the way to more of them. Plain tab order, and arrow keys as a shortcut.
import type { EditorState } from "../model/index.ts";
import { openAddState } from "./add-state.ts";
import { createCard } from "./card.ts";
import type { Context, View } from "./context.ts";
import { arrange, h, mark } from "./h.ts";
import { icon } from "./icons.ts";
import { statesOf } from "./names.ts";

const STEPS: Readonly<Record<string, "left" | "right" | "up" | "down">> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
};

export interface Grid extends View {
  /** The state that was worked with last: what is pasted goes there. */
  readonly selected: () => string;
  readonly select: (state: string) => void;
  readonly focus: (state: string) => void;
}

export function createGrid(context: Context): Grid {
  const { words } = context;
  const cards = new Map<string, ReturnType<typeof createCard>>();
  let selected = "available";
  const add = h(
    "button",
    { type: "button", class: "add", onclick: () => openAddState(context, (state) => context.open(state)) },
    icon("plus"),
    h("span", {}, words.add.open),
  );
  const last = h("li", { class: "card" }, add);
  const element = h("ul", { class: "grid", role: "list", "aria-label": words.grid.label });

  const select = (state: string) => {
    selected = state;
    for (const [name, card] of cards) mark(card.element, "data-selected", name === state);
  };
  element.addEventListener("focusin", (event) => {
    for (const [name, { button }] of cards) if (event.target === button) select(name);
  });
  element.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
    const buttons = [...element.querySelectorAll<HTMLElement>("button.open, button.add")];
    const at = buttons.indexOf(event.target as HTMLElement);
    const next = at < 0 ? undefined : neighbour(buttons, at, step);
    if (!next) return;
    event.preventDefault();
    next.focus();
  });

  return {
    element,
    selected: () => selected,
    select,
    focus: (state) => cards.get(state)?.button.focus(),
    update(state: EditorState) {
      const states = statesOf(state.looks);
      const { activeElement } = element.getRootNode() as Document | ShadowRoot;
      const gone = [...cards].filter(([name]) => !states.includes(name));
      for (const [name] of gone) cards.delete(name);
      for (const name of states) if (!cards.has(name)) cards.set(name, createCard(context, name));
      arrange(element, [...states.map((name) => cards.get(name)!.element), last]);
      for (const name of states) cards.get(name)!.update(state);
      if (!cards.has(selected)) selected = "available";
      select(selected);
      // Undone under the hands of who was there: keys go on from a place that is left.
      if (gone.some(([, { button }]) => button === activeElement)) cards.get(selected)!.button.focus();
      mark(element, "aria-busy", state.status.name === "loading" ? "true" : undefined);
    },
  };
}

/** By where they are on the screen: rows differ with its width. */
function neighbour(buttons: readonly HTMLElement[], at: number, step: "left" | "right" | "up" | "down") {
  if (step === "left") return buttons[at - 1];
  if (step === "right") return buttons[at + 1];
  const from = buttons[at]!.getBoundingClientRect();
  const sign = step === "down" ? 1 : -1;
  const rows = buttons
    .map((button) => ({ button, box: button.getBoundingClientRect() }))
    .filter(({ box }) => (box.top - from.top) * sign > from.height / 2);
  const nearest = Math.min(...rows.map(({ box }) => (box.top - from.top) * sign));
  return rows
    .filter(({ box }) => (box.top - from.top) * sign < nearest + from.height / 2)
    .sort((a, b) => Math.abs(a.box.left - from.left) - Math.abs(b.box.left - from.left))[0]?.button;
}
