// PUT of uploads under their slot's URL (XEP-0363, 5): exactly the bytes that were announced, once. What is refused is refused
// by its headers, before a byte of it is read. The get URL of a slot serves nobody: uploads are private until published.
import { SchemeError } from "@status-scheme/protocol";
import type { FastifyInstance, FastifyReply } from "fastify";
import type { IncomingMessage, IncomingHttpHeaders } from "node:http";
import { essenceOf } from "../media/media-types.ts";
import { bodyOf } from "./errors.ts";
import type { Connections } from "./connections.ts";
import { startPacing } from "./pace.ts";
import type { Pace } from "./pace.ts";
import type { Slots, UploadGrant } from "./slots.ts";
import type { Uploads } from "./uploads.ts";

export interface UploadRoutesOptions {
  readonly slots: Slots;
  readonly uploads: Uploads;
  /** The slowest sender that is waited for. */
  readonly pace: Pace;
  readonly connections: Pick<Connections, "timeOut">;
}

/** How long after a refusal the rest of the body may still arrive, unread, so that its sender gets to read the refusal. */
const LINGER_MS = 2_000;

export function addUploadRoutes(
  app: FastifyInstance,
  { slots, uploads, pace, connections }: UploadRoutesOptions,
): void {
  // Bodies are streams, whatever their type, and nothing reads them but the upload that was granted.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", (_request, _payload, done) => done(null));
  app.addHook("onResponse", async (request) => linger(request.raw));

  app.route({
    method: ["GET", "HEAD"],
    url: "/upload/:token",
    handler: () => {
      throw new SchemeError("forbidden");
    },
  });
  app.put<{ Params: { token: string } }>("/upload/:token", async (request, reply) => {
    const grant = slots.verifyPut(request.params.token);
    if (grant === undefined) throw new SchemeError("forbidden");
    if (request.headers["content-length"] === undefined) return lengthRequired(reply);
    checkPromise(request.headers, grant);
    const arrived = startPacing(pace, grant.size, () => connections.timeOut(request.raw.socket));
    try {
      await uploads.take(grant, () => {
        if (request.headers.expect !== undefined) reply.raw.writeContinue();
        // A failure here must not take the connection with it: there is an answer to send.
        return request.raw.iterator({ destroyOnReturn: false });
      });
    } finally {
      arrived();
    }
    return reply.code(201).send();
  });
}

/** RFC 9110, 15.5.12: how long a chunked body will be, nobody knows. */
function lengthRequired(reply: FastifyReply) {
  return reply.code(411).send(bodyOf("bad-request", { what: "content-length" }));
}

/** XEP-0363, 5: size and type are those of the slot. */
function checkPromise(headers: IncomingHttpHeaders, { size, contentType }: UploadGrant): void {
  const actual = Number(headers["content-length"]);
  if (actual > size) throw new SchemeError("limit-exceeded", { max: size, actual });
  if (actual < size) throw new SchemeError("bad-request", { what: "content-length", reason: "not as announced" });
  if (contentType !== undefined && essenceOf(headers["content-type"] ?? "") !== contentType) {
    throw new SchemeError("bad-medium", { reason: "content type not as announced" });
  }
}

/**
 * RFC 9112, 9.6: closing while the sender still sends makes it lose the answer. Node discards the rest of the body after
 * the answer; this ends the discarding.
 */
function linger(request: IncomingMessage): void {
  if (request.complete) return;
  setTimeout(() => {
    if (!request.complete) request.socket.destroy();
  }, LINGER_MS).unref();
}
