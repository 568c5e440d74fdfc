// Whether a medium is on show for a viewer now: part of a scheme that the viewer may see. Every way to get media's bytes asks
// here at each request (draft, "Media over HTTP", "Small Media in Band"), so that who lost sight, and what was replaced,
// cleared or purged, is refused as soon as a `fetch` would refuse it. What an operator blocked is, from that moment on, and
// what a suspended owner shows, to the owner as well: a URL can be passed on.
import type { Store } from "../store/store.ts";
import type { Sight } from "./sight.ts";

/** Bare JIDs, and a hex SHA-256. */
export interface Exhibited {
  readonly owner: string;
  readonly viewer: string;
  readonly hash: string;
}

export interface Exhibit {
  /** @throws SchemeError `try-later` as Sight says */
  readonly isShown: (medium: Exhibited) => Promise<boolean>;
}

export interface ExhibitDeps {
  readonly store: Pick<Store, "mediaOf" | "blocked" | "isSuspended">;
  readonly sight: Sight;
}

export function createExhibit({ store, sight }: ExhibitDeps): Exhibit {
  return {
    isShown: async ({ owner, viewer, hash }) =>
      (await sight(viewer, owner)) !== undefined &&
      (await store.mediaOf(owner)).includes(hash) &&
      (await store.blocked([hash])).size === 0 &&
      !(await store.isSuspended(owner)),
  };
}
