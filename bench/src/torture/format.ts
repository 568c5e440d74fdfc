// What a format brings to be tortured: its files, and who else is to read what comes out.
import type { MediumKind } from "@status-scheme/protocol";
import { readFileSync } from "node:fs";

/** What came out of the pipeline (component, media/media.ts). */
export interface Outcome {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  readonly width?: number;
  readonly height?: number;
  /** Milliseconds. */
  readonly length?: number;
}

export interface TortureFormat {
  /** In the report: `apng`. */
  readonly name: string;
  /** As what it is published. */
  readonly kind: MediumKind;
  /** Files to be mutated, by name. */
  readonly originals: ReadonlyMap<string, Uint8Array>;
  /** Puts right what stops a reader early, such as checksums, so that some mutants get deeper. */
  readonly mend?: (bytes: Buffer) => Buffer;
  /** What another implementation says against what was accepted; undefined: nothing. Absent where there is none. */
  readonly complaint?: (outcome: Outcome) => Promise<string | undefined>;
}

const MEDIA = new URL("../../../fixtures/media/", import.meta.url);

/** Files of fixtures/media: `valid/still.png`. */
export function fixtures(...paths: readonly string[]): ReadonlyMap<string, Uint8Array> {
  return new Map(paths.map((path) => [path, readFileSync(new URL(path, MEDIA))]));
}
