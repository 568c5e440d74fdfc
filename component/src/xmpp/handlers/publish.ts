// `publish`: storing one's scheme (draft, "Publishing")
import { decodePublishRequest, encodePublishResult, NS, NS_STORE } from "@status-scheme/protocol";
import type { Services } from "../../service/api.ts";
import type { Handler } from "./handler.ts";

export function publishHandler({ publish }: Pick<Services, "publish">): Handler {
  return {
    type: "set",
    ns: NS,
    name: "publish",
    features: [NS, NS_STORE],
    answer: async (asker, payload) => encodePublishResult(await publish(asker, decodePublishRequest(payload))),
  };
}
