// Uploads at work: one PUT a slot, so many at once, so many of one owner, so that slow senders cannot keep others out.
import { SchemeError } from "@status-scheme/protocol";
import type { BlobStore } from "../blob/blob-store.ts";
import type { UploadGrant } from "./slots.ts";

export interface UploadsOptions {
  readonly blobs: BlobStore;
  readonly concurrency: number;
  readonly concurrencyPerOwner: number;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}

export interface Uploads {
  /**
   * Stages what `open` gives as the upload granted. `open` is called once the upload has its place.
   * @throws SchemeError `conflict` (the slot was used), `rate-exceeded`, `service-unavailable`, and what staging throws
   */
  take(grant: UploadGrant, open: () => AsyncIterable<Uint8Array>): Promise<void>;
}

/** Seconds after which a refused sender may find a place. */
const RETRY_SECONDS = 5;

export function createUploads({ blobs, concurrency, concurrencyPerOwner, clock }: UploadsOptions): Uploads {
  /** Ids at work, with their owners. */
  const working = new Map<string, string>();
  /** Slots used up, until they expire: a published upload is no longer staged, and its slot is no good for another. */
  const used = new Map<string, number>();

  const forgetExpired = () => {
    for (const [id, expires] of used) if (expires <= clock()) used.delete(id);
  };
  const checkPlace = ({ id, owner }: UploadGrant) => {
    if (working.has(id) || used.has(id)) throw new SchemeError("conflict");
    if (working.size >= concurrency) throw new SchemeError("service-unavailable", { after: RETRY_SECONDS });
    const own = [...working.values()].filter((other) => other === owner).length;
    // No more than is left to others, so that a few who fill what they can leave room for one more.
    if (own >= Math.min(concurrencyPerOwner, concurrency - working.size))
      throw new SchemeError("rate-exceeded", { after: RETRY_SECONDS });
  };

  return {
    take: async (grant, open) => {
      forgetExpired();
      checkPlace(grant);
      working.set(grant.id, grant.owner);
      try {
        // Staged before a restart, which `used` does not remember.
        if ((await blobs.readStaged(grant.id)) !== undefined) throw new SchemeError("conflict");
        await blobs.stage(grant.id, open(), grant.size);
        used.set(grant.id, grant.expires);
      } finally {
        working.delete(grant.id);
      }
    },
  };
}
