// The one error type of the project, and the one table that says what each failure is on every transport
// (draft, "Error Handling"). What a stranger may learn is decided here and nowhere else.
import type { LimitName } from "./limits.ts";
import type { MediumKind } from "./model.ts";
import type { Stamp } from "./stamp.ts";

/** RFC 6120 8.3.2 error types. */
type StanzaErrorType = "auth" | "cancel" | "modify" | "wait";

interface ErrorRow {
  readonly condition: string;
  readonly type: StanzaErrorType;
  /** Our application-specific condition beside the defined one, if any. */
  readonly element?: string;
  readonly http: number;
}

export const ERRORS = {
  /** Not allowed, or no such owner: the same, so that a stranger learns nothing. */
  "not-found": { condition: "item-not-found", type: "cancel", http: 404 },
  /** A medium of one's own publish that is not there: it says nothing of what others have. */
  "no-such-medium": { condition: "item-not-found", type: "cancel", element: "bad-medium", http: 404 },
  "limit-exceeded": { condition: "not-acceptable", type: "modify", element: "limit-exceeded", http: 413 },
  /** The bytes are not what they say, not of an accepted format, or broken. */
  "bad-medium": { condition: "not-acceptable", type: "modify", element: "bad-medium", http: 415 },
  /** An operator does not let this medium be shown; to who does not know the row, a bad medium. */
  "blocked-medium": { condition: "policy-violation", type: "modify", element: "bad-medium", http: 403 },
  /** A rule of the document is broken: no text and no description, no still, a base state with a `show`… */
  "bad-look": { condition: "not-acceptable", type: "modify", element: "bad-look", http: 422 },
  "quota-exceeded": { condition: "resource-constraint", type: "wait", element: "limit-exceeded", http: 507 },
  "rate-exceeded": { condition: "resource-constraint", type: "wait", element: "retry", http: 429 },
  forbidden: { condition: "forbidden", type: "auth", http: 403 },
  conflict: { condition: "conflict", type: "cancel", element: "current", http: 409 },
  "bad-request": { condition: "bad-request", type: "modify", element: "malformed", http: 400 },
  "not-implemented": { condition: "feature-not-implemented", type: "cancel", http: 501 },
  "service-unavailable": { condition: "service-unavailable", type: "cancel", http: 503 },
  /** Nothing listens there now: ask later (RFC 6120 8.3.3.17). */
  "try-later": { condition: "remote-server-timeout", type: "wait", http: 504 },
  internal: { condition: "internal-server-error", type: "cancel", http: 500 },
} as const satisfies Record<string, ErrorRow>;

export type ErrorCode = keyof typeof ERRORS;

/** What the error's own element says, as far as the code has it; never media, never anything of another owner. */
export interface ErrorDetail {
  /** `limit-exceeded`, `quota-exceeded`: which limit, its value, and what the request had. */
  readonly limit?: LimitName;
  readonly max?: number;
  readonly actual?: number;
  /** The look (its state) and medium (its kind) at fault. */
  readonly look?: string;
  readonly medium?: MediumKind;
  /** `bad-request`: the element or attribute at fault. */
  readonly what?: string;
  /** A short English reason for developers' eyes. */
  readonly reason?: string;
  /** `conflict`: what is current. */
  readonly stamp?: Stamp;
  readonly version?: string;
  /** `rate-exceeded`, `quota-exceeded`: seconds until it is worth trying again. */
  readonly after?: number;
}

/** An expected failure. `cause` stays on this side of the wire. */
export class SchemeError extends Error {
  readonly code: ErrorCode;
  readonly detail: ErrorDetail;
  constructor(code: ErrorCode, detail: ErrorDetail = {}, options?: { cause?: unknown }) {
    super(describe(code, detail), options);
    this.name = "SchemeError";
    this.code = code;
    this.detail = detail;
  }
}

/** Refuses what does not follow the protocol: `what` is the element or attribute at fault. */
export function malformed(what: string, reason: string): never {
  throw new SchemeError("bad-request", { what, reason });
}

function describe(code: ErrorCode, detail: ErrorDetail): string {
  const parts = Object.entries(detail).map(([key, value]) => `${key} ${String(value)}`);
  return parts.length === 0 ? code : `${code}: ${parts.join(", ")}`;
}
