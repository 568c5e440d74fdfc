// What every reader of a format finds out from the structure alone, without decoding a pixel or a sample.
// A reader answers undefined where the signature is not its own. It may read past the end and let the RangeError say
// that the file is cut short: inspect.ts makes that a `bad-medium`.
import type { MediumKind } from "@status-scheme/protocol";

export interface Structure {
  readonly kind: MediumKind;
  /** A short name of the format, for refusals: `apng`. */
  readonly format: string;
  /** Of animations whose frames can be read. */
  readonly animation?: AnimationFacts;
  /** Where the medium begins, if tags come before it. */
  readonly start?: number;
  /** Where the medium ends: bytes after it belong to something else. */
  readonly end: number;
}

/** What an animation says of itself; its decoder has the last word. */
export interface AnimationFacts {
  /** Pixels of the canvas. */
  readonly width: number;
  readonly height: number;
  /** Of each frame, in milliseconds, as browsers show it. */
  readonly delays: readonly number[];
  /** How often it is played; 0 for endlessly. */
  readonly plays: number;
}

export type StructureReader = (bytes: Buffer) => Structure | undefined;

/** A structure that contradicts itself. */
export class MalformedStructure extends Error {}

/** Up to here a delay is taken for one that nobody meant (Gecko, Blink and WebKit agree), milliseconds. */
const UNMEANT_DELAY = 10;
const USUAL_DELAY = 100;

/** A frame's delay as browsers show it, in whole milliseconds. */
export function shownDelay(milliseconds: number): number {
  return milliseconds <= UNMEANT_DELAY ? USUAL_DELAY : Math.round(milliseconds);
}

/** Milliseconds of one play. */
export function lengthOf({ delays }: AnimationFacts): number {
  return delays.reduce((sum, delay) => sum + delay, 0);
}
