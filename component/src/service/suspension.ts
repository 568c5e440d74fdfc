// Owners that an operator has suspended store nothing (draft, "Moderation").
import { SchemeError } from "@status-scheme/protocol";
import type { Store } from "../store/store.ts";

/** @throws SchemeError `forbidden`, with words for the person */
export async function requireGoodStanding(store: Pick<Store, "isSuspended">, owner: string): Promise<void> {
  if (await store.isSuspended(owner)) {
    throw new SchemeError("forbidden", { reason: "suspended by the operator of the service" });
  }
}
