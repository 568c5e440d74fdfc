// A TCP link between two servers that can be cut and mended: a relay on a port of its own.
import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import type { AddressInfo } from "node:net";

export interface Link {
  readonly port: number;
  /** Drops every connection and takes no more. */
  readonly cut: () => void;
  readonly mend: () => void;
  /** From now on nothing comes through the connections there are, and neither end is told. New ones are as ever. */
  readonly hush: () => void;
  readonly stop: () => Promise<void>;
}

/** Starts a link to a port on loopback. */
export async function startLink(target: number): Promise<Link> {
  const sockets = new Set<Socket>();
  let isCut = false;
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket)).on("error", () => socket.destroy());
    return socket.setNoDelay();
  };
  const server = createServer((near) => {
    if (isCut) return void near.destroy();
    const far = keep(connect(target, "127.0.0.1"));
    keep(near).pipe(far).pipe(near);
    near.once("close", () => far.destroy());
    far.once("close", () => near.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const drop = () => sockets.forEach((socket) => socket.destroy());
  return {
    port: (server.address() as AddressInfo).port,
    cut: () => {
      isCut = true;
      drop();
    },
    mend: () => {
      isCut = false;
    },
    // Read on, and thrown away: an end is noticed, and told to the other side.
    hush: () => sockets.forEach((socket) => void socket.unpipe().resume()),
    stop: async () => {
      drop();
      server.close();
      await once(server, "close");
    },
  };
}
