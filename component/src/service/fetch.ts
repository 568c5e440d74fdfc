// Check and fetch in one (draft, "Fetch"): the scheme, unless the asker holds it already.
import type { FetchRequest, FetchResult } from "@status-scheme/protocol";
import { SchemeError } from "@status-scheme/protocol";
import type { Store } from "../store/store.ts";
import { requireOwner } from "./check.ts";
import type { Presenter } from "./presenter.ts";
import type { Sight } from "./sight.ts";

export interface FetchDeps {
  readonly sight: Sight;
  readonly store: Pick<Store, "read">;
  readonly present: Presenter;
}

/** @throws SchemeError `not-found`, the same for not allowed and no such owner; `bad-request` and `try-later` as for check */
export function createFetch({ sight, store, present }: FetchDeps) {
  return async (asker: string, request: FetchRequest): Promise<FetchResult> => {
    const owner = requireOwner(request);
    const stamp = await sight(asker, owner);
    if (stamp === undefined) throw new SchemeError("not-found");
    if (stamp === request.stamp) return { owner, stamp, status: "current" };
    const scheme = await store.read(owner);
    // Purged since.
    if (scheme === undefined) throw new SchemeError("not-found");
    return { owner, stamp: scheme.stamp, status: "changed", scheme: present(scheme, asker) };
  };
}
