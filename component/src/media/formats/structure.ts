// What every reader of an image format finds out from the structure alone, without decoding a pixel.
// A reader answers undefined where the signature is not its own. It may read past the end and let the RangeError say
// that the file is cut short: inspect.ts makes that a `bad-medium`.
export interface Structure {
  readonly format: "png" | "apng" | "jpeg" | "webp" | "gif" | "avif" | "avis";
  /** More than one frame. */
  readonly animated: boolean;
  /** Where the image ends: bytes after it belong to something else. */
  readonly end: number;
}

export type StructureReader = (bytes: Buffer) => Structure | undefined;

/** A structure that contradicts itself. */
export class MalformedStructure extends Error {}
