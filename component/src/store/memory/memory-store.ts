// The store in memory: for tests, and for services whose schemes may go with the process. What it keeps outlives `close`,
// not the object. Every method is one synchronous step, so that a commit is atomic by nature.
import { randomBytes } from "node:crypto";
import { freshId } from "../rules.ts";
import type { Store } from "../store.ts";
import { memoryAccess } from "./access.ts";
import { memoryListeners } from "./listeners.ts";
import { memoryModeration } from "./moderation.ts";
import { memoryReports } from "./reports.ts";
import { memorySchemes } from "./schemes.ts";
import { memorySights } from "./sights.ts";
import { emptyState } from "./state.ts";

export function createMemoryStore(): Store {
  const kept = emptyState();
  const state = () => {
    if (kept.incarnation === undefined) throw new Error("the store in memory is not open");
    return kept;
  };
  return {
    ...memorySchemes(state),
    ...memoryAccess(state),
    ...memorySights(state),
    ...memoryListeners(state),
    ...memoryModeration(state),
    ...memoryReports(state),
    secret: async (name) => {
      const { secrets } = state();
      const found = secrets.get(name) ?? new Uint8Array(randomBytes(32));
      secrets.set(name, found);
      return found;
    },
    open: async () => {
      if (kept.incarnation !== undefined) throw new Error("the store in memory is open already");
      kept.incarnation = freshId();
      kept.incarnations.set(kept.incarnation, { began: kept.seq });
    },
    close: async () => {
      if (kept.incarnation === undefined) return;
      kept.incarnations.get(kept.incarnation)!.ended = kept.seq;
      kept.incarnation = undefined;
    },
  };
}
