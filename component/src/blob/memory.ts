// The blob store in memory: for tests, and beside a store in memory. What it keeps outlives `close`, not the object.
import { Readable } from "node:stream";
import type { BlobInfo, BlobStore } from "./blob-store.ts";
import { exactly, hashOf, requireMediaType, requireUploadId } from "./rules.ts";

interface Kept {
  readonly info: BlobInfo;
  readonly bytes: Uint8Array;
  readonly putAt: number;
}

interface State {
  readonly blobs: Map<string, Kept>;
  readonly staged: Map<string, { readonly bytes: Uint8Array; readonly at: number }>;
}

/** `clock`: ms since the epoch, for the blobs' age. */
export function createMemoryBlobs({ clock = Date.now }: { readonly clock?: () => number } = {}): BlobStore {
  const kept: State = { blobs: new Map(), staged: new Map() };
  let isOpen = false;
  const state = () => {
    if (!isOpen) throw new Error("the blob store in memory is not open");
    return kept;
  };
  return {
    put: async (bytes, mediaType) => {
      requireMediaType(mediaType);
      const info = { hash: hashOf(bytes), size: bytes.length, mediaType };
      state().blobs.set(info.hash, { info, bytes: Uint8Array.from(bytes), putAt: clock() });
      return info;
    },
    stat: async (hash) => state().blobs.get(hash)?.info,
    read: async (hash) => state().blobs.get(hash)?.bytes.slice(),
    stream: async (hash, range) => {
      const bytes = state().blobs.get(hash)?.bytes;
      const wanted = range === undefined ? bytes : bytes?.subarray(range.start, range.end + 1);
      return wanted && Readable.from([Buffer.from(wanted)], { objectMode: false });
    },
    remove: async (hash, before = Infinity) => {
      const { blobs } = state();
      const found = blobs.get(hash);
      return found !== undefined && found.putAt < before && blobs.delete(hash);
    },
    async *list(before) {
      for (const { info, putAt } of [...state().blobs.values()]) if (putAt < before) yield info;
    },
    stage: async (id, source, size) => {
      requireUploadId(id);
      const { staged } = state();
      const chunks: Uint8Array[] = [];
      for await (const chunk of exactly(source, size)) chunks.push(chunk);
      staged.set(id, { bytes: Uint8Array.from(Buffer.concat(chunks)), at: clock() });
    },
    readStaged: async (id) => state().staged.get(id)?.bytes.slice(),
    removeStaged: async (id) => {
      state().staged.delete(id);
    },
    expireStaged: async (before) => {
      const { staged } = state();
      const expired = [...staged].filter(([, { at }]) => at < before);
      for (const [id] of expired) staged.delete(id);
      return expired.length;
    },
    open: async () => {
      if (isOpen) throw new Error("the blob store in memory is open already");
      isOpen = true;
    },
    close: async () => {
      isOpen = false;
    },
  };
}
