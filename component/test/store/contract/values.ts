// The values the contract suites store.
import type { Look, Scheme } from "@status-scheme/protocol";
import type { Store } from "../../../src/store/store.ts";

export const JULIET = "juliet@capulet.lit";
export const NURSE = "nurse@capulet.lit";
export const TYBALT = "tybalt@capulet.lit";
export const ROMEO = "romeo@montague.lit";
export const MERCUTIO = "mercutio@verona.lit";

export const T0 = Date.parse("2026-11-22T08:30:00.000Z");

export function look(state: string, text: string): Look {
  return { state, text: [{ lang: "en", text }], media: [] };
}
export function scheme(owner: string, text = "Wherefore art thou?"): Scheme {
  return { owner, looks: text === "" ? [] : [look("available", text)] };
}
/** A commit of a scheme with that text and no media. */
export function edit(owner: string, text?: string, now = T0): Parameters<Store["commit"]>[0] {
  return { scheme: scheme(owner, text), media: [], now };
}

/** The hex hash of an invented medium. */
export function hash(n: number): string {
  return n.toString(16).padStart(64, "0");
}
