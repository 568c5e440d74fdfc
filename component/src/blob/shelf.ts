// Small blobs kept in memory once they were asked for: many viewers get the same media at about the same time, and a read of a
// file costs several times what answering with its bytes does. In front of any blob store.
import { createBoundedMap } from "../service/support/bounded-map.ts";
import type { BlobInfo, BlobStore } from "./blob-store.ts";

export interface FoundBlob {
  readonly info: BlobInfo;
  /** All of it, where it is small, and not to be changed: they are everybody's. Absent: to be streamed. */
  readonly bytes?: Uint8Array;
}

export interface ShelvedBlobs extends BlobStore {
  /** Undefined where it is not there. @throws Error where it is damaged */
  find(hash: string): Promise<FoundBlob | undefined>;
}

export interface ShelfSizes {
  /** Bytes of the largest blob kept, and of all of them together. */
  readonly small: number;
  readonly room: number;
}

/** One that waits for its reader takes no more than a stream of a file would. */
const SIZES: ShelfSizes = { small: 131_072, room: 16_777_216 };

export function createShelf(blobs: BlobStore, { small, room }: ShelfSizes = SIZES): ShelvedBlobs {
  const emptyShelf = () => createBoundedMap<FoundBlob>(room, ({ info }) => info.size + 1);
  let shelf = emptyShelf();
  /** Reads under way: what was put or removed since one began, it does not put on the shelf. */
  const reading = new Map<string, Promise<FoundBlob | undefined>>();
  const forget = (hash: string) => {
    shelf.delete(hash);
    reading.delete(hash);
  };

  const read = async (hash: string): Promise<FoundBlob | undefined> => {
    const info = await blobs.stat(hash);
    if (info === undefined || info.size > small) return info && { info };
    const bytes = await blobs.read(hash);
    return bytes && { info, bytes };
  };
  const fetch = (hash: string): Promise<FoundBlob | undefined> => {
    const reads = read(hash);
    reading.set(hash, reads);
    const end = (found?: FoundBlob) => {
      if (reading.get(hash) !== reads) return;
      reading.delete(hash);
      if (found?.bytes) shelf.set(hash, found);
    };
    reads.then(end, () => end());
    return reads;
  };

  return {
    ...blobs,
    find: async (hash) => shelf.get(hash) ?? reading.get(hash) ?? fetch(hash),
    put: async (bytes, mediaType) => {
      const info = await blobs.put(bytes, mediaType);
      forget(info.hash);
      return info;
    },
    remove: async (hash, before) => {
      const isGone = await blobs.remove(hash, before);
      if (isGone) forget(hash);
      return isGone;
    },
    close: async () => {
      reading.clear();
      shelf = emptyShelf();
      await blobs.close();
    },
  };
}
