// `check`: changed since this stamp? (draft, "Check")
import { decodeCheckRequest, encodeCheckResult, NS } from "@status-scheme/protocol";
import type { Services } from "../../service/api.ts";
import type { Handler } from "./handler.ts";

export function checkHandler({ check }: Pick<Services, "check">): Handler {
  return {
    type: "get",
    ns: NS,
    name: "check",
    features: [NS],
    answer: async (asker, payload) => encodeCheckResult(await check(asker, decodeCheckRequest(payload))),
  };
}
