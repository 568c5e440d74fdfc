// The demo's stage: a private Prosody, the component beside it, and clients with the plugin.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { statusScheme, type StatusScheme, type Warning } from "@status-scheme/client-plugin";
import { startTestbed, type Pages, type Testbed } from "@status-scheme/testbed";
import type { Client } from "@xmpp/client";
import type { DemoOptions } from "./options.ts";
import { openDoors } from "./web/doors.ts";

/** A person at a client with the plugin, logged in. */
export interface Actor {
  readonly jid: string;
  readonly xmpp: Client;
  readonly scheme: StatusScheme;
  /** Resolves when the login flow ended. */
  readonly settled: Promise<void>;
}

export interface Stage {
  readonly domain: string;
  /** The component. */
  readonly service: string;
  /** Where everything listens, for a person. */
  readonly listening: readonly (readonly [string, string])[];
  /** Accounts and passwords, made for this run. */
  readonly accounts: readonly (readonly [string, string])[];
  /** Opens the pages, until the stage is stopped. @returns their URL, with a slash at its end */
  readonly openPages: () => Promise<string>;
  /** The file with all of that as JSON. */
  readonly infoPath: string;
  /** Logs an account in. The client says nothing of its state yet. */
  readonly enter: (account: string, onWarning?: (warning: Warning) => void) => Promise<Actor>;
  readonly stop: () => Promise<void>;
}

const FRIENDS = ["juliet", "romeo", "mercutio", "benvolio", "nurse"] as const;
const ACCOUNTS = [...FRIENDS, "tybalt"] as const;
// What common clients take for the least.
const SCRAM_ROUNDS = 4096;

export async function setStage({ ports, mediaPort, pagesPort }: DemoOptions): Promise<Stage> {
  const bed = await startTestbed({
    accounts: ACCOUNTS,
    friends: FRIENDS.flatMap((one, index) => FRIENDS.slice(index + 1).map((other) => [one, other] as const)),
    ports,
    tls: true,
    rounds: SCRAM_ROUNDS,
    modules: ["privacy_lists"],
  });
  const entered: Actor[] = [];
  let pages: Pages | undefined;
  const stop = async () => {
    await pages?.close();
    await Promise.all(entered.map(({ scheme }) => scheme.stop()));
    await bed.stop();
  };
  try {
    const component = await bed.startComponent(mediaPort === undefined ? {} : { port: mediaPort });
    const infoPath = join(bed.directory, "demo.json");
    await writeFile(infoPath, JSON.stringify(describeBed(bed, component.url), undefined, 2), { mode: 0o600 });
    return {
      domain: bed.domain,
      service: bed.componentDomain,
      listening: [
        ["XMPP", `127.0.0.1:${bed.ports.c2s}  domain ${bed.domain}, not encrypted`],
        ["XMPP, direct TLS", `127.0.0.1:${bed.ports.tls}  self-signed certificate`],
        ["WebSocket", bed.websocket],
        ["component", `${bed.componentDomain} at ${bed.componentService}`],
        ["media", component.url],
        ["all as JSON", infoPath],
      ],
      accounts: ACCOUNTS.map((account) => [bed.jid(account), bed.password(account)] as const),
      infoPath,
      openPages: async () => {
        pages = await openDoors({
          session: (account) => ({
            jid: bed.jid(account),
            password: bed.password(account),
            websocket: bed.websocket,
          }),
          ...(pagesPort !== undefined && { port: pagesPort }),
        });
        return pages.url;
      },
      enter: async (account, onWarning = () => undefined) => {
        const xmpp = bed.client(account, { resource: "demo" });
        const scheme = statusScheme(xmpp, { languages: ["en"] });
        scheme.on("warning", onWarning);
        const settled = new Promise<void>((resolve) => scheme.once("settled", resolve));
        const actor = { jid: bed.jid(account), xmpp, scheme, settled };
        entered.push(actor);
        await xmpp.start();
        return actor;
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function describeBed(bed: Testbed, mediaUrl: string) {
  return {
    pid: process.pid,
    domain: bed.domain,
    xmpp: { host: "127.0.0.1", port: bed.ports.c2s, directTlsPort: bed.ports.tls },
    websocket: bed.websocket,
    component: { jid: bed.componentDomain, service: bed.componentService },
    media: mediaUrl,
    accounts: ACCOUNTS.map((account) => ({ jid: bed.jid(account), password: bed.password(account) })),
  };
}
