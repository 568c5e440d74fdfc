// Conditional requests (RFC 9110, 13), for a representation that has a strong entity tag and no modification date.
import type { IncomingHttpHeaders } from "node:http";

export type Verdict = "go on" | "not modified" | "precondition failed";

/** In the order of RFC 9110, 13.2.2. `etag` with its quotes. */
export function evaluateConditions(headers: IncomingHttpHeaders, etag: string): Verdict {
  const ifMatch = headers["if-match"];
  if (ifMatch !== undefined && !names(ifMatch, etag, false)) return "precondition failed";
  const ifNoneMatch = headers["if-none-match"];
  if (ifNoneMatch !== undefined && names(ifNoneMatch, etag, true)) return "not modified";
  return "go on";
}

/** 13.1.5: a range only of the very representation named. A date names none, for want of a date of ours. */
export function rangeApplies(headers: IncomingHttpHeaders, etag: string): boolean {
  const ifRange = headers["if-range"];
  return ifRange === undefined || ifRange === etag;
}

/** Weak comparison (8.8.3.2) takes `W/"x"` for `"x"`, strong does not. */
function names(list: string, etag: string, weak: boolean): boolean {
  if (list.trim() === "*") return true;
  const tags = list.match(/(?:W\/)?"[^"]*"/g) ?? [];
  return tags.some((tag) => (weak ? tag.replace(/^W\//, "") : tag) === etag);
}
