// Pure: what of a contact's look is shown in a box, given what the person wants, how large the box is and whether it may move
// (draft, "What to Show"). Video before animation, before image, before text, before the plain state.
import type { Shown, ShownLook, ShownMedium } from "@status-scheme/client-plugin";
import type { BaseState, MediumKind } from "@status-scheme/protocol";

/** `off`: no media at all, and no text: the plain state. */
export type Motion = "still" | "animate" | "off";
export type MovingKind = "animation" | "video";

/** What a box shows. */
export type Picture =
  | { readonly kind: "video" | "animation" | "image"; readonly medium: ShownMedium }
  | { readonly kind: "text"; readonly text: string; readonly show: BaseState }
  /** A medium is on its way. */
  | { readonly kind: "skeleton" }
  /** Of an owner who is not logged in, or about whom nothing can be learned: `offline`. */
  | { readonly kind: "plain"; readonly show: BaseState };

export interface Circumstances {
  readonly motion: Motion;
  /** Pixels. */
  readonly size: number;
  /** It is on screen, and one of those that may move now. */
  readonly isMoving: boolean;
  /** Waited long enough for what is on its way. */
  readonly isImpatient: boolean;
  /** The browser can show it, as far as is known, and it has not failed. */
  readonly isGood: (medium: ShownMedium) => boolean;
}
export interface Choice {
  readonly picture: Picture;
  /** What would move, were it to: here already, or to be had. */
  readonly mover?: MovingKind;
  /** The mover is to be had, and not here. */
  readonly missing?: MovingKind;
}

/** A text in a smaller box cannot be read: the plain state is shown, and the text is in the box's title. */
export const TEXT_FROM_PX = 48;
const MOVING = ["video", "animation"] as const;

/** Here, on its way, or to be asked for. */
export function isToBeHad({ offered, givenUp = [] }: ShownLook, kind: MediumKind): boolean {
  return offered.includes(kind) && !givenUp.includes(kind);
}

export function choose(shown: Shown | undefined, circumstances: Circumstances): Choice {
  const { motion, size, isMoving, isImpatient, isGood } = circumstances;
  const show = shown?.loggedIn ? shown.show : "offline";
  const plain: Picture = { kind: "plain", show };
  const look = shown?.look;
  if (!look || motion === "off") return { picture: plain };

  const here = (kind: MediumKind) => look.media.find((medium) => medium.kind === kind && isGood(medium));
  // What is here and no good is not to be had again, and nobody waits for what was given up.
  const isMissing = (kind: MediumKind) => isToBeHad(look, kind) && !look.media.some((medium) => medium.kind === kind);

  const mover = motion === "animate" ? MOVING.find((kind) => here(kind) ?? isMissing(kind)) : undefined;
  const moves = { ...(mover && { mover }), ...(mover && isMissing(mover) && { missing: mover }) };
  const moving = mover && isMoving ? here(mover) : undefined;
  if (mover && moving) return { ...moves, picture: { kind: mover, medium: moving } };
  const image = here("image");
  if (image) return { ...moves, picture: { kind: "image", medium: image } };
  const isComing = !shown.fresh && isMissing("image");
  if (isComing && !isImpatient) return { ...moves, picture: { kind: "skeleton" } };
  const text = look.text?.trim() ?? "";
  if (text !== "" && size >= TEXT_FROM_PX) return { ...moves, picture: { kind: "text", text, show } };
  return { ...moves, picture: plain };
}
