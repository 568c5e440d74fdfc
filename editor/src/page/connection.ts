// A person's connection, with the plugin on it.
import { indexedDbCache, statusScheme } from "@status-scheme/client-plugin";
import type { StatusScheme } from "@status-scheme/client-plugin";
import { parseJid } from "@status-scheme/protocol";
import { client, xml } from "@xmpp/client";
import type { Ask } from "../stickers/index.ts";
import type { Session } from "./config.ts";

export interface Connection {
  /** Bare JID. */
  readonly account: string;
  readonly schemes: StatusScheme;
  readonly ask: Ask;
  readonly stop: () => Promise<void>;
}
const GOODBYE = '<close xmlns="urn:ietf:params:xml:ns:xmpp-framing"/>';

/** `refused`: the server does not take this address with this password. `away`: there is no server to be reached. */
export class LoginFailure extends Error {
  readonly why: "refused" | "away";
  constructor(why: "refused" | "away", cause: unknown) {
    super(why, { cause });
    this.why = why;
  }
}

/** Reconnects by itself from then on. @throws LoginFailure */
export async function connect(
  { jid, password, websocket }: Session,
  onLink: (isUp: boolean) => void,
): Promise<Connection> {
  const { local, domain } = parseJid(jid);
  const xmpp = client({ service: websocket, domain, username: local!, password });
  const schemes = statusScheme(xmpp, { cache: indexedDbCache({ name: `status-scheme ${jid}` }) });
  xmpp.on("error", () => undefined); // Told by `start` at first, and by the link that is down later.
  xmpp.on("online", () => {
    onLink(true);
    void xmpp.send(xml("presence")).catch(() => undefined);
  });
  xmpp.on("disconnect", () => onLink(false));
  // Nothing waits for a page that goes: one frame ends the session (RFC 7395, 3.6), which else may live on for minutes.
  const goodbye = () => void xmpp.write(GOODBYE).catch(() => undefined);
  addEventListener("pagehide", goodbye);
  const stop = async () => {
    removeEventListener("pagehide", goodbye);
    await schemes.stop();
    await xmpp.stop();
  };
  try {
    await xmpp.start();
  } catch (error) {
    await stop().catch(() => undefined);
    throw new LoginFailure((error as Error).name === "SASLError" ? "refused" : "away", error);
  }
  return { account: jid, schemes, ask: (iq) => xmpp.iqCaller.request(iq), stop };
}
