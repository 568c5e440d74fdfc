// Upload slots for those who may publish (draft, "Uploading Media"): what they hold at once is bounded by bytes, not
// only by number.
import type { Slot, SlotRequest } from "@status-scheme/protocol";
import type { Store } from "../store/store.ts";
import type { Served } from "./served.ts";
import { requireServed } from "./served.ts";
import { requireGoodStanding } from "./suspension.ts";
import type { Buckets } from "./support/buckets.ts";

export interface SlotIssuer {
  /** @throws SchemeError `limit-exceeded`, `bad-medium` (a type no medium has) or `bad-request` */
  issue(owner: string, request: SlotRequest): Slot;
}

export interface SlotDeps {
  readonly slots: SlotIssuer;
  readonly served: Served;
  readonly store: Pick<Store, "isSuspended">;
  /** In bytes, an owner each. */
  readonly budget: Buckets;
}

/** What the smallest upload counts: a file each, after all. */
const MIN_COST_BYTES = 65_536;

/** @throws SchemeError `forbidden`, `rate-exceeded`, and what issuing throws */
export function createSlotService({ slots, served, store, budget }: SlotDeps) {
  return async (asker: string, request: SlotRequest): Promise<Slot> => {
    requireServed(served, asker);
    await requireGoodStanding(store, asker);
    const slot = slots.issue(asker, request);
    budget.take(asker, Math.max(request.size, MIN_COST_BYTES));
    return slot;
  };
}
