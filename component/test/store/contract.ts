// The store's contract: what store.ts says, as tests that every adapter runs.
//
//   storeContract("SQLite", async () => ({ store: …, backup: …, dispose: … }));
//   storeContract("memory", async () => ({ store: …, dispose: … }), { backup: false });
import { describe } from "@jest/globals";
import { accessContract } from "./contract/access.ts";
import { backupsContract } from "./contract/backups.ts";
import type { MakePlace } from "./contract/harness.ts";
import { listenersContract } from "./contract/listeners.ts";
import { moderationContract } from "./contract/moderation.ts";
import { positionsContract } from "./contract/positions.ts";
import { purgeContract } from "./contract/purge.ts";
import { reportsContract } from "./contract/reports.ts";
import { schemesContract } from "./contract/schemes.ts";
import { sightsContract } from "./contract/sights.ts";

export type { MakePlace, StorePlace } from "./contract/harness.ts";

export function storeContract(adapter: string, makePlace: MakePlace, can = { backup: true }): void {
  describe(`${adapter} keeps the store's contract:`, () => {
    schemesContract(makePlace);
    accessContract(makePlace);
    sightsContract(makePlace);
    positionsContract(makePlace);
    if (can.backup) backupsContract(makePlace);
    purgeContract(makePlace);
    listenersContract(makePlace);
    moderationContract(makePlace);
    reportsContract(makePlace);
  });
}
