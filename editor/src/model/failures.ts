// What failed, as a code of the draft's error table.
import { SchemeError } from "@status-scheme/protocol/viewing";

/** What is none is a defect, and told as one. */
export function asSchemeError(error: unknown): SchemeError {
  return error instanceof SchemeError
    ? error
    : new SchemeError("internal", { reason: String(error) }, { cause: error });
}
