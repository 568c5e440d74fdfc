// The listening side of direct candidates (draft, section 8.9): takes one connection that names the bytestream, refuses
// any other, and stops listening when a candidate is nominated or the content ends.
import type { Deps } from "../../viewer/deps.ts";
import type { Listener, Net, Socket } from "../net/net.ts";
import type { Timeouts } from "../timeouts.ts";
import { acceptBytestream } from "./handshake.ts";

export interface InboundUses {
  readonly net: Net;
  readonly after: Deps["after"];
  readonly timeouts: Timeouts;
  readonly isExpected: (destination: string) => Promise<boolean>;
}
export interface Inbound {
  /** Resolves to the port. @throws Error */
  readonly listen: () => Promise<number>;
  /** The connection that named the bytestream, which is the caller's from now on. */
  readonly take: () => Socket | undefined;
  readonly release: () => void;
}

/** Connections that have not said yet which bytestream they are for. */
const MAX_UNNAMED = 8;

export function createInbound({ net, after, timeouts, isExpected }: InboundUses): Inbound {
  const unnamed = new Set<Socket>();
  let listener: Listener | undefined;
  /** The first that named the bytestream, and whether it heard that it is the one. */
  let first: Socket | undefined;
  let accepted: Socket | undefined;
  let isReleased = false;

  const meet = async (socket: Socket) => {
    if (isReleased || first || unnamed.size >= MAX_UNNAMED) return socket.destroy();
    unnamed.add(socket);
    const cancel = after(timeouts.candidate, () => socket.destroy());
    try {
      await acceptBytestream(socket, async (name) => (await isExpected(name)) && (first ??= socket) === socket);
      accepted = socket;
    } catch {
      socket.destroy();
      if (first === socket) first = undefined;
    } finally {
      cancel();
      unnamed.delete(socket);
    }
  };
  return {
    async listen() {
      listener ??= await net.listen((socket) => void meet(socket));
      return listener.port;
    },
    take() {
      const taken = accepted;
      accepted = undefined;
      return taken;
    },
    release() {
      isReleased = true;
      listener?.close();
      for (const socket of unnamed) socket.destroy();
      accepted?.destroy();
    },
  };
}
