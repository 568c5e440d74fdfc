// Codes and numbers as sentences.
import type { LimitName, SchemeError } from "@status-scheme/protocol";
import { FileProblem } from "../files/api.ts";
import type { Words } from "../i18n/index.ts";
import type { Problem } from "../model/index.ts";

export function tellProblem(problem: Problem, { words, format }: Words): string {
  const { code, limit, allowed, actual, reason } = problem;
  if (code === "limit-exceeded" && limit) return tellLimit({ words, format }, limit, allowed, actual);
  if (code === "limit-exceeded") return words.failures[code];
  if (code === "refused") return words.problems.refused(reason ?? "");
  return words.problems[code];
}

/** Whatever reading a file threw: what is no FileProblem says that it is broken. */
export function tellFile(problem: unknown, { words, format }: Words): string {
  const { code, limit, allowed, actual } = problem instanceof FileProblem ? problem : new FileProblem("broken");
  if (code === "limit-exceeded") {
    return limit ? tellLimit({ words, format }, limit, allowed, actual) : words.failures[code];
  }
  return words.files[code];
}

export function tellFailure({ code, detail }: SchemeError, { words, format }: Words): string {
  const { limit, max, actual } = detail;
  if (code === "limit-exceeded" && limit) return tellLimit({ words, format }, limit, max, actual);
  return words.failures[code];
}

/** `actual` is more than `allowed`. */
export function tellLimit({ words, format }: Words, limit: LimitName, allowed?: number, actual?: number): string {
  const value = (number: number | undefined) => {
    if (number === undefined) return "";
    if (limit.endsWith("-bytes")) return format.bytes(number);
    return limit.endsWith("-length") ? format.duration(number) : format.number(number);
  };
  return words.limit(words.limits[limit], value(actual), value(allowed));
}
