// A publish was answered: whoever stores the scheme has made media of its own from those that were given, and stills beside
// them. What was given is exchanged for that wherever it is, also in the steps that can be undone. Pure.
import type { EditedLook, EditedMedium } from "./api.ts";
import { lookOf, nameOf } from "./looks.ts";
import type { Looks } from "./looks.ts";

export interface AfterPublish {
  /** As stored. */
  readonly looks: Looks;
  /** The same looks with media as stored in the place of what was given. */
  readonly swap: (looks: Looks) => Looks;
  /** What was given, and what became of it. */
  readonly lent: readonly (readonly [EditedMedium, EditedMedium])[];
}

export function afterPublish(sent: Looks, looks: Looks): AfterPublish {
  const lent = sent.flatMap(({ state, media }) =>
    media.flatMap((medium): (readonly [EditedMedium, EditedMedium])[] => {
      const stored = lookOf(looks, state)?.media.find(({ kind }) => kind === medium.kind);
      return medium.bytes && stored ? [[medium, stored]] : [];
    }),
  );
  const became = new Map(lent.map(([medium, stored]) => [`${medium.kind} ${nameOf(medium)}`, stored]));
  const swapMedium = (medium: EditedMedium): EditedMedium => {
    const stored = became.get(`${medium.kind} ${nameOf(medium)}`);
    return stored ? { ...stored, desc: medium.desc } : medium;
  };
  const swapLook = (look: EditedLook): EditedLook => {
    const media = look.media.map(swapMedium);
    return media.some((medium, index) => medium !== look.media[index]) ? { ...look, media } : look;
  };
  return { looks, lent, swap: (some) => some.map(swapLook) };
}
