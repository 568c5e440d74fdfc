// What every adapter of the blob store checks alike, without I/O (blob-store.ts).
import { createHash } from "node:crypto";
import { SchemeError } from "@status-scheme/protocol";

/** Hex SHA-256: a blob's name. */
export function hashOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

export function isHash(name: string): boolean {
  return /^[0-9a-f]{64}$/.test(name);
}

/** Upload ids become file names and object keys: nothing else may. */
export function isUploadId(id: string): boolean {
  return /^[A-Za-z0-9_-]{1,128}$/.test(id);
}

/** @throws SchemeError `bad-request` */
export function requireUploadId(id: string): void {
  if (!isUploadId(id)) throw new SchemeError("bad-request", { what: "upload", reason: "not an id" });
}

/** Longest media type kept, in bytes: RFC 6838 allows 127 for type and subtype each, none in use comes near. */
export const MEDIA_TYPE_BYTES = 96;

/** @throws SchemeError `bad-request` */
export function requireMediaType(mediaType: string): void {
  if (mediaType.length > MEDIA_TYPE_BYTES || !/^[\x21-\x7e][\x20-\x7e]*$/.test(mediaType)) {
    throw new SchemeError("bad-request", { what: "media-type", reason: "not a media type" });
  }
}

/**
 * Passes on exactly `size` bytes, and not one more to whoever keeps them.
 * @throws SchemeError `limit-exceeded` as soon as there are more, `bad-request` where they end early
 */
export async function* exactly(source: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Uint8Array> {
  let actual = 0;
  for await (const chunk of source) {
    actual += chunk.length;
    if (actual > size) throw new SchemeError("limit-exceeded", { max: size, actual });
    yield chunk;
  }
  if (actual < size)
    throw new SchemeError("bad-request", { what: "size", reason: `${actual} bytes instead of ${size}` });
}
