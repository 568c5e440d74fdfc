// The one place where failures become HTTP answers: the status of the error table, and a small JSON body that names the
// error and its limit. Nothing of the request comes back, no stack goes out; what was not expected goes to the log.
import type { ErrorDetail } from "@status-scheme/protocol";
import { ERRORS, SchemeError } from "@status-scheme/protocol";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Log } from "../log.ts";

/** Disk full or over its quota: the operator's to mend, and to be tried again (RFC 4918, 11.5). */
const NO_SPACE = new Set(["ENOSPC", "EDQUOT"]);

/** An error is not the representation whose headers a route may have set before it failed. */
const OF_REPRESENTATION = ["accept-ranges", "content-length", "content-range", "etag"];

/** An error handler that answers with what `error` is in the table. */
export function createErrorHandler(log: Log) {
  return (error: unknown, request: FastifyRequest, reply: FastifyReply): void => {
    const failure = asSchemeError(error);
    // A full disk is for the operator to know of; who went away in the middle of a request is nobody's defect. (A request
    // whose body came whole is destroyed as well, and its connection is not.)
    if (!(error instanceof SchemeError) && ERRORS[failure.code].http >= 500 && !request.raw.socket.destroyed) {
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
  return new SchemeError(isForWantOfSpace(error) ? "quota-exceeded" : "internal");
}

function isForWantOfSpace(error: unknown): boolean {
  const { code = "", cause } = (error ?? {}) as { code?: string; cause?: unknown };
  return NO_SPACE.has(code) || (cause !== undefined && isForWantOfSpace(cause));
}

function statusOf(error: unknown, failure: SchemeError): number {
  return isRefusedByFramework(error) ? error.statusCode : ERRORS[failure.code].http;
}

/** A bad URL, a malformed Content-Type and the like. */
function isRefusedByFramework(error: unknown): error is { statusCode: number } {
  const status = (error as { statusCode?: number }).statusCode;
  return status !== undefined && status >= 400 && status < 500;
}
