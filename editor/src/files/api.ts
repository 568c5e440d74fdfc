// What a chosen, dropped or pasted file becomes (browser only). Like the model: codes and numbers, no sentences.
import type { LimitName, Limits } from "@status-scheme/protocol";
import type { NewMedium } from "../model/api.ts";

export type FileProblemCode =
  /** Not a picture, sound or video that is taken, whatever its name says. */
  | "not-taken"
  /** It begins as one, and the browser cannot read it. */
  | "broken"
  /** `limit`, `allowed`, `actual`: nothing is decoded that is larger. */
  | "limit-exceeded"
  /** This browser cannot do that: it lacks a decoder or an encoder. */
  | "not-supported"
  /** The part of this program that reads files did not come. */
  | "not-loaded";
interface LimitDetail {
  readonly limit?: LimitName;
  readonly allowed?: number;
  readonly actual?: number;
}
export class FileProblem extends Error {
  readonly code: FileProblemCode;
  readonly limit?: LimitName;
  readonly allowed?: number;
  readonly actual?: number;
  constructor(code: FileProblemCode, detail: LimitDetail = {}, options?: ErrorOptions) {
    super(code, options);
    this.name = "FileProblem";
    this.code = code;
    Object.assign(this, detail);
  }
}

/** Of a picture on its way in: a camera's is taken, and nothing that takes more than some 200 MB to decode. */
export const MOST_OF_A_PICTURE = { bytes: 67_108_864, pixels: 50_000_000 } as const;

/** A square, in pixels of the picture. */
export interface Square {
  readonly x: number;
  readonly y: number;
  readonly size: number;
}
export interface ReadOptions {
  readonly limits: Limits;
  /** Makes an image beyond the limits smaller instead of refusing it. Default true. */
  readonly shrink?: boolean;
  /**
   * Draws every image anew, which takes out what cameras write into files: where and when. For where no service does that.
   * Default false.
   */
  readonly redraw?: boolean;
}
export interface ReadFile {
  /** With what is known of its size and length: `Editor.putMedium` takes it as it is. */
  readonly medium: NewMedium;
  /** Of an animation or a video: its first picture, to be put beside it where the look has no image. */
  readonly still?: NewMedium;
  /** The image was made smaller, to be told to the person. Bytes before. */
  readonly shrunkFrom?: number;
}
