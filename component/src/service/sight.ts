// One question about one owner: the path that `check` and `fetch` share, whoever asks about whomever. A stranger, someone
// blocked or not on the list, and someone who asks about nobody all take the same steps: one read of the store, the
// answer, and behind it a look at the owner's roster. Only a grant by an old list waits, and it is only a contact's.
import type { Stamp } from "@status-scheme/protocol";
import type { SightFacts, Store } from "../store/store.ts";
import type { Contacts } from "./contacts.ts";
import type { Rosters } from "./rosters.ts";
import type { Served } from "./served.ts";
import type { Verdict } from "./visibility.ts";

export interface SightDeps {
  readonly store: Pick<Store, "facts">;
  readonly served: Served;
  readonly contacts: Pick<Contacts, "refresh">;
  readonly rosters: Pick<Rosters, "readBehind">;
  readonly verdict: (facts: SightFacts, viewer: string) => Verdict;
}

/**
 * The stamp of the owner's scheme as the asker may see it (bare JIDs); undefined where there is none, or none for the asker.
 * @throws SchemeError `try-later` where the asker was a contact, and it cannot be found out whether it still is. That tells
 * a contact of some minutes ago that it was one, which its own server has told it; a refusal instead would make a viewer
 * grey out its contacts whenever the server is busy.
 */
export type Sight = (asker: string, owner: string) => Promise<Stamp | undefined>;

export function createSight({ store, served, contacts, rosters, verdict }: SightDeps): Sight {
  const look = async (asker: string, owner: string) => {
    const [facts] = await store.facts([owner], asker);
    const seen = facts?.stamp === undefined ? "unseen" : verdict(facts, asker);
    return { seen, stamp: facts?.stamp };
  };
  return async (asker, owner) => {
    // Which domains are served is public; for the others nothing is read, here or on the wire.
    if (!served(owner)) return undefined;
    let found = await look(asker, owner);
    if (found.seen === "unconfirmed") {
      await contacts.refresh(owner);
      // Still "unconfirmed" is a list just read, by a slow server: as fresh as it gets.
      found = await look(asker, owner);
    }
    if (found.seen !== "unseen") return found.stamp;
    if (asker !== owner) rosters.readBehind(owner, asker);
    return undefined;
  };
}
