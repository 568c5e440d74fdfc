// Small media in band, for viewers without HTTP (draft, "Small Media in Band"; XEP-0231). A request names bytes and no owner:
// they are served to whoever may see one who shows them. Unknown, too large, and not for the asker are the same.
import type { Bits, BitsRequest } from "@status-scheme/protocol";
import { BITS_BYTES, hashOfCid, hexOfBase64, SchemeError } from "@status-scheme/protocol";
import type { BlobStore } from "../blob/blob-store.ts";
import type { Store } from "../store/store.ts";
import type { Exhibit } from "./exhibit.ts";

export interface BitsDeps {
  readonly store: Pick<Store, "showing">;
  readonly blobs: Pick<BlobStore, "stat" | "read">;
  readonly exhibit: Exhibit;
}

/** Owners with the same medium that are looked at for one request. */
const MOST_OWNERS = 16;
/** Bytes of a hash never change. */
const MAX_AGE_SECONDS = 86_400;

/** @throws SchemeError `not-found`, and `try-later` as Sight says */
export function createBits({ store, blobs, exhibit }: BitsDeps) {
  const isShown = async (viewer: string, hash: string): Promise<boolean> => {
    let failure: unknown;
    for (const owner of await store.showing({ hash, viewer, limit: MOST_OWNERS })) {
      try {
        if (await exhibit.isShown({ owner, viewer, hash })) return true;
      } catch (error) {
        failure = error; // another may be known of
      }
    }
    if (failure !== undefined) throw failure;
    return false;
  };

  return async (asker: string, { cid }: BitsRequest): Promise<Bits> => {
    const named = hashOfCid(cid);
    const hash = named && hexOfBase64(named);
    if (!hash || !(await isShown(asker, hash))) throw new SchemeError("not-found");
    const blob = await blobs.stat(hash);
    const bytes = blob && blob.size <= BITS_BYTES ? await blobs.read(hash) : undefined;
    if (bytes === undefined) throw new SchemeError("not-found");
    return { cid, mediaType: blob!.mediaType, bytes, maxAge: MAX_AGE_SECONDS };
  };
}
