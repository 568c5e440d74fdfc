// The one place where failures become HTTP answers: the status of the error table, and a small JSON body that names the
// error and its limit. Nothing of the request comes back, no stack goes out; what was not expected goes to the log.
import type { ErrorDetail } from "@status-scheme/protocol";
import { ERRORS, SchemeError } from "@status-scheme/protocol";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Socket } from "node:net";
import type { Log } from "../log.ts";

/** Disk full or over its quota: the operator's to mend, and to be tried again (RFC 4918, 11.5). */
const NO_SPACE = new Set(["ENOSPC", "EDQUOT"]);

/** An error is not the representation whose headers a route may have set before it failed. */
const OF_REPRESENTATION = ["accept-ranges", "content-length", "content-range", "etag"];

/** An error handler that answers with what `error` is in the table. */
export function createErrorHandler(log: Log) {
  return (error: unknown, request: FastifyRequest, reply: FastifyReply): void => {
    const failure = asSchemeError(error);
    // Who went away in the middle of a request is told nothing and is nobody's defect.
    if (failure.code === "internal" && !request.raw.destroyed) {
      log.error({ err: error, method: request.method, route: request.routeOptions.url }, "http: request failed");
    }
    for (const name of OF_REPRESENTATION) reply.removeHeader(name);
    reply.header("cache-control", "no-store");
    if (failure.detail.after !== undefined) reply.header("retry-after", failure.detail.after);
    void reply.code(statusOf(error, failure)).send(bodyOf(failure.code, failure.detail));
  };
}

export function bodyOf(error: string, detail: ErrorDetail = {}): { readonly error: string } & ErrorDetail {
  return { error, ...detail };
}

function asSchemeError(error: unknown): SchemeError {
  if (error instanceof SchemeError) return error;
  if (isRefusedByFramework(error)) return new SchemeError("bad-request");
  if (NO_SPACE.has((error as NodeJS.ErrnoException).code ?? "")) return new SchemeError("quota-exceeded");
  return new SchemeError("internal");
}

function statusOf(error: unknown, failure: SchemeError): number {
  return isRefusedByFramework(error) ? error.statusCode : ERRORS[failure.code].http;
}

/** A bad URL, a malformed Content-Type and the like. */
function isRefusedByFramework(error: unknown): error is { statusCode: number } {
  const status = (error as { statusCode?: number }).statusCode;
  return status !== undefined && status >= 400 && status < 500;
}

const PARSER_STATUS: Readonly<Record<string, string>> = {
  ERR_HTTP_REQUEST_TIMEOUT: "408 Request Timeout",
  HPE_HEADER_OVERFLOW: "431 Request Header Fields Too Large",
};

/** Answers what the HTTP parser refused, or what took too long to arrive, before there was a request to answer. */
export function refuseConnection(error: NodeJS.ErrnoException, socket: Socket): void {
  if (socket.writable && error.code !== "ECONNRESET") {
    const status = PARSER_STATUS[error.code ?? ""] ?? "400 Bad Request";
    const body = JSON.stringify(bodyOf("bad-request"));
    const headers = `Content-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close`;
    socket.end(`HTTP/1.1 ${status}\r\n${headers}\r\n\r\n${body}`, () => socket.destroy());
  } else {
    socket.destroy();
  }
}
