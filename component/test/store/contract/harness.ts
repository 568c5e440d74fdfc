// What a contract suite needs of the adapter it runs on.
import { afterEach, beforeEach } from "@jest/globals";
import { SchemeError } from "@status-scheme/protocol";
import type { Store } from "../../../src/store/store.ts";

export * from "./values.ts";

/** A place for one store: empty at first, and removed after the test. */
export interface StorePlace {
  /** A store on this place, not open; at most one of them is open at a time. */
  readonly store: () => Store;
  /**
   * Copies what is kept, while a store is open or not, as an operator would. The result puts the copy back while none is open.
   * Absent: the adapter keeps nothing that could be copied.
   */
  readonly backup?: () => Promise<() => Promise<void>>;
  readonly dispose: () => Promise<void>;
}
export type MakePlace = () => Promise<StorePlace>;

export interface Opened {
  readonly place: StorePlace;
  store: Store;
  /** Closes the store and opens the place again. */
  readonly reopen: () => Promise<void>;
}

/** An open store, new for each test of the describe block this is called in. */
export function eachOpened(makePlace: MakePlace): Opened {
  let place: StorePlace;
  const opened = {
    get place() {
      return place;
    },
    store: undefined as unknown as Store,
    reopen: async () => {
      await opened.store.close();
      opened.store = place.store();
      await opened.store.open();
    },
  };
  beforeEach(async () => {
    place = await makePlace();
    opened.store = place.store();
    await opened.store.open();
  });
  afterEach(async () => {
    await opened.store.close();
    await place.dispose();
  });
  return opened;
}

export async function refusal(refused: Promise<unknown>): Promise<SchemeError> {
  const error: unknown = await refused.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof SchemeError)) throw new Error("was not refused", { cause: error });
  return error;
}

/** Everything a viewer would be answered in (since, upTo], page by page. */
export async function allChanges(
  store: Store,
  query: { readonly viewer: string; readonly since: number; readonly upTo: number; readonly limit?: number },
): Promise<{
  readonly changed: ReadonlyMap<string, string>;
  readonly gone: readonly string[];
  readonly pages: number;
}> {
  const changed = new Map<string, string>();
  const gone: string[] = [];
  let pages = 0;
  let after: string | undefined;
  do {
    const page = await store.changes({ limit: 100, ...query, ...(after !== undefined && { after }) });
    for (const { owner, stamp } of page.changed) changed.set(owner, stamp);
    gone.push(...page.gone);
    pages++;
    after = page.next;
  } while (after !== undefined);
  return { changed, gone, pages };
}
