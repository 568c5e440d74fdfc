// The blob store's port: media bytes by hash, and uploads on their way (held to it by component/test/blob/contract.ts).
//
// Invariants
//  1. `put` and `stage` are atomic and durable: after them the bytes are there, whole, through a crash; before, nothing is.
//  2. A blob's name is the SHA-256 of its bytes; putting the same bytes twice is one blob.
//  3. A staged upload that ends short, long or aborted leaves nothing behind.
//  4. Putting a blob again renews its age, and `remove(hash, before)` never takes one put at `before` or later, also when
//     both run at once: the sweeper cannot take what a publish is about to reference.
//  5. Damaged bytes are never handed out whole: `stat`, `read` and `stream` throw an Error naming the place where they find
//     a blob torn, `read` also where the bytes do not have the hash. Putting it again heals it.
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
  /** With `before` (ms since the epoch): only where it was last put before then. Resolves to whether it was there and went. */
  remove(hash: string, before?: number): Promise<boolean>;
  /** Every blob last put before `before` (ms since the epoch), damaged ones too. */
  list(before: number): AsyncIterable<BlobInfo>;

  /**
   * Takes exactly `size` bytes as the upload `id` (letters, digits, `-`, `_`), in place of an earlier one.
   * @throws SchemeError `limit-exceeded` (longer) or `bad-request` (shorter, or not an id)
   */
  stage(id: string, source: AsyncIterable<Uint8Array>, size: number): Promise<void>;
  readStaged(id: string): Promise<Uint8Array | undefined>;
  removeStaged(id: string): Promise<void>;
  /** Removes uploads staged before `before`; how many. */
  expireStaged(before: number): Promise<number>;

  /** Nothing is read or written before. @throws Error naming the place and what is wrong with it */
  open(): Promise<void>;
  close(): Promise<void>;
}
