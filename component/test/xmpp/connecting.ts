// A link to a testbed's Prosody whose stanzas a test handles, and clients that ask it.
import { NS } from "@status-scheme/protocol";
import type { Element } from "@status-scheme/protocol";
import type { Oversized } from "@status-scheme/guards";
import type { Testbed } from "@status-scheme/testbed";
import { createLog } from "../../src/log.ts";
import { createBackoff } from "../../src/xmpp/backoff.ts";
import { connect } from "../../src/xmpp/connection.ts";
import type { ConnectionOptions } from "../../src/xmpp/connection.ts";
import { createLink } from "../../src/xmpp/link.ts";

export interface LogLine {
  readonly level: string;
  readonly msg: string;
  readonly [field: string]: unknown;
}

export function linkTo(bed: Testbed, over: Partial<ConnectionOptions> = {}) {
  const log: LogLine[] = [];
  const stanzas: Element[] = [];
  const oversized: Oversized[] = [];
  const told: string[] = [];
  let onStanza: (stanza: Element) => void = () => undefined;
  const link = createLink({
    server: {
      service: bed.componentService,
      domain: bed.componentDomain,
      secret: bed.componentSecret,
      stanzaBytes: 1_048_576,
      ...over,
    },
    connect,
    backoff: createBackoff({ base: 50, cap: 200, random: Math.random }),
    clock: () => performance.now(),
    log: createLog("info", { write: (line) => log.push(JSON.parse(line) as LogLine) }),
  });
  return {
    link,
    log,
    stanzas,
    oversized,
    told,
    start: (handle: (stanza: Element) => void = () => undefined) => {
      onStanza = handle;
      link.start({
        online: () => told.push("online"),
        offline: () => told.push("offline"),
        stanza: (stanza) => {
          stanzas.push(stanza);
          onStanza(stanza);
        },
        oversized: (stanza) => oversized.push(stanza),
      });
    },
  };
}

export const isCheck = (stanza: Element) => stanza.name === "iq" && stanza.getChild("check", NS) !== undefined;
