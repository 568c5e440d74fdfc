// `sync`: what changed for me since this token? (draft, "At Login")
import { decodeSyncRequest, encodeSyncResult, NS } from "@status-scheme/protocol";
import type { Services } from "../../service/api.ts";
import type { Handler } from "./handler.ts";

export function syncHandler({ sync }: Pick<Services, "sync">): Handler {
  return {
    type: "get",
    ns: NS,
    name: "sync",
    features: [NS],
    answer: async (asker, payload) => encodeSyncResult(await sync(asker, decodeSyncRequest(payload))),
  };
}
