// Removes what nobody needs any more: blobs that no scheme references, and uploads that no publish came for. Publishing puts
// its blobs first and commits then, and may keep a blob that its owner's scheme has; so one look proves nothing. A blob
// goes when two looks, at least the grace period apart, found it unreferenced and it was not put again in between. The
// grace period must be longer than a publish takes. A crash at any point costs a later look.
import type { SchemeStore } from "../store/store.ts";
import type { BlobStore } from "./blob-store.ts";

export interface SweeperParts {
  readonly store: Pick<SchemeStore, "referenced">;
  readonly blobs: Pick<BlobStore, "list" | "remove" | "expireStaged">;
  /** Ms since the epoch; the clock that the blob store has. */
  readonly clock: () => number;
  /** How long a blob may be unreferenced, ms. */
  readonly graceMs: number;
  /** How long an upload may wait for its publish, ms. */
  readonly stagedMs: number;
}

/** How many were removed. */
export interface Swept {
  readonly blobs: number;
  readonly staged: number;
}

export interface Sweeper {
  /** Looks once, unless it is told to stop; a call while one is under way is answered by that one. */
  readonly sweep: (stopping?: AbortSignal) => Promise<Swept>;
}

/** Blobs asked about in one question to the store. */
const BATCH = 500;
/** Blobs remembered as unreferenced; the rest waits for later looks. */
const REMEMBERED = 100_000;

export function createSweeper({ store, blobs, clock, graceMs, stagedMs }: SweeperParts): Sweeper {
  /** By hash, when a blob was first found unreferenced. */
  let unreferenced: ReadonlyMap<string, number> = new Map();
  let running: Promise<Swept> | undefined;

  const sweepBlobs = async (now: number, stopping: AbortSignal | undefined): Promise<number> => {
    const found = new Map<string, number>();
    let removed = 0;
    for await (const batch of batches(blobs.list(now - graceMs), BATCH)) {
      // Half a look says nothing of the rest: the one before it stands.
      if (stopping?.aborted) return removed;
      const referenced = await store.referenced(batch);
      for (const hash of batch.filter((candidate) => !referenced.has(candidate))) {
        const since = unreferenced.get(hash);
        if (since !== undefined && now - since >= graceMs && (await blobs.remove(hash, since))) removed++;
        else if (found.size < REMEMBERED) found.set(hash, since !== undefined && now - since < graceMs ? since : now);
      }
    }
    unreferenced = found;
    return removed;
  };
  const sweep = async (stopping: AbortSignal | undefined): Promise<Swept> => {
    const now = clock();
    return { staged: await blobs.expireStaged(now - stagedMs), blobs: await sweepBlobs(now, stopping) };
  };
  return {
    sweep: (stopping) => {
      running ??= sweep(stopping).finally(() => (running = undefined));
      return running;
    },
  };
}

async function* batches(blobs: AsyncIterable<{ readonly hash: string }>, size: number): AsyncGenerator<string[]> {
  let batch: string[] = [];
  for await (const { hash } of blobs) {
    batch.push(hash);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
