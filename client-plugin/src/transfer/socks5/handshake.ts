// The few bytes of SOCKS5 (RFC 1928) that bytestreams use (XEP-0065, 5.3.2 and 6.3): no authentication, CONNECT to a
// destination address that is a hash, port 0.
import type { Socket } from "../net/net.ts";

const VERSION = 5;
const NO_AUTHENTICATION = 0;
const CONNECT = 1;
const DOMAIN_NAME = 3;
const REFUSED = 2;
/** Of the address in a reply, by its type; that of a name says its length itself. */
const ADDRESS_BYTES: Readonly<Record<number, number>> = { 1: 4, 4: 16 };

/** Names the bytestream to whoever listens there. @throws Error where it is refused, or SOCKS5 is not spoken */
export async function nameBytestream(socket: Socket, destination: string): Promise<void> {
  const reader = createReader(socket);
  await socket.write(Uint8Array.of(VERSION, 1, NO_AUTHENTICATION));
  const [version, method] = await reader.take(2);
  if (version !== VERSION || method !== NO_AUTHENTICATION) throw refused();
  await socket.write(message(CONNECT, destination));
  const [, status, , type] = await reader.take(4);
  if (status !== 0) throw new Error(`SOCKS5 status ${status}`);
  const length = type === DOMAIN_NAME ? (await reader.take(1))[0]! : ADDRESS_BYTES[type!];
  if (length === undefined) throw refused();
  await reader.take(length + 2);
  reader.done();
}

/** The listening side: accepts the bytestream that `isExpected` knows. @throws Error after refusing any other */
export async function acceptBytestream(
  socket: Socket,
  isExpected: (destination: string) => Promise<boolean>,
): Promise<void> {
  const reader = createReader(socket);
  const [version, count] = await reader.take(2);
  const methods = await reader.take(version === VERSION ? count! : 0);
  if (!methods.includes(NO_AUTHENTICATION)) throw refused();
  await socket.write(Uint8Array.of(VERSION, NO_AUTHENTICATION));
  const [, command, , type, length] = await reader.take(5);
  if (command !== CONNECT || type !== DOMAIN_NAME) throw refused();
  const name = await reader.take(length! + 2);
  const destination = new TextDecoder().decode(name.subarray(0, length));
  const isGood = await isExpected(destination);
  await socket.write(message(isGood ? 0 : REFUSED, destination));
  if (!isGood) throw refused();
  reader.done();
}

/** Nobody is told which step of it failed: the next candidate is tried. */
function refused(): Error {
  return new Error("not the bytestream that was agreed on");
}

function message(code: number, destination: string): Uint8Array {
  const name = new TextEncoder().encode(destination);
  return Uint8Array.of(VERSION, code, 0, DOMAIN_NAME, name.length, ...name, 0, 0);
}

interface Reader {
  /** @throws Error where the connection ends before */
  readonly take: (count: number) => Promise<Uint8Array>;
  /** @throws Error where there is more already: nobody may send before it is agreed who does */
  readonly done: () => void;
}

function createReader(socket: Socket): Reader {
  let bytes: number[] = [];
  let hasEnded = false;
  let wake: () => void = () => undefined;
  socket.onData((more) => {
    bytes.push(...more.subarray(0, 1_024)); // no message of a handshake is longer
    wake();
  });
  socket.onEnd(() => {
    hasEnded = true;
    wake();
  });
  return {
    async take(count) {
      while (bytes.length < count) {
        if (hasEnded) throw refused();
        await new Promise<void>((resolve) => (wake = resolve));
      }
      const taken = Uint8Array.from(bytes.slice(0, count));
      bytes = bytes.slice(count);
      return taken;
    },
    done() {
      if (bytes.length > 0) throw refused();
      socket.onData(undefined);
    },
  };
}
