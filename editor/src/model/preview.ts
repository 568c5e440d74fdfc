// What a contact would see of looks that are edited: the look is chosen and its words are picked by the functions that a
// view uses (client-plugin), so that a preview cannot differ.
import type { Shown, ShownLook, ShownMedium } from "@status-scheme/client-plugin";
import { lookFor, pickText } from "@status-scheme/client-plugin/showing";
import type { BaseState } from "@status-scheme/protocol";
import type { EditedLook, EditedMedium } from "./api.ts";
import { isBase, lookOf, nameOf, written } from "./looks.ts";
import type { Looks } from "./looks.ts";

export interface PreviewUses {
  readonly account: string;
  readonly languages: readonly string[];
  readonly bytes: (medium: EditedMedium) => Uint8Array | undefined;
}
/** The same value for the same look. `looks`: with URLs for what is here. */
export type Preview = (looks: Looks, state: string) => Shown;

export function createPreview({ account, languages, bytes }: PreviewUses): Preview {
  const composed = new WeakMap<EditedLook, ShownLook>();
  const NO_LOOK = {};
  const shown = new WeakMap<object, Map<string, Shown>>();

  const medium = (one: EditedMedium): ShownMedium[] => {
    const { kind, mediaType, size, width, height, length, url } = one;
    if (url === undefined) return [];
    const desc = pickText(written(one.desc), languages);
    const measures = {
      ...(width !== undefined && { width }),
      ...(height !== undefined && { height }),
      ...(length !== undefined && { length }),
    };
    const here = bytes(one) ?? new Uint8Array();
    return [
      { kind, mediaType, size, ...measures, ...(desc !== undefined && { desc }), hash: nameOf(one), bytes: here, url },
    ];
  };
  const compose = (look: EditedLook): ShownLook => {
    const texts = written(look.text);
    const text = pickText(texts, languages);
    return {
      state: look.state,
      ...(text !== undefined && { text }),
      texts,
      media: look.media.flatMap(medium),
      offered: look.media.map(({ kind }) => kind),
    };
  };

  return (looks, state) => {
    const show: BaseState = isBase(state) ? (state as BaseState) : (lookOf(looks, state)?.show ?? "available");
    const look = lookFor(looks, { state, show });
    const composedLook = look && (composed.get(look) ?? compose(look));
    if (look && composedLook) composed.set(look, composedLook);
    const ofLook = shown.get(composedLook ?? NO_LOOK) ?? new Map<string, Shown>();
    shown.set(composedLook ?? NO_LOOK, ofLook);
    const key = `${state} ${show}`;
    const before = ofLook.get(key);
    if (before) return before;
    const now: Shown = {
      contact: account,
      loggedIn: show !== "offline",
      ...{ state, show, fresh: true },
      ...(composedLook && { look: composedLook }),
    };
    ofLook.set(key, now);
    return now;
  };
}
