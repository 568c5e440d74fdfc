// What the program gets when a transfer fails: the project's one error, with the reason that was given or got (draft,
// section 8.12).
import { SchemeError } from "@status-scheme/protocol";
import type { ErrorCode, ErrorDetail, Medium } from "@status-scheme/protocol";
import type { JingleReason, ReasonCondition } from "@status-scheme/protocol/transfer";

/** Of those that do not pass by themselves. */
const CODES: Readonly<Partial<Record<ReasonCondition, ErrorCode>>> = {
  decline: "forbidden",
  "failed-application": "bad-request",
  "general-error": "internal",
  "incompatible-parameters": "bad-request",
  "media-error": "bad-medium",
  "security-error": "internal",
  success: "internal",
  "unsupported-applications": "not-implemented",
  "unsupported-transports": "not-implemented",
};

/** A session, or a file of it, that came to nothing. */
export class TransferError extends SchemeError {
  readonly reason: JingleReason;
  /** Who gave the reason; `nobody`: a connection was lost. */
  readonly by: "us" | "peer" | "nobody";
  constructor(
    reason: JingleReason,
    by: TransferError["by"],
    { tooLarge, ...options }: { readonly cause?: unknown; readonly tooLarge?: ErrorDetail } = {},
  ) {
    super(tooLarge ? "limit-exceeded" : codeOf(reason), { ...tooLarge, reason: describe(reason) }, options);
    this.name = "TransferError";
    this.reason = reason;
    this.by = by;
  }
}

/** Of a medium that would have to come in band: what to tell of it where it is larger than that, `max` bytes, allows. */
export function tooLargeInBand({ kind, size }: Medium, max: number): ErrorDetail | undefined {
  return size > max ? { limit: "ibb-bytes", max, actual: size, medium: kind } : undefined;
}

function codeOf({ condition, fileError }: JingleReason): ErrorCode {
  if (fileError === "file-not-available") return "no-such-medium";
  return fileError === "file-too-large" ? "limit-exceeded" : (CODES[condition] ?? "try-later");
}

function describe({ condition, fileError, text }: JingleReason): string {
  return [condition, fileError, text].filter((part) => part !== undefined).join(", ");
}
