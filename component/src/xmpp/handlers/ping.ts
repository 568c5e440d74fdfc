// XEP-0199: XMPP Ping.
import { NS_PING } from "@status-scheme/protocol";
import type { Handler } from "./handler.ts";

export const pingHandler: Handler = {
  type: "get",
  ns: NS_PING,
  name: "ping",
  features: [NS_PING],
  answer: () => Promise.resolve(undefined),
};
