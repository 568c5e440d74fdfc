// An external component (XEP-0114), as bare as can be: a socket, the handshake, stanzas out and in.
import { createStanzaScanner } from "@status-scheme/guards";
import { type Element, parseXml } from "@status-scheme/protocol";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { LoginError } from "./actor.ts";

export interface ComponentLink {
  readonly send: (stanza: Element) => void;
  readonly close: () => void;
}
export interface ComponentAddress {
  /** The component's own domain. */
  readonly jid: string;
  /** `xmpp://host:port` */
  readonly server: string;
  readonly secret: string;
}

const HEADER_XMLNS = "xmlns='jabber:component:accept' xmlns:stream='http://etherx.jabber.org/streams'";
const LIMITS = { maxBytes: 4 * 1024 * 1024, maxDepth: 64 };
const CONNECT_MS = 30_000;

/** Reads a stream: its header's tag, then each stanza. What is no stanza, such as its end, ends in `onEnd`. */
export function readStream(
  socket: Socket,
  on: { readonly header: (tag: string) => void; readonly stanza: (stanza: Element) => void; readonly end: () => void },
): void {
  const scanner = createStanzaScanner(LIMITS, {
    header: (tag) => {
      on.header(tag);
      return 1;
    },
    stanza: (text) => {
      if (text.startsWith("</") || text.startsWith("<stream:")) return on.end();
      on.stanza(parseXml(text, { ...LIMITS }));
    },
    oversized: () => undefined,
    broken: () => on.end(),
  });
  socket.setEncoding("utf8").on("data", (data: string) => scanner.write(data));
  socket.once("close", on.end);
}

/** @throws LoginError where the server does not take the component */
export async function openComponent(
  { jid, server, secret }: ComponentAddress,
  onStanza: (stanza: Element) => void,
): Promise<ComponentLink> {
  const { hostname, port } = new URL(server);
  const socket = connect({ host: hostname, port: Number(port || 5347), noDelay: true });
  try {
    await once(socket, "connect", { signal: AbortSignal.timeout(CONNECT_MS) });
    const { promise: accepted, resolve, reject } = Promise.withResolvers<undefined>();
    accepted.catch(() => undefined);
    let isOpen = false;
    readStream(socket, {
      header: (tag) => {
        const id = /\bid=['"]([^'"]*)['"]/.exec(tag)?.[1] ?? "";
        socket.write(
          `<handshake>${createHash("sha1")
            .update(id + secret)
            .digest("hex")}</handshake>`,
        );
      },
      stanza: (stanza) => {
        if (isOpen) return onStanza(stanza);
        isOpen = stanza.name === "handshake";
        if (isOpen) resolve(undefined);
      },
      end: () => reject(new LoginError(`${jid}: the server does not take it as a component`)),
    });
    socket.on("error", reject);
    socket.write(`<?xml version='1.0'?><stream:stream ${HEADER_XMLNS} to='${jid}'>`);
    await accepted;
  } catch (cause) {
    socket.destroy();
    if (cause instanceof LoginError) throw cause;
    throw new LoginError(`${jid}: no connection to ${server}`, { cause });
  }
  return {
    send: (stanza) => void socket.write(String(stanza)),
    close: () => void socket.end("</stream:stream>"),
  };
}
