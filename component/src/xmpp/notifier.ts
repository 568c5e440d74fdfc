// Change notices (draft, "Change Notices"): headlines to full JIDs that nobody stores (XEP-0334).
import { element, encodeChanged, NS_HINTS, stanza } from "@status-scheme/protocol";
import type { Element, Stamp } from "@status-scheme/protocol";
import { randomUUID } from "node:crypto";
import type { Wire } from "../service/api.ts";

export interface NotifierDeps {
  readonly domain: string;
  readonly send: (stanza: Element) => Promise<void>;
}

/** Its `notify` rejects with `try-later` while there is no connection: that notice was not sent. */
export function createNotifier({ domain, send }: NotifierDeps): Wire["notify"] {
  return (fullJid, { owner, stamp }) =>
    send(
      stanza(
        "message",
        // With an id, so that a bounce can be told from other messages of type error (RFC 6120 8.1.3).
        { type: "headline", from: domain, to: fullJid, id: randomUUID() },
        encodeChanged({ owner, stamp: stamp as Stamp }),
        element(NS_HINTS, "no-store"),
      ),
    );
}
