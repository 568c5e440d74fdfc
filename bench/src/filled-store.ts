// A store as it is after so many owners published, filled by the store's own writes.
import { createSqliteStore } from "@status-scheme/component";
import { schemeOf } from "./schemes.ts";

/** Bare JIDs of one owner's contacts, by the owner's number. */
export type ContactsOf = (index: number) => readonly string[];

const TOGETHER = 2_000;
/** While it is filled; the component opens it with its own. */
const CACHE_BYTES = 1_500_000_000;

/** Publishes `size` schemes, one per owner, in no order of names, and stores each owner's contacts. */
export async function fillStore(
  path: string,
  size: number,
  ownerAt: (index: number) => string,
  contactsOf: ContactsOf,
): Promise<void> {
  const store = createSqliteStore({ path, cacheBytes: CACHE_BYTES });
  await store.open();
  try {
    // Names come in no order when people publish, which is what makes an index's pages half empty: a step that has no
    // divisor in common with a power of ten visits every number once.
    const step = 618_033;
    for (let begin = 0; begin < size; begin += TOGETHER) {
      const writes: Promise<unknown>[] = [];
      for (let at = begin; at < Math.min(begin + TOGETHER, size); at += 1) {
        const index = (at * step) % size;
        const owner = ownerAt(index);
        const now = Date.now();
        const scheme = schemeOf(owner, `The looks of ${owner}, at home`);
        const contacts = contactsOf(index).map((jid) => ({ jid, groups: [] }));
        writes.push(store.commit({ scheme, media: [], now }), store.writeContacts(owner, contacts, now));
      }
      await Promise.all(writes);
    }
    await store.notified((await store.position()).seq);
  } finally {
    await store.close();
  }
}
