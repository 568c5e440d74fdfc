// What all elements of a page share: one listener and one observer of each kind, however many elements there are.
import { CSS, createSheet } from "./css.ts";
import { createPlainStates } from "./plain-state.ts";
import { createPreferences } from "./preferences.ts";
import type { LookPreferences, Preferences } from "./preferences.ts";
import { createSight } from "./sight.ts";
import type { Sight } from "./sight.ts";
import { createSolo } from "./sound.ts";
import type { Solo } from "./sound.ts";
import { createWatching } from "./source.ts";
import type { LookSource, Watching } from "./source.ts";
import { createStage } from "./stage.ts";
import type { Stage } from "./stage.ts";
import { createTurn } from "./turn.ts";
import type { Turn } from "./turn.ts";
import { createDictionary } from "./words.ts";
import type { Dictionary, SomeWords } from "./words.ts";

/** How the page calls an element: look again at everything. */
export type Again = () => void;

export interface Page {
  readonly turn: Turn;
  readonly preferences: Preferences;
  readonly dictionary: Dictionary;
  readonly watching: Watching;
  readonly stage: Stage<Again>;
  /** Whatever is not near the screen has nothing inside. */
  readonly near: Sight;
  /** On the screen itself. */
  readonly seen: Sight;
  readonly solo: Solo;
  readonly drawPlain: ReturnType<typeof createPlainStates>;
  /** For elements of this size in pixels, or of the default. */
  readonly sheets: (size: number | undefined) => CSSStyleSheet[];
  /** Elements that are in the document. */
  readonly elements: Set<Again>;
  /** Of elements that have none of their own. */
  source: LookSource | undefined;
}

/** Scrolling is at most a little faster than this. */
const NEAR_PX = 256;

let page: Page | undefined;

/** Made when the first element, or the first preference, comes. */
export function pageOf(): Page {
  return (page ??= createPage());
}

function createPage(): Page {
  const turn = createTurn();
  const elements = new Set<Again>();
  const allAgain = () => elements.forEach(turn.soon);
  document.addEventListener("visibilitychange", allAgain);
  const base = createSheet(CSS);
  const sizes = new Map<number, CSSStyleSheet>();
  const sizeSheet = (size: number) => {
    const sheet = sizes.get(size) ?? createSheet(`:host { --_size: ${size}px; }`);
    sizes.set(size, sheet);
    return sheet;
  };
  return {
    turn,
    preferences: createPreferences(matchMedia("(prefers-reduced-motion: reduce)"), allAgain),
    dictionary: createDictionary(allAgain),
    watching: createWatching(),
    stage: createStage<Again>({ soon: turn.soon, onCast: turn.soon }),
    near: createSight(NEAR_PX),
    seen: createSight(0),
    solo: createSolo(),
    drawPlain: createPlainStates(document),
    sheets: (size) => (size === undefined ? [base] : [base, sizeSheet(size)]),
    elements,
    source: undefined,
  };
}

/** Where the looks come from of every element of the page, now and later, that has no source of its own. */
export function showLooks(source: LookSource | undefined): void {
  const { turn, elements } = Object.assign(pageOf(), { source });
  elements.forEach(turn.soon);
}

/** What the person wants of every element of the page that does not say otherwise itself. What is left out stays as it is. */
export function preferLooks(preferences: LookPreferences): void {
  pageOf().preferences.set(preferences);
}

/** Adds a language (BCP 47), or other words in one that is there. */
export function wordLooks(language: string, words: SomeWords): void {
  pageOf().dictionary.add(language, words);
}
