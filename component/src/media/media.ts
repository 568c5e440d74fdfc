// The media pipeline's public face: bytes as uploaded in, media as served out. One normaliser a kind.
import type { MediumKind } from "@status-scheme/protocol";

/** What comes out of the pipeline: clean bytes, and what is true of them. */
export interface NormalisedMedium {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  readonly width?: number;
  readonly height?: number;
  /** Milliseconds. */
  readonly length?: number;
}

export interface MediaPipeline {
  /** @throws SchemeError `limit-exceeded`, `bad-medium` or `not-implemented`, without the look: the caller knows and adds it. */
  readonly normalise: (kind: MediumKind, bytes: Uint8Array) => Promise<NormalisedMedium>;
  /**
   * The image of a look whose owner brought none, from its animation or video as normalised. The same bytes make the same.
   * @throws SchemeError `bad-look` where none can be made of this kind
   */
  readonly still: (kind: MediumKind, bytes: Uint8Array) => Promise<NormalisedMedium>;
}
