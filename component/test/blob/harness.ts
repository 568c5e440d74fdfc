// What the blob store's contract needs of the adapter it runs on.
import { afterEach, beforeEach } from "@jest/globals";
import { SchemeError } from "@status-scheme/protocol";
import type { BlobInfo, BlobStore } from "../../src/blob/blob-store.ts";
import { T0 } from "./values.ts";

export * from "./values.ts";

/** A place for one blob store: empty at first, and removed after the test. */
export interface BlobPlace {
  /** A store on this place, not open; at most one of them is open at a time. */
  readonly blobs: (clock: () => number) => BlobStore;
  /**
   * Spoils what is kept of a blob: cuts its end off, empties it, or changes a byte in it. Absent: cannot happen to this adapter.
   */
  readonly damage?: (hash: string, how: "cut" | "empty" | "change") => Promise<void>;
  /** Everything kept that is neither a blob nor a staged upload. */
  readonly leftovers: () => Promise<readonly string[]>;
  readonly dispose: () => Promise<void>;
}
export type MakePlace = () => Promise<BlobPlace>;

export interface Opened {
  readonly place: BlobPlace;
  blobs: BlobStore;
  /** What the store's clock says. */
  now: number;
  readonly reopen: () => Promise<void>;
}

/** An open blob store, new for each test of the describe block this is called in. */
export function eachOpened(makePlace: MakePlace): Opened {
  let place: BlobPlace;
  const opened = {
    get place() {
      return place;
    },
    blobs: undefined as unknown as BlobStore,
    now: T0,
    reopen: async () => {
      await opened.blobs.close();
      opened.blobs = place.blobs(() => opened.now);
      await opened.blobs.open();
    },
  };
  beforeEach(async () => {
    place = await makePlace();
    opened.now = T0;
    opened.blobs = place.blobs(() => opened.now);
    await opened.blobs.open();
  });
  afterEach(async () => {
    await opened.blobs.close();
    await place.dispose();
  });
  return opened;
}

export async function listed(blobs: BlobStore, before: number): Promise<readonly BlobInfo[]> {
  const found: BlobInfo[] = [];
  for await (const info of blobs.list(before)) found.push(info);
  return found.sort((one, other) => (one.hash < other.hash ? -1 : 1));
}

export async function refusal(refused: Promise<unknown>): Promise<SchemeError> {
  const error: unknown = await refused.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof SchemeError)) throw new Error("was not refused", { cause: error });
  return error;
}
