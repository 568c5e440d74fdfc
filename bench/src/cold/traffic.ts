// What goes over a viewer's sockets: the stream's, and whatever else connects, to proxies or over HTTP.
import { subscribe } from "node:diagnostics_channel";
import type { Socket } from "node:net";
import { NS_IBB, NS_JINGLE, type Element } from "@status-scheme/protocol";
import type { Client } from "@xmpp/client";

export interface Traffic {
  /** Stanzas, both ways. */
  readonly stanzas: number;
  /** Bytes on all sockets, both ways. */
  readonly bytes: number;
  /** Of them, those that carry media: base64 in blocks, and what came by other sockets than the stream's. */
  readonly mediaBytes: number;
  /** Sessions asked for (XEP-0166). */
  readonly sessions: number;
}

/** From now on. To be called before the client is started. */
export function countTraffic(xmpp: Client): () => Traffic {
  const sockets: Socket[] = [];
  subscribe("net.client.socket", (message) => void sockets.push((message as { readonly socket: Socket }).socket));
  let stanzas = 0;
  let inBand = 0;
  let sessions = 0;
  const isStanza = ({ name }: Element) => name === "iq" || name === "message" || name === "presence";
  xmpp.on("element", (received: Element) => {
    if (isStanza(received)) stanzas += 1;
    inBand += received.getChild("data", NS_IBB)?.text().length ?? 0;
  });
  xmpp.on("send", (sent: Element) => {
    if (isStanza(sent)) stanzas += 1;
    if (sent.getChild("jingle", NS_JINGLE)?.attrs.action === "session-initiate") sessions += 1;
  });
  return () => {
    // The client's stream is the first connection that is made.
    const [stream, ...others] = sockets.map(({ bytesRead, bytesWritten }) => bytesRead + bytesWritten);
    const beside = others.reduce((sum, bytes) => sum + bytes, 0);
    return { stanzas, bytes: stream! + beside, mediaBytes: inBand + beside, sessions };
  };
}
