// The protocol's limits and their defaults (draft, "Limits"): the operator's to tune, advertised in the disco form,
// refused with a `limit-exceeded` that names the limit. The key is the name of the limit on the wire.

export const DEFAULT_LIMITS = {
  /** Bytes of a scheme's XML. */
  "scheme-bytes": 65_536,
  "scheme-looks": 64,
  /** Characters (Unicode code points) of a text or description, in one language. */
  "text-characters": 128,
  /** Languages of a text or description. */
  "text-languages": 16,
  /** Bytes of an uploaded image. */
  "image-bytes": 262_144,
  /** Pixels of an uploaded still before decoding. */
  "image-pixels": 16_000_000,
  /** Pixels on the longer side of what is served. */
  "image-side": 512,
  "animation-bytes": 1_048_576,
  /** Pixels of all frames of an uploaded animation together, before decoding. */
  "animation-pixels": 40_000_000,
  "animation-side": 512,
  /** Milliseconds. */
  "animation-length": 5_000,
  "animation-frames": 150,
  "audio-bytes": 524_288,
  "audio-length": 5_000,
  "video-bytes": 2_097_152,
  "video-length": 10_000,
  "video-side": 640,
  /** Bytes an owner's media may take together. */
  "owner-bytes": 16_777_216,
  /** Bytes of a file over XEP-0261 in-band bytestreams. */
  "ibb-bytes": 262_144,
  /** Entries of an access list, or contacts, in one request. */
  "access-entries": 1_000,
} as const satisfies Record<string, number>;

export type LimitName = keyof typeof DEFAULT_LIMITS;
export type Limits = Readonly<Record<LimitName, number>>;
export const LIMIT_NAMES = Object.keys(DEFAULT_LIMITS) as readonly LimitName[];
