// What a viewer sees now, against what it was last told (ARCHITECTURE, "Sync"). Candidates are the owners whose presence the
// viewer's own roster says it sees, read once where its server lets us, and those whose lists name it. Where the two
// disagree, or a sight is new, the owner's own list decides, read anew.
import type { SightFacts, Store } from "../store/store.ts";
import type { Confirm } from "./confirm.ts";
import type { Rosters } from "./rosters.ts";
import type { Served } from "./served.ts";
import { inTime } from "./support/tasks.ts";
import type { Verdict } from "./visibility.ts";

/** Records what the viewer sees. False where it could not all be found out before the deadline (ms since the epoch). */
export type Survey = (viewer: string, deadline: number) => Promise<boolean>;

export interface SurveyDeps {
  readonly store: Pick<Store, "facts" | "ownersNaming" | "sights" | "tell">;
  readonly rosters: Pick<Rosters, "readable" | "read">;
  readonly served: Served;
  readonly confirm: Confirm;
  readonly verdict: (facts: SightFacts, viewer: string) => Verdict;
  /** The owner's list does not have the viewer, and is too old to say so. */
  readonly mayHaveJoined: (facts: SightFacts, viewer: string) => boolean;
  /** The viewer, an owner itself, is here. */
  readonly onOwner: (owner: string) => void;
  readonly clock: () => number;
}

export function createSurvey(deps: SurveyDeps): Survey {
  const { store, rosters, served, confirm, verdict, mayHaveJoined, onOwner, clock } = deps;

  /** Undefined where the viewer's roster is not ours to read. @throws SchemeError `try-later` */
  const subscriptionsOf = async (viewer: string): Promise<ReadonlySet<string> | undefined> => {
    if (!rosters.readable(viewer)) return undefined;
    const { items } = await rosters.read(viewer);
    const isCandidate = ({ jid, subscription }: (typeof items)[number]) =>
      (subscription === "to" || subscription === "both") && served(jid);
    return new Set(items.filter(isCandidate).map(({ jid }) => jid));
  };

  const toldTo = async (viewer: string): Promise<ReadonlySet<string>> => {
    const sights = await store.sights(viewer);
    return new Set(sights.filter(({ visible }) => visible).map(({ owner }) => owner));
  };

  return async (viewer, deadline) => {
    const reading = subscriptionsOf(viewer);
    const isRead = await inTime(reading, deadline - clock());
    const subscribed = isRead ? await reading : undefined;
    // Before the facts: a sight told of by a notice in between must not be found among the told and not among the facts.
    const told = await toldTo(viewer);
    const self = served(viewer) ? [viewer] : [];
    const owners = [...new Set([...self, ...(subscribed ?? []), ...(await store.ownersNaming(viewer)), ...told])];
    const facts = await store.facts(owners, viewer);
    if (facts.some(({ owner, stamp }) => owner === viewer && stamp !== undefined)) onOwner(viewer);

    const isDoubtful = (one: SightFacts): boolean => {
      if (one.stamp === undefined) return false;
      const isSubscribed = subscribed?.has(one.owner);
      switch (verdict(one, viewer)) {
        case "seen":
          return false;
        // What is visible already and did not change needs no look, unless the viewer's roster says that it ended.
        case "unconfirmed":
          return !told.has(one.owner) || isSubscribed === false;
        case "unseen":
          return isSubscribed === true && mayHaveJoined(one, viewer);
      }
    };
    const doubtful = facts.filter(isDoubtful).map(({ owner }) => owner);
    const unread = await confirm(doubtful, deadline);
    const latest = doubtful.length === 0 ? facts : await store.facts(owners, viewer);

    const isVisible = (one: SightFacts) => one.stamp !== undefined && verdict(one, viewer) !== "unseen";
    const found = latest.filter(({ owner }) => !unread.has(owner));
    const shown = found.filter((one) => isVisible(one) && !told.has(one.owner)).map(({ owner }) => owner);
    const hidden = found.filter((one) => !isVisible(one) && told.has(one.owner)).map(({ owner }) => owner);
    // Nothing new, nothing written.
    if (shown.length + hidden.length > 0) await store.tell(viewer, { shown, hidden });
    return isRead && unread.size === 0;
  };
}
