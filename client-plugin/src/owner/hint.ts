// The presence hint (draft, "Showing a State"): what an owner's presence says of their scheme.
import { encodeShowing } from "@status-scheme/protocol";
import type { Element, Showing, StampedScheme } from "@status-scheme/protocol";
import type { AccessKeeper } from "./access.ts";
import type { OwnScheme } from "./own-scheme.ts";
import type { ServiceCaller } from "./service.ts";
import type { StateKeeper } from "./state.ts";

export interface HintUses {
  readonly own: Pick<OwnScheme, "held">;
  readonly access: Pick<AccessKeeper, "isSeenByAll">;
  readonly state: Pick<StateKeeper, "shown">;
  readonly caller: Pick<ServiceCaller, "known">;
  /** The scheme that this client serves itself (draft, section 8.2), if it does. */
  readonly served: () => { readonly scheme: StampedScheme; readonly isSeenByAll: boolean } | undefined;
}

/** Undefined where no scheme is published: there is nothing to hint at. */
export function hintOf({ own, access, state, caller, served }: HintUses): Element | undefined {
  const here = served();
  if (here) return encodeShowing({ ...state.shown(), ...(here.isSeenByAll && { stamp: here.scheme.stamp }) });
  const scheme = own.held();
  const service = caller.known();
  if (!scheme?.looks.length || !service) return undefined;
  const showing: Showing = {
    by: service.jid,
    ...state.shown(),
    // MUST: only if every presence subscriber may see the scheme. To others it would tell when it changed.
    ...(access.isSeenByAll() && { stamp: scheme.stamp }),
  };
  return encodeShowing(showing);
}
