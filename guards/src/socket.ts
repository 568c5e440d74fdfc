// The traps: xmpp.js decodes every chunk of a TCP socket on its own, so that a character that straddles two chunks is
// corrupted; Nagle's algorithm adds some 40 ms to each round trip, and without it each stanza is a system call and a
// packet of its own, which cost more than all else about a small one; a peer that vanished is never noticed.
import type { XmppEntity, XmppSocket } from "@xmpp/entity";

const KEEP_ALIVE_MS = 60_000;

/**
 * Decodes the socket as one UTF-8 stream, sends without delay, what is sent in one turn by one write, and keeps the
 * connection alive; nothing of this applies to WebSockets. Returns a function that takes this back for connections to come.
 */
export function guardSocket(entity: XmppEntity): () => void {
  // A stream is opened on each new socket, behind STARTTLS too, before the peer has anything to say on it.
  const onOpening = () => {
    const socket = rawSocket(entity);
    socket?.setEncoding?.("utf8");
    socket?.setNoDelay?.(true);
    socket?.setKeepAlive?.(true, KEEP_ALIVE_MS);
  };
  onOpening();
  entity.on("opening", onOpening);

  const { write } = entity;
  const together: XmppEntity["write"] = (data) => {
    const socket = rawSocket(entity);
    if (socket?.writableCorked === 0) {
      socket.cork!();
      process.nextTick(() => socket.uncork!());
    }
    return write.call(entity, data);
  };
  entity.write = together;
  return () => {
    entity.off("opening", onOpening);
    if (entity.write === together) entity.write = write;
  };
}

/** xmpp.js wraps TLS sockets; a plain one is node:net's own. */
function rawSocket(entity: XmppEntity): XmppSocket | undefined {
  const socket = entity.socket as (XmppSocket & { readonly socket?: XmppSocket }) | null;
  return socket?.setEncoding ? socket : socket?.socket;
}
