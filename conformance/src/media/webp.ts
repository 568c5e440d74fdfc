// What a WebP's container says of itself (RFC 9649), without decoding a pixel.

export interface Webp {
  readonly chunks: readonly string[];
  readonly hasAlpha: boolean;
  /** Of an animation: how often it is played, 0 for ever, and its frames' delays in milliseconds. */
  readonly plays?: number;
  readonly delays: readonly number[];
}

/** Undefined where the bytes are no WebP. */
export function readWebp(bytes: Uint8Array): Webp | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = (at: number) => String.fromCharCode(...bytes.subarray(at, at + 4));
  if (bytes.length < 20 || text(0) !== "RIFF" || text(8) !== "WEBP") return undefined;
  const chunks: string[] = [];
  const delays: number[] = [];
  let hasAlpha = false;
  let plays: number | undefined;
  for (let at = 12; at + 8 <= bytes.length;) {
    const [name, size, data] = [text(at), view.getUint32(at + 4, true), at + 8];
    if (data + size > bytes.length) return undefined;
    chunks.push(name.trim());
    if (name === "VP8X") hasAlpha ||= (bytes[data]! & 0x10) !== 0;
    if (name === "VP8L") hasAlpha ||= (bytes[data + 4]! & 0x10) !== 0;
    if (name === "ANIM") plays = view.getUint16(data + 4, true);
    if (name === "ANMF") delays.push(view.getUint32(data + 12, true) & 0xffffff);
    at = data + size + (size % 2);
  }
  return { chunks, hasAlpha, delays, ...(plays !== undefined && { plays }) };
}
