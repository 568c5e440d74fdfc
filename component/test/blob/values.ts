// The values the blob store's contract stores.
import { createHash } from "node:crypto";

export const T0 = Date.parse("2026-11-22T08:30:00.000Z");

/** Bytes of that length, different for each `seed`. */
export function bytes(length: number, seed = 0): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => (index * 31 + seed * 17 + (index >> 8)) & 0xff);
}

export function sha256(content: Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

/** As it comes from a network: in pieces. */
export async function* pieces(content: Uint8Array, size = 1_000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < content.length; at += size) {
    await new Promise(setImmediate);
    yield content.subarray(at, at + size);
  }
}
