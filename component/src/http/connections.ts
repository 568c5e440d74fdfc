// How connections end: refused where the HTTP parser cannot make sense of them or waited too long, and closed after their
// answers when the server stops.
import type { FastifyInstance } from "fastify";
import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { bodyOf } from "./errors.ts";

export interface Connections {
  /** Keeps track of the requests at work. */
  watch(app: FastifyInstance): void;
  /** For the server's `clientError`: answers on the bare connection. */
  refuse(error: NodeJS.ErrnoException, socket: Socket): void;
  /** Answers a request that takes too long to arrive on the bare connection, and ends that. */
  timeOut(socket: Socket): void;
  /** From now on every answer is the last of its connection. Node closes those that are idle, and would keep the others. */
  finish(): void;
}

/** As Node says it of headers. */
const TIMEOUT = "ERR_HTTP_REQUEST_TIMEOUT";
const STATUS: Readonly<Record<string, string>> = {
  [TIMEOUT]: "408 Request Timeout",
  HPE_HEADER_OVERFLOW: "431 Request Header Fields Too Large",
};

export function createConnections(): Connections {
  /** The last request of a connection that is not answered yet. */
  const atWork = new WeakMap<Socket, IncomingMessage>();
  /** Connections to be closed after that. */
  const doomed = new WeakSet<Socket>();
  let finishing = false;
  const refuse = (error: NodeJS.ErrnoException, socket: Socket) => {
    // Rubbish behind a request that came whole: that one is still to be answered, and the answer is not to be cut into.
    if (atWork.get(socket)?.complete) doomed.add(socket);
    else if (socket.writable && error.code !== "ECONNRESET") socket.end(refusal(error), () => socket.destroy());
    else socket.destroy();
  };
  return {
    watch: (app) => {
      app.addHook("onRequest", async ({ raw }) => void atWork.set(raw.socket, raw));
      app.addHook("onSend", async (_request, reply) => {
        if (finishing) reply.header("connection", "close");
      });
      app.addHook("onResponse", async ({ raw }) => {
        if (atWork.get(raw.socket) === raw) atWork.delete(raw.socket);
        // Also where the answer was on its way already when the server stopped.
        if (finishing || doomed.has(raw.socket)) raw.socket.destroySoon();
      });
    },
    refuse,
    timeOut: (socket) => refuse(Object.assign(new Error("too slow"), { code: TIMEOUT }), socket),
    finish: () => {
      finishing = true;
    },
  };
}

function refusal({ code = "" }: NodeJS.ErrnoException): string {
  const body = JSON.stringify(bodyOf("bad-request"));
  const head = [
    `HTTP/1.1 ${STATUS[code] ?? "400 Bad Request"}`,
    "Content-Type: application/json; charset=utf-8",
    `Content-Length: ${body.length}`,
    "Connection: close",
  ];
  return `${head.join("\r\n")}\r\n\r\n${body}`;
}
