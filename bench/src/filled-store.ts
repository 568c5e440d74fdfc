// A store as it is after so many owners published, filled by the store's own statements.
import { fillSqliteStore } from "@status-scheme/component";
import { schemeOf } from "./schemes.ts";

export interface Filler {
  /** The owner's bare JID, by number. */
  readonly ownerAt: (index: number) => string;
  /** Bare JIDs of an owner's contacts, by the owner's number. */
  readonly contactsOf: (index: number) => readonly string[];
}

/** While it is filled; the component opens it with its own. */
const CACHE_BYTES = 1_500_000_000;
/**
 * People publish in no order of their names, which leaves an index's pages half empty. A step that has no divisor in common
 * with a power of ten visits every number once.
 */
const STEP = 618_033;

/** Stores `size` schemes, one per owner, and each owner's contacts. */
export async function fillStore(path: string, size: number, { ownerAt, contactsOf }: Filler): Promise<void> {
  await fillSqliteStore({ path, cacheBytes: CACHE_BYTES }, async (store) => {
    for (let at = 0; at < size; at += 1) {
      const index = (at * STEP) % size;
      const owner = ownerAt(index);
      const now = Date.now();
      const contacts = contactsOf(index).map((jid) => ({ jid, groups: [] }));
      await store.commit({ scheme: schemeOf(owner, `The looks of ${owner}, at home`), media: [], now });
      await store.writeContacts(owner, contacts, now);
    }
  });
}
