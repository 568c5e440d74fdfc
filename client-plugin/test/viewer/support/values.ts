// What the viewer's tests are about: stamps, presences, media, looks and schemes, made short.
import { createHash } from "node:crypto";
import { element, encodeShowing, parseStamp, stanza } from "@status-scheme/protocol";
import type { Element, Look, Medium, Showing, Stamp, StampedScheme } from "@status-scheme/protocol";

export const SERVICE = "schemes.capulet.lit";
export const ORIGIN = "https://schemes.capulet.lit";
export const S1 = parseStamp("2026-11-22T08:00:00.001Z");
export const S2 = parseStamp("2026-11-22T08:00:00.002Z");
export const S3 = parseStamp("2026-11-22T08:00:00.003Z");

export interface PresenceOptions {
  readonly show?: string;
  readonly priority?: number;
  readonly status?: string;
  readonly type?: string;
  readonly hint?: Showing;
}

export function presenceOf(from: string, { show, priority, status, type, hint }: PresenceOptions = {}): Element {
  const child = (name: string, text: string | number | undefined) =>
    text !== undefined && element("jabber:client", name, {}, text);
  return stanza(
    "presence",
    { from, type },
    child("show", show),
    child("status", status),
    child("priority", priority),
    hint && encodeShowing(hint),
  );
}

/** A medium, and the response that serves it. */
export function makeMedium(bytes: Uint8Array, overrides: Partial<Medium> = {}): Medium {
  const hash = createHash("sha256").update(bytes).digest("base64");
  return {
    kind: "image",
    mediaType: "image/webp",
    size: bytes.length,
    desc: [{ lang: "en", text: "A picture" }],
    hash,
    sources: [`${ORIGIN}/media/${encodeURIComponent(hash)}`],
    ...overrides,
  };
}

export function textLook(state: string, text: string, more: Partial<Look> = {}): Look {
  return { state, text: [{ lang: "en", text }], media: [], ...more };
}

export function schemeOf(owner: string, stamp: Stamp, ...looks: Look[]): StampedScheme {
  return { owner, stamp, looks };
}
