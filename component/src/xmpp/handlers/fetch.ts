// `fetch`: check, and the scheme if it changed (draft, "Fetch")
import { decodeFetchRequest, encodeFetchResult, NS } from "@status-scheme/protocol";
import type { Services } from "../../service/api.ts";
import type { Handler } from "./handler.ts";

export function fetchHandler({ fetch }: Pick<Services, "fetch">): Handler {
  return {
    type: "get",
    ns: NS,
    name: "fetch",
    features: [NS],
    answer: async (asker, payload) => encodeFetchResult(await fetch(asker, decodeFetchRequest(payload))),
  };
}
