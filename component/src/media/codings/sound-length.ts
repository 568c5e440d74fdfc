// How long the coded sound itself is, whatever the container says of time: a player that goes by its samples plays that long.

/** Opus (RFC 6716, 3.1): milliseconds of a frame, by the upper five bits of a packet's first byte. */
const OPUS_FRAME_MS = [
  ...[10, 20, 40, 60, 10, 20, 40, 60, 10, 20, 40, 60],
  ...[10, 20, 10, 20],
  ...[2.5, 5, 10, 20, 2.5, 5, 10, 20, 2.5, 5, 10, 20, 2.5, 5, 10, 20],
];
/** AAC (ISO/IEC 14496-3, 4.5.1.1). */
const AAC_SAMPLES = 1024;

/** Seconds of a packet; undefined where the container's own count of samples is what there is. */
export function soundSeconds(codec: string, packet: Uint8Array, sampleRate: number): number | undefined {
  if (codec === "opus") return opusSeconds(packet);
  if (codec === "aac") return AAC_SAMPLES / sampleRate;
  return undefined;
}

function opusSeconds(packet: Uint8Array): number {
  const [head = 0, count = 0] = packet;
  const frames = [1, 2, 2, count & 63][head & 3]!;
  return (OPUS_FRAME_MS[head >> 3]! * frames) / 1000;
}
