// Failures in words for people.
import type { ErrorCode, LimitName, SchemeError } from "@status-scheme/protocol";

const LIMITS: Readonly<Partial<Record<LimitName, (max: number, actual: number | undefined) => string>>> = {
  "scheme-looks": (max, actual) => `${count(actual)} looks, and at most ${max} are taken`,
  "text-characters": (max, actual) => `a text of ${count(actual)} characters, and at most ${max} are taken`,
  "text-languages": (max, actual) => `${count(actual)} languages, and at most ${max} are taken`,
  "access-entries": (max, actual) => `${count(actual)} entries in a list, and at most ${max} are taken`,
};
const CODES: Readonly<Record<ErrorCode, string>> = {
  "not-found": "there is nothing, or nothing for you to see",
  "no-such-medium": "the service does not have this file",
  "limit-exceeded": "more than the service takes",
  "bad-medium": "the file is not what its name says, of a format that is not taken, or broken",
  "blocked-medium": "the service's operator does not let this file be shown",
  "bad-look": "the look is not complete",
  "quota-exceeded": "the service has no more room for you",
  "rate-exceeded": "too much at once",
  forbidden: "the service does not let you",
  conflict: "another device changed it meanwhile",
  "bad-request": "the service does not understand this",
  "not-implemented": "the service cannot do this",
  "service-unavailable": "there is no such service",
  "try-later": "the service does not answer now",
  internal: "the service failed",
};

/** One line: look, medium, what is the matter, the limit by name, when to try again. */
export function inWords({ code, detail }: SchemeError): string {
  const { look, medium, limit, max, actual, reason, after } = detail;
  const place = [look, medium].filter((part) => part !== undefined).join(", ");
  const matter =
    limit !== undefined && max !== undefined
      ? `${(LIMITS[limit] ?? measure(limit))(max, actual)} (${limit})`
      : `${CODES[code]}${reason === undefined ? "" : ` (${reason})`}`;
  const again = after === undefined ? "" : `; try again in ${after} s`;
  return `${place === "" ? "" : `${place}: `}${matter}${again}`;
}

function count(actual: number | undefined): string {
  return actual === undefined ? "too many" : String(actual);
}

/** Limits end in what they measure. */
function measure(limit: LimitName): (max: number, actual: number | undefined) => string {
  const units: Readonly<Record<string, string>> = { side: "pixels", length: "milliseconds" };
  const what = limit.slice(limit.lastIndexOf("-") + 1);
  return (max, actual) => `${count(actual)} ${units[what] ?? what}, and at most ${max} are taken`;
}
