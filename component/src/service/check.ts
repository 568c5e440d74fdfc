// The status display type request: has the owner's scheme changed since the stamp the asker holds? (draft, "Check")
import type { CheckRequest, CheckResult } from "@status-scheme/protocol";
import { SchemeError } from "@status-scheme/protocol";
import type { Sight } from "./sight.ts";

/** @throws SchemeError `bad-request` without an owner, `try-later` as Sight says */
export function createCheck(sight: Sight): (asker: string, request: CheckRequest) => Promise<CheckResult> {
  return async (asker, request) => {
    const owner = requireOwner(request);
    const stamp = await sight(asker, owner);
    // "none" is also for whoever may not see: never set and not allowed MUST be the same.
    if (stamp === undefined) return { owner, status: "none" };
    return { owner, status: stamp === request.stamp ? "current" : "changed", stamp };
  };
}

/** An owner's client is asked without one; a service never. @throws SchemeError `bad-request` */
export function requireOwner({ owner }: { readonly owner?: string }): string {
  if (owner === undefined) throw new SchemeError("bad-request", { what: "owner", reason: "missing" });
  return owner;
}
