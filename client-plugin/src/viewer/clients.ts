// Contacts' clients, as their presence tells of them, and what is wanted of one that serves a scheme.
import type { Medium, StampedScheme } from "@status-scheme/protocol";
import type { Peer, Peers } from "../peers/peer-caps.ts";
import type { Preferences } from "./preferences.ts";
import type { PresenceTracker } from "./presence-tracker.ts";
import type { SchemeCache } from "./scheme-cache.ts";
import { lookFor, shownResource, shownState } from "./state.ts";
import type { Resource } from "./state.ts";

export function peersOf(presence: Pick<PresenceTracker, "all" | "resource">): Peers {
  const peerOf = (jid: string, { caps }: Resource): Peer => ({ jid, caps });
  return {
    *all() {
      for (const [contact, one] of presence.all()) yield peerOf(`${contact}/${one.resource}`, one);
    },
    get(jid) {
      const one = presence.resource(jid);
      return one && peerOf(jid, one);
    },
  };
}

export interface WantedUses {
  readonly presence: Pick<PresenceTracker, "resources">;
  readonly cache: Pick<SchemeCache, "hasMedium">;
  readonly preferences: Pick<Preferences, "choose">;
  readonly now: () => number;
}

/** The media of the look that a scheme has for the state that is shown, as far as they are not here. */
export function wantedOf({
  presence,
  cache,
  preferences,
  now,
}: WantedUses): (scheme: StampedScheme) => readonly Medium[] {
  return ({ owner, looks }) => {
    const state = shownState(shownResource(presence.resources(owner)), now());
    const chosen = preferences.choose(lookFor(looks, state)?.media ?? []);
    const each = new Map(chosen.map((medium) => [medium.hash, medium])).values();
    return [...each].filter(({ hash }) => !cache.hasMedium(hash));
  };
}
