// A domain of the other side: one component that is the contacts, their server, their service and its media, and says of
// each whatever a test has it say. What honest programs would not send goes out as it is written.
import { createHash } from "node:crypto";
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import {
  element,
  encodeError,
  encodeLimitsForm,
  DEFAULT_LIMITS,
  NS,
  NS_DISCO_INFO,
  NS_DISCO_ITEMS,
  NS_STORE,
  parseXml,
  SchemeError,
} from "@status-scheme/protocol";
import type { Testbed } from "@status-scheme/testbed";
import componentModule from "@xmpp/component";

export const VILLAINS = "verona.lit";
const SERVICE = `schemes.${VILLAINS}`;

export interface Villain {
  /** Origin of its media, which its service declares. */
  readonly origin: string;
  /** Another, which it does not. */
  readonly elsewhere: string;
  /** Paths that were asked for there. */
  readonly visits: readonly string[];
  /** What is at a path of its origin; resolves to its URL. */
  readonly put: (path: string, answer: (response: ServerResponse) => void) => string;
  /** The contact's scheme is another now: XML of its looks. */
  readonly publish: (account: string, looks: string) => void;
  /** Of the scheme published last. */
  readonly stamp: (account: string) => string | undefined;
  /** Presence to the viewer, with these children as XML, and the hint that there is a scheme. */
  readonly show: (account: string, children?: string) => Promise<void>;
  /** As many of them, as fast as they go. */
  readonly showAll: (account: string, children: readonly string[]) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Two components of the bed are needed: `VILLAINS` and its service's. Presence goes to `viewer`. */
export async function startVillain(bed: Testbed, viewer: () => string): Promise<Villain> {
  const answers = new Map<string, (response: ServerResponse) => void>();
  const visits: string[] = [];
  const home = await listen((request, response) => {
    const answer = answers.get(request.url!);
    if (answer) answer(response);
    else response.writeHead(404).end();
  });
  const away = await listen((request, response) => {
    visits.push(request.url!);
    response.writeHead(200, { "access-control-allow-origin": "*" }).end("seen");
  });
  const schemes = new Map<string, { readonly stamp: string; readonly looks: string }>();
  let stamps = 0;
  const start = async (domain: string) => {
    const one = componentModule.component({ service: bed.componentService, domain, password: bed.componentSecret });
    one.on("error", () => undefined);
    await one.start();
    return one;
  };
  const domain = await start(VILLAINS);
  const service = await start(SERVICE);
  domain.iqCallee.get(NS_DISCO_ITEMS, "query", () =>
    element(NS_DISCO_ITEMS, "query", {}, element(NS_DISCO_ITEMS, "item", { jid: SERVICE })),
  );
  service.iqCallee.get(NS_DISCO_INFO, "query", () =>
    element(
      NS_DISCO_INFO,
      "query",
      {},
      element(NS_DISCO_INFO, "feature", { var: NS_STORE }),
      encodeLimitsForm({ ...DEFAULT_LIMITS, "scheme-looks": 1_000_000 }, [home.origin]),
    ),
  );
  // What it has each hint says.
  service.iqCallee.get(NS, "sync", () => encodeError(new SchemeError("not-implemented")));
  service.iqCallee.get(NS, "check", ({ element: { attrs } }) => {
    const owner = String(attrs.owner);
    return element(NS, "check", { owner, stamp: schemes.get(owner)!.stamp, status: "changed" });
  });
  service.iqCallee.get(NS, "fetch", ({ element: { attrs } }) => {
    const owner = String(attrs.owner);
    const { stamp, looks } = schemes.get(owner)!;
    const scheme = `<scheme owner='${owner}' stamp='${stamp}'>${looks}</scheme>`;
    const answer = `<fetch xmlns='${NS}' owner='${owner}' stamp='${stamp}' status='changed'>${scheme}</fetch>`;
    return parseXml(answer, { maxBytes: answer.length * 4 });
  });

  const presence = (account: string, children: string) => {
    const { stamp } = schemes.get(`${account}@${VILLAINS}`)!;
    const hint = `<showing xmlns='${NS}' stamp='${stamp}' by='${SERVICE}'/>`;
    return `<presence from='${account}@${VILLAINS}/street' to='${viewer()}'>${children}${hint}</presence>`;
  };

  return {
    origin: home.origin,
    elsewhere: away.origin,
    visits,
    put(path, answer) {
      answers.set(path, answer);
      return home.origin + path;
    },
    publish(account, looks) {
      const stamp = new Date(Date.UTC(2026, 10, 22) + ++stamps).toISOString();
      schemes.set(`${account}@${VILLAINS}`, { stamp, looks });
    },
    stamp: (account) => schemes.get(`${account}@${VILLAINS}`)?.stamp,
    show: (account, children = "") => domain.write(presence(account, children)),
    showAll: (account, all) => domain.write(all.map((children) => presence(account, children)).join("")),
    async stop() {
      for (const one of [domain, service]) {
        one.reconnect.stop();
        await one.stop();
      }
      await Promise.all([home.close(), away.close()]);
    },
  };
}

export interface Claim {
  readonly kind?: string;
  readonly type?: string;
  readonly bytes: Uint8Array;
  readonly url: string;
  /** XML of what stands beside: width, height, desc. */
  readonly more?: string;
  /** In the place of the true ones. */
  readonly size?: number;
  readonly hash?: string;
}
/** A medium as a look has it. */
export function claim({ kind = "image", type = "image/png", bytes, url, more = "", ...lies }: Claim): string {
  const hash = lies.hash ?? createHash("sha256").update(bytes).digest("base64");
  const digest = `<hash xmlns='urn:xmpp:hashes:2' algo='sha-256'>${hash}</hash>`;
  const file = `<media-type>${type}</media-type><size>${lies.size ?? bytes.length}</size>${more}${digest}`;
  const source = `<url-data xmlns='http://jabber.org/protocol/url-data' target='${url}'/>`;
  return `<media kind='${kind}'><file xmlns='urn:xmpp:file:metadata:0'>${file}</file><sources xmlns='urn:xmpp:sfs:0'>${source}</sources></media>`;
}

/** Answers with these bytes, as media are. */
export const plainly =
  (bytes: Uint8Array, type = "image/png") =>
  (response: ServerResponse) =>
    void response.writeHead(200, { "access-control-allow-origin": "*", "content-type": type }).end(bytes);

async function listen(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
