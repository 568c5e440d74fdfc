// What an animation says of itself is held against the limits before anything decodes it (draft, "Limits"): it is refused
// and never shortened.
import type { LimitName, Limits } from "@status-scheme/protocol";
import { SchemeError } from "@status-scheme/protocol";
import type { AnimationFacts } from "./formats/structure.ts";
import { lengthOf } from "./formats/structure.ts";

/** @throws SchemeError `limit-exceeded` */
export function checkAnimation(facts: AnimationFacts, limits: Limits): void {
  const { width, height, delays } = facts;
  const actual = {
    "animation-frames": delays.length,
    "animation-length": lengthOf(facts),
    "animation-pixels": width * height * delays.length,
  } satisfies Partial<Record<LimitName, number>>;
  for (const limit of ["animation-frames", "animation-length", "animation-pixels"] as const) {
    const max = limits[limit];
    if (actual[limit] > max) throw new SchemeError("limit-exceeded", { limit, max, actual: actual[limit] });
  }
}
