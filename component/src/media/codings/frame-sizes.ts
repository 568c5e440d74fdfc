// What size the coded frames themselves say they are: containers say one as well, but decoders believe the frames.
import { av1Sizes } from "./av1.ts";
import { h264Sizes } from "./h264.ts";
import { vp8Sizes } from "./vp8.ts";
import { vp9Sizes } from "./vp9.ts";

export interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * Every size said in a packet; none where it goes by what was said before. May throw RangeError.
 * `config`: the decoder's configuration that comes with the track, if any.
 */
export type SizeReader = (packet: Uint8Array, config: Uint8Array | undefined) => Size[];

export const SIZE_READERS: Readonly<Record<string, SizeReader>> = {
  avc: h264Sizes,
  vp8: vp8Sizes,
  vp9: vp9Sizes,
  av1: av1Sizes,
};
