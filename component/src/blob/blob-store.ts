// The blob store's port: media bytes by hash, and uploads on their way (held to it by component/test/blob/contract.ts).
//
// Invariants
//  1. `put` and `finish` are atomic and durable: after them the bytes are there, whole, through a crash; before, nothing is.
//  2. A blob's name is the SHA-256 of its bytes; putting the same bytes twice is one blob.
//  3. A staged upload that ends short, long or aborted leaves nothing behind.
import type { Readable } from "node:stream";

export interface BlobInfo {
  /** Hex SHA-256. */
  readonly hash: string;
  readonly size: number;
  readonly mediaType: string;
}

export interface BlobStore {
  put(bytes: Uint8Array, mediaType: string): Promise<BlobInfo>;
  stat(hash: string): Promise<BlobInfo | undefined>;
  read(hash: string): Promise<Uint8Array | undefined>;
  /** `start` and `end` are byte positions, both inclusive. The caller consumes or destroys the stream. */
  stream(hash: string, range?: { readonly start: number; readonly end: number }): Promise<Readable | undefined>;
  remove(hash: string): Promise<void>;
  /** Every blob stored before `before` (ms since the epoch). */
  list(before: number): AsyncIterable<BlobInfo>;

  /** Takes exactly `size` bytes as the upload `id`. @throws SchemeError `limit-exceeded` (longer) or `bad-request` (shorter) */
  stage(id: string, source: AsyncIterable<Uint8Array>, size: number): Promise<void>;
  readStaged(id: string): Promise<Uint8Array | undefined>;
  removeStaged(id: string): Promise<void>;
  /** Removes uploads staged before `before`; how many. */
  expireStaged(before: number): Promise<number>;

  open(): Promise<void>;
  close(): Promise<void>;
}
