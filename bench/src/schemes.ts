// Schemes for the bench, published on the wire.
import { decodePublishResult, encodePublishRequest, type Scheme, type Stamp } from "@status-scheme/protocol";
import type { Wire } from "./wire.ts";

/** A scheme of one text. */
export function schemeOf(owner: string, text: string): Scheme {
  return { owner, looks: [{ state: "available", text: [{ lang: "en", text }], media: [] }] };
}

/** Publishes a scheme of one text; its stamp. */
export async function publishText(owner: Wire, service: string, text: string): Promise<Stamp> {
  const reply = await owner.request("set", service, encodePublishRequest({ scheme: schemeOf(owner.jid, text) }));
  return decodePublishResult(reply.getChildElements()[0]!).scheme.stamp;
}
