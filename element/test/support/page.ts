// Runs in the browser: elements with looks made up here, and a source that a test plays.
import { defineStatusLook, preferLooks, showLooks, StatusLook, wordLooks } from "../../src/index.ts";
import type { LookSource } from "../../src/index.ts";
import type { Shown, ShownLook, ShownMedium } from "@status-scheme/client-plugin";

/** A medium as JSON: bytes in base64. */
export interface MediumSketch {
  readonly kind: ShownMedium["kind"];
  readonly mediaType: string;
  readonly bytes: string;
  readonly desc?: string;
  /** In the place of an object URL. */
  readonly url?: string;
}
export interface ShownSketch extends Partial<Omit<Shown, "look">> {
  readonly text?: string;
  readonly media?: readonly MediumSketch[];
  /** Kinds that the look has, beside the media. */
  readonly offered?: readonly ShownMedium["kind"][];
  /** Without: none. */
  readonly look?: boolean;
}

let stamps = 0;
const media = (sketches: readonly MediumSketch[]): ShownMedium[] =>
  sketches.map(({ bytes: encoded, url, ...rest }, index) => {
    const bytes = Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0));
    return {
      ...rest,
      size: bytes.length,
      hash: `${stamps} ${index}`,
      bytes,
      url: url ?? URL.createObjectURL(new Blob([bytes], { type: rest.mediaType })),
    };
  });
const shownOf = ({ text, media: sketches = [], offered = [], look = true, ...rest }: ShownSketch): Shown => {
  const state = rest.state ?? rest.show ?? "available";
  const stamp = `2026-11-22T08:30:${String(++stamps % 60).padStart(2, "0")}.${String(stamps).padStart(3, "0")}Z`;
  return {
    contact: "juliet@capulet.lit",
    loggedIn: rest.show !== "offline",
    show: "available",
    fresh: true,
    ...rest,
    state,
    ...(look && {
      look: {
        state,
        ...(text !== undefined && { text }),
        texts: [],
        media: media(sketches),
        offered: [...sketches.map(({ kind }) => kind), ...offered],
      },
      stamp: stamp as NonNullable<Shown["stamp"]>,
    }),
  };
};

/** A source whose looks a test sets. */
function createFake() {
  const shown = new Map<string, Shown>();
  const listeners = new Set<(one: Shown) => void>();
  const loads: string[] = [];
  const source: LookSource = {
    shown: (contact) => shown.get(contact),
    load(contact, kind) {
      loads.push(`${contact} ${kind}`);
      return true;
    },
    on: (_event, listener) => listeners.add(listener),
    off: (_event, listener) => listeners.delete(listener),
  };
  const tell = (one: Shown) => {
    shown.set(one.contact, one);
    for (const listener of [...listeners]) listener(one);
  };
  const change = (contact: string, next: (look: ShownLook) => ShownLook) => {
    const before = shown.get(contact)!;
    tell({ ...before, look: next(before.look!) });
  };
  return {
    source,
    loads,
    listeners,
    look: (sketch: ShownSketch) => tell(shownOf(sketch)),
    /** More media of the look that is shown: what was asked for came. */
    come(contact: string, sketches: readonly MediumSketch[]) {
      change(contact, (look) => ({ ...look, givenUp: [], media: [...look.media, ...media(sketches)] }));
    },
    /** These are not to be had for now. */
    giveUp(contact: string, givenUp: readonly ShownMedium["kind"][]) {
      change(contact, (look) => ({ ...look, givenUp }));
    },
  };
}

const api = {
  StatusLook,
  preferLooks,
  showLooks,
  wordLooks,
  shownOf,
  fake: createFake(),
  createFake,
  define: defineStatusLook,
  /** An element in the document. */
  add(attributes: Readonly<Record<string, string>>, shown?: ShownSketch): StatusLook {
    const element = document.createElement("status-look") as StatusLook;
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    if (shown) element.shown = shownOf(shown);
    document.body.append(element);
    return element;
  },
  inside: (element: Element): Element | null => element.shadowRoot!.querySelector(".box > *"),
  clear() {
    document.body.replaceChildren();
    document.body.removeAttribute("style");
    document.documentElement.removeAttribute("style");
    document.documentElement.lang = "en";
    Object.assign(document.body.style, { display: "flex", flexWrap: "wrap", alignItems: "flex-start" });
    preferLooks({ motion: "auto", sound: false });
    showLooks(undefined);
  },
};
export type PageApi = typeof api;
Object.assign(globalThis, { api });
if (!document.documentElement.hasAttribute("data-late")) defineStatusLook();
