// The traps: xmpp.js decodes every chunk of a TCP socket on its own, so that a character that straddles two chunks is
// corrupted; Nagle's algorithm adds some 40 ms to each round trip; a peer that vanished is never noticed.
import type { XmppEntity, XmppSocket } from "@xmpp/entity";

const KEEP_ALIVE_MS = 60_000;

/**
 * Decodes the socket as one UTF-8 stream, sends without delay and keeps the connection alive; nothing of this applies
 * to WebSockets. Returns a function that takes this back for connections to come.
 */
export function guardSocket(entity: XmppEntity): () => void {
  // A stream is opened on each new socket, behind STARTTLS too, before the peer has anything to say on it.
  const onOpening = () => {
    const socket = entity.socket as (XmppSocket & { readonly socket?: XmppSocket }) | null;
    // xmpp.js wraps TLS sockets; a plain one is node:net's own.
    const raw = socket?.setEncoding ? socket : socket?.socket;
    raw?.setEncoding?.("utf8");
    raw?.setNoDelay?.(true);
    raw?.setKeepAlive?.(true, KEEP_ALIVE_MS);
  };
  onOpening();
  entity.on("opening", onOpening);
  return () => entity.off("opening", onOpening);
}
