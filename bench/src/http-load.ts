// GETs on kept-alive connections, without a library: on loopback the asking must cost less than the answering.
import { once } from "node:events";
import type { Socket } from "node:net";
import { connect } from "node:net";

export interface HttpLoad {
  /** Asks on the connection of this number; resolves when the whole body has come. @throws Error unless it is a 200 */
  readonly get: (connection: number, url: string) => Promise<void>;
  readonly stop: () => void;
}

interface Reader {
  readonly socket: Socket;
  /** Bytes of the answer still to come; undefined while its head is. */
  missing: number | undefined;
  head: string;
  done: (error?: Error) => void;
}

/** Opens so many connections to an origin. */
export async function openHttp(origin: string, connections: number): Promise<HttpLoad> {
  const { hostname, port } = new URL(origin);
  const readers = await Promise.all(
    Array.from({ length: connections }, async () => {
      const socket = connect(Number(port), hostname).setNoDelay();
      await once(socket, "connect");
      const reader: Reader = { socket, missing: undefined, head: "", done: () => undefined };
      socket.on("data", (chunk) => read(reader, chunk));
      socket.on("close", () => reader.done(new Error("the server closed the connection")));
      socket.on("error", () => undefined); // the close tells
      return reader;
    }),
  );
  return {
    get: (connection, url) =>
      new Promise((resolve, reject) => {
        const reader = readers[connection]!;
        reader.done = (error) => (error ? reject(error) : resolve());
        const { pathname, host } = new URL(url);
        reader.socket.write(`GET ${pathname} HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
      }),
    stop: () => {
      for (const { socket } of readers) socket.destroy();
    },
  };
}

function read(reader: Reader, chunk: Buffer): void {
  let length = chunk.length;
  if (reader.missing === undefined) {
    reader.head += chunk.toString("latin1");
    const end = reader.head.indexOf("\r\n\r\n");
    if (end < 0) return;
    const head = reader.head.slice(0, end);
    length = reader.head.length - end - 4;
    reader.head = "";
    const size = /^content-length: *(\d+)/im.exec(head)?.[1];
    if (!head.startsWith("HTTP/1.1 200 ") || size === undefined) return reader.done(new Error(head));
    reader.missing = Number(size);
  }
  reader.missing -= length;
  if (reader.missing > 0) return;
  reader.missing = undefined;
  reader.done();
}
