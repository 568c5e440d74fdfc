// Stamps: XEP-0082 UTC date-times with milliseconds, issued by whoever stores a scheme (draft, "Stamps").
// They are compared for equality only, never with anyone's clock.
import { malformed } from "./errors.ts";

declare const brand: unique symbol;
/** A canonical stamp, `2026-11-22T08:30:00.123Z`. Canonical, so `===` compares. */
export type Stamp = string & { readonly [brand]: true };

/** A canonical stamp of a day that every month has: nothing to ask a calendar about. */
const PLAIN = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;
const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.(\d{1,9}))?(?:Z|[+-]\d\d:\d\d)$/;

/** Milliseconds since the epoch of an XEP-0082 date-time. @throws SchemeError `bad-request` */
export function parseDateTime(text: string, what: string): number {
  const ms = DATE_TIME.test(text) ? Date.parse(text) : Number.NaN;
  // Date.parse takes 24:00 and February 30th silently: what does not come back the same was not a date.
  if (Number.isNaN(ms) || !sameFields(text, ms)) malformed(what, "not an XEP-0082 date-time");
  return ms;
}

function sameFields(text: string, ms: number): boolean {
  const offset = /([+-])(\d\d):(\d\d)$/.exec(text);
  const minutes = offset ? (offset[1] === "-" ? -1 : 1) * (Number(offset[2]) * 60 + Number(offset[3])) : 0;
  return new Date(ms + minutes * 60_000).toISOString().startsWith(text.slice(0, 19));
}

/**
 * A stamp is echoed, never computed with, so it has one spelling: another spelling of the same time, sent back as this
 * one, would be "not equal" to its issuer for ever. @throws SchemeError `bad-request`
 */
export function parseStamp(text: string, what = "stamp"): Stamp {
  // Every question carries one.
  if (PLAIN.test(text) || toStamp(parseDateTime(text, what)) === text) return text as Stamp;
  return malformed(what, "not in UTC with milliseconds");
}

export function toStamp(ms: number): Stamp {
  return new Date(ms).toISOString() as Stamp;
}

/** The stamp of a new version: now, or a millisecond after `last` where the clock stands or steps back. */
export function nextStamp(last: Stamp | undefined, nowMs: number): Stamp {
  return toStamp(last === undefined ? nowMs : Math.max(nowMs, Date.parse(last) + 1));
}
