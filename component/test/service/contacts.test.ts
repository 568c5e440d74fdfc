// The lists of contacts that the store keeps of what was read.
import { expect, test } from "@jest/globals";
import type { Contact } from "@status-scheme/protocol";
import { createContacts } from "../../src/service/contacts.ts";
import type { Roster } from "../../src/service/rosters.ts";
import type { SightFacts } from "../../src/store/store.ts";

const OWNER = "juliet@capulet.lit";

function setUp() {
  const written: string[][] = [];
  const contacts = createContacts({
    store: {
      facts: async () => [{ owner: OWNER, stamp: "2026-11-22T08:30:00.123Z" } as SightFacts],
      writeContacts: async (_owner: string, list: readonly Contact[]) => {
        written.push(list.map(({ jid }) => jid));
        return { added: [], removed: [], regrouped: [] };
      },
    },
    rosters: { readable: () => true, read: () => Promise.reject(), reread: () => Promise.reject() },
    around: (_owner, _viewers, change) => change(),
  });
  return { contacts, written };
}
const roster = (
  serial: number,
  subscriptions: Readonly<Record<string, Roster["items"][number]["subscription"]>>,
): Roster => ({
  serial,
  readAt: 1_000,
  items: Object.entries(subscriptions).map(([jid, subscription]) => ({ jid, subscription, groups: [] })),
});

test("have who sees the owner's presence, and nobody else", async () => {
  const { contacts, written } = setUp();
  await contacts.note(OWNER, roster(1, { a: "both", b: "from", c: "to", d: "none" }));
  expect(written).toEqual([["a", "b"]]);
});

test("are not written where they are the same in another order", async () => {
  const { contacts, written } = setUp();
  await contacts.note(OWNER, roster(1, { a: "both", b: "from" }));
  await contacts.note(OWNER, roster(2, { b: "both", a: "from" }));
  expect(written).toHaveLength(1);
});

test("are never taken back by a roster read earlier, however late it comes", async () => {
  const { contacts, written } = setUp();
  await contacts.note(OWNER, roster(2, { b: "both" }));
  await contacts.note(OWNER, roster(1, { a: "both" }));
  expect(written).toEqual([["b"]]);
});
