// Two devices changed the scheme: what one of them alone changed is taken, state by state, and what both changed is the
// person's to decide (draft, "Editing": `replaces` is the stamp that both started from). Pure.
import type { EditedLook, Side } from "./api.ts";
import { lookOf, sameLook } from "./looks.ts";
import type { Looks } from "./looks.ts";

export interface Conflict {
  readonly state: string;
  readonly base: EditedLook | undefined;
  readonly mine: EditedLook | undefined;
  readonly theirs: EditedLook | undefined;
}
export interface Merged {
  readonly looks: Looks;
  /** States that both changed, and not to the same. */
  readonly conflicts: readonly Conflict[];
}

/** `choose`: of states that both changed; default mine. */
export function merge(base: Looks, mine: Looks, theirs: Looks, choose: (state: string) => Side = () => "mine"): Merged {
  const conflicts: Conflict[] = [];
  const states = new Set([...theirs, ...mine].map(({ state }) => state));
  const looks: EditedLook[] = [];
  for (const state of states) {
    const three = { base: lookOf(base, state), mine: lookOf(mine, state), theirs: lookOf(theirs, state) };
    const side = sideOf(three);
    if (side === "conflict") conflicts.push({ state, ...three });
    const look = three[side === "conflict" ? choose(state) : side];
    if (look) looks.push(look);
  }
  return { looks, conflicts };
}

/** Both the same: theirs, which is stored already. */
function sideOf({ base, mine, theirs }: Omit<Conflict, "state">): Side | "conflict" {
  if (sameLook(mine, theirs) || sameLook(mine, base)) return "theirs";
  return sameLook(theirs, base) ? "mine" : "conflict";
}
