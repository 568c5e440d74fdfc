// Where each incoming stanza goes.
import type { Element } from "@status-scheme/protocol";
import type { Listening } from "./listening.ts";
import type { Privilege } from "./privilege.ts";
import type { Router } from "./router.ts";

export interface InboundDeps {
  readonly router: Router;
  readonly listening: Listening;
  readonly privilege: Privilege;
}

export function createInbound({ router, listening, privilege }: InboundDeps): (stanza: Element) => void {
  return (stanza) => {
    switch (stanza.name) {
      case "iq":
        return router.handle(stanza);
      case "presence":
        return listening.presence(stanza);
      case "message":
        if (!privilege.heard(stanza)) listening.message(stanza);
    }
  };
}
