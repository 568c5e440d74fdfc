// Headers that go with every answer, so that no route can forget them: bytes of strangers are never run as a page (draft,
// "Media over HTTP"), browsers of any origin may read what a signed URL gives them (CORS; XEP-0363, 9), nobody keeps errors.
import type { FastifyInstance } from "fastify";

const HEADERS = {
  "x-content-type-options": "nosniff",
  "content-security-policy": "default-src 'none'; sandbox",
  "cross-origin-resource-policy": "cross-origin",
  "referrer-policy": "no-referrer",
  "access-control-allow-origin": "*",
  "access-control-expose-headers": "Accept-Ranges, Content-Length, Content-Range, ETag, Retry-After",
  "cache-control": "no-store",
};

const PREFLIGHT = {
  "access-control-allow-methods": "GET, HEAD, PUT, OPTIONS",
  "access-control-allow-headers": "Content-Type, If-Match, If-None-Match, If-Range, Range",
  "access-control-max-age": "7200",
};

export function addHeaders(app: FastifyInstance): void {
  app.addHook("onRequest", async (_request, reply) => {
    reply.headers(HEADERS);
  });
  // The same for every URL: a preflight is sent before the token in it is looked at, and learns nothing about it.
  app.options("/*", (_request, reply) => reply.code(204).headers(PREFLIGHT).send());
}
