// Which of the boxes that would move may move: a page full of animations and videos would otherwise burn a processor, and
// distract (WCAG 2.2.2). Nothing moves in a hidden tab.
import type { MovingKind } from "./choose.ts";

export interface Actor {
  readonly kind: MovingKind;
  /** Pixels. */
  readonly size: number;
}
export type Most = Readonly<Record<MovingKind, number>>;

/** At once on a page. Browsers allow some 75 video players, each with threads of its own. */
export const MOST: Most = { video: 4, animation: 12 };

/** Pure: the largest first, then those that came last. `actors` in the order in which they came. */
export function cast<Box>(actors: ReadonlyMap<Box, Actor>, most: Most = MOST): ReadonlySet<Box> {
  const ranked = [...actors].reverse().sort(([, a], [, b]) => b.size - a.size);
  const left = { ...most };
  return new Set(ranked.filter(([, { kind }]) => left[kind]-- > 0).map(([box]) => box));
}

export interface Stage<Box> {
  /** It is on screen, and would move; or does so no more. */
  readonly enter: (box: Box, actor: Actor) => void;
  readonly leave: (box: Box) => void;
  readonly isCast: (box: Box) => boolean;
}
export interface StageUses<Box> {
  /** Calls once, after what is going on now. */
  readonly soon: (recast: () => void) => void;
  /** What this box may do is different now. */
  readonly onCast: (box: Box) => void;
  readonly most?: Most;
}

export function createStage<Box>({ soon, onCast, most }: StageUses<Box>): Stage<Box> {
  const actors = new Map<Box, Actor>();
  let chosen: ReadonlySet<Box> = new Set();
  const recast = () => {
    const before = chosen;
    chosen = cast(actors, most);
    for (const box of before) if (!chosen.has(box)) onCast(box);
    for (const box of chosen) if (!before.has(box)) onCast(box);
  };
  return {
    enter(box, actor) {
      const before = actors.get(box);
      if (before?.kind === actor.kind && before.size === actor.size) return;
      actors.set(box, actor);
      soon(recast);
    },
    leave(box) {
      if (actors.delete(box)) soon(recast);
    },
    isCast: (box) => chosen.has(box),
  };
}
