// TCP in Node. Its modules are got at run time, where this is Node at all, so that bundles for browsers have no import
// that nobody can resolve.
import type * as dnsModule from "node:dns/promises";
import type * as netModule from "node:net";
import type * as osModule from "node:os";
import type { Net, Socket } from "./net.ts";

/** Writes that the system has not taken yet: more than one, so that it never waits for the next. */
const MAX_UNFLUSHED = 4;

/** Undefined in browsers. */
export function nodeNet(): Net | undefined {
  const getBuiltin = (globalThis as Partial<typeof globalThis>).process?.getBuiltinModule;
  const net = getBuiltin?.("node:net") as typeof netModule | undefined;
  const os = getBuiltin?.("node:os") as typeof osModule | undefined;
  const dns = getBuiltin?.("node:dns/promises") as typeof dnsModule | undefined;
  if (!net || !os || !dns) return undefined;
  /** A name server that says nothing is not waited for any longer than who does not answer. */
  const lookUp = (name: string, signal: AbortSignal): Promise<string> =>
    new Promise((resolve, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
      dns.lookup(name).then(({ address }) => resolve(address), reject);
    });
  return {
    async connect(host, port, { signal, mayLookUp, mayConnect }) {
      if (!mayLookUp && !net.isIP(host)) throw new Error(`${host} is not an address`);
      const address = net.isIP(host) ? host : await lookUp(host, signal);
      if (!mayConnect(address)) throw new Error(`no connection to ${address}`);
      signal.throwIfAborted();
      const socket = net.connect({ host: address, port, noDelay: true });
      const stop = () => socket.destroy(signal.reason as Error);
      signal.addEventListener("abort", stop);
      try {
        await new Promise<void>((resolve, reject) => {
          socket.once("connect", resolve);
          socket.once("error", reject);
          socket.once("close", () => reject(new Error("closed")));
        });
      } finally {
        signal.removeEventListener("abort", stop);
      }
      return wrap(socket);
    },
    listen: (onSocket) =>
      new Promise((resolve, reject) => {
        const server = net.createServer({ pauseOnConnect: true, noDelay: true }, (socket) => onSocket(wrap(socket)));
        // Later ones are of one connection each, and leave the others as they are.
        server.on("error", reject);
        server.listen(0, () => {
          const address = server.address() as netModule.AddressInfo;
          resolve({ port: address.port, close: () => void server.close() });
        });
      }),
    addresses: (which) =>
      interfacesOf(os)
        .filter(({ internal }) => internal === (which === "loopback"))
        .map(({ address }) => address),
  };
}

/** None where a program may not ask for them, as on Android. */
function interfacesOf(os: typeof osModule): readonly osModule.NetworkInterfaceInfo[] {
  try {
    return Object.values(os.networkInterfaces()).flatMap((list) => list ?? []);
  } catch {
    return [];
  }
}

function wrap(socket: netModule.Socket): Socket {
  let onData: ((bytes: Uint8Array) => void) | undefined;
  let onEnd: (() => void) | undefined;
  let hasEnded = false;
  let unflushed = 0;
  const ended = () => {
    if (hasEnded) return;
    hasEnded = true;
    onEnd?.();
  };
  // Errors end the connection; that it ended is what counts.
  socket.on("error", () => undefined);
  socket.on("end", ended);
  socket.on("close", ended);
  socket.on("data", (bytes: Uint8Array) => onData?.(bytes));
  socket.pause();
  return {
    write: (bytes) =>
      new Promise((resolve, reject) => {
        unflushed += 1;
        const hasRoom = unflushed < MAX_UNFLUSHED;
        socket.write(bytes, (error) => {
          unflushed -= 1;
          if (error) reject(error);
          else resolve();
        });
        if (hasRoom) resolve();
      }),
    end: () => void socket.end(),
    destroy: () => void socket.destroy(),
    onData(listener) {
      onData = listener;
      if (listener) socket.resume();
      else socket.pause();
    },
    onEnd(listener) {
      onEnd = listener;
      if (hasEnded) listener();
    },
  };
}
