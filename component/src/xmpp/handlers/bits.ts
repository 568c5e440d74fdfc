// `data`: a small medium in band (draft, "Small Media in Band"; XEP-0231)
import { decodeBitsRequest, encodeBits, NS_BOB } from "@status-scheme/protocol";
import type { Services } from "../../service/api.ts";
import type { Handler } from "./handler.ts";

export function bitsHandler({ bits }: Pick<Services, "bits">): Handler {
  return {
    type: "get",
    ns: NS_BOB,
    name: "data",
    features: [NS_BOB],
    answer: async (asker, payload) => encodeBits(await bits(asker, decodeBitsRequest(payload))),
  };
}
