// No statement of the SQLite store goes through a table from end to end: what it costs must not grow with the number of
// schemes. The store is used once all over, and what it prepared is explained.
import { expect, jest, test } from "@jest/globals";
import { DatabaseSync } from "node:sqlite";
import { edit, hash, JULIET, ROMEO, T0 } from "./contract/values.ts";
import { sqlitePlace } from "./sqlite-place.ts";

/** Tables of a bounded size, lists that are asked for whole, and the owners that a question names. */
const SCANNED = /^SCAN (state|listener|unnotified|report|block|suspended|asked VIRTUAL TABLE)\b/;
const ORDER = { by: "operator", now: T0 };

test("every statement finds its rows by an index", async () => {
  const prepare = jest.spyOn(DatabaseSync.prototype, "prepare");
  const place = await sqlitePlace();
  const store = place.store();
  await store.open();
  const { stamp } = await store.commit({ ...edit(JULIET), media: [hash(1)] });
  await store.commit({ ...edit(JULIET), media: [hash(2)], replaces: stamp });
  await store.read(JULIET);
  await store.unseenSince(T0, 10);
  await store.touch(JULIET, T0);
  await store.referenced([hash(1)]);
  await store.mediaOf(JULIET);
  await store.showing({ hash: hash(1), viewer: ROMEO, limit: 10 });
  await store.writeAccess(JULIET, { allowed: [ROMEO], blocked: [ROMEO] }, T0);
  await store.writeContacts(JULIET, [{ jid: ROMEO, groups: ["a"] }], T0);
  await store.writeContacts(JULIET, [], T0);
  await store.writeAccess(JULIET, { contacts: { patch: false, set: [], removed: [] } }, T0);
  await store.facts([JULIET], ROMEO);
  await store.facts([JULIET, ROMEO], ROMEO);
  await store.audience(JULIET);
  await store.ownersNaming(ROMEO);
  await store.covers(await store.position());
  await store.tell(ROMEO, { shown: [JULIET], hidden: [] });
  await store.sights(ROMEO);
  await store.changes({ viewer: ROMEO, since: 0, upTo: 9, limit: 10 });
  await store.addListener(`${ROMEO}/orchard`);
  await store.removeListener(`${ROMEO}/orchard`);
  await store.listeners();
  await store.unnotified(10);
  await store.notified(1);
  await store.renotify(T0, 10);
  await store.secret("tokens");
  await store.commit({ ...edit(JULIET), media: [hash(3)], made: [{ medium: hash(3), of: hash(4) }] });
  await store.blockMedium(hash(4), ORDER);
  await store.blocked([hash(3)]);
  await store.blocks();
  await store.showingBlocked(10);
  await store.unblockMedium(hash(4), ORDER);
  await store.suspend(JULIET, ORDER);
  await store.isSuspended(JULIET);
  await store.suspended();
  await store.resume(JULIET, ORDER);
  await store.audit({ limit: 10 });
  const report = { reporter: ROMEO, owner: JULIET, stamp, media: [], isCurrent: true, text: [], at: T0 };
  for (let n = 0; n < 2; n++) {
    await store.addReport({ ...report, reason: "spam", state: `s${n}` }, { perReporter: 1, total: 9 });
  }
  await store.reports({ limit: 10 });
  await store.closeReport(2, ORDER);
  await store.purge(JULIET);
  await store.close();

  const statements = [...new Set(prepare.mock.calls.map(([sql]) => sql))].filter(
    (sql) => !/PRAGMA|sqlite_schema/.test(sql),
  );
  prepare.mockRestore();
  expect(statements.length).toBeGreaterThan(65);
  const database = new DatabaseSync(place.path);
  const scans = statements.flatMap((sql) => {
    const steps = database
      .prepare(`EXPLAIN QUERY PLAN ${sql}`)
      .all()
      .map(({ detail }) => String(detail));
    const long = steps.filter((step) => /^SCAN/.test(step) && !SCANNED.test(step));
    const sorted = steps.filter((step) => /TEMP B-TREE/.test(step) && !sql.includes("json_each"));
    return [...long, ...sorted].map((step) => `${step}: ${sql}`);
  });
  database.close();
  await place.dispose();
  expect(scans).toEqual([]);
});
