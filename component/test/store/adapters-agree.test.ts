// Both adapters, asked the same at random (from fixed seeds), give the same answers: what one gets wrong the contract may not
// have thought of.
import { expect, test } from "@jest/globals";
import { SchemeError, toStamp } from "@status-scheme/protocol";
import { createMemoryStore } from "../../src/store/memory/memory-store.ts";
import type { Store } from "../../src/store/store.ts";
import { hash, look, T0 } from "./contract/harness.ts";
import { sqlitePlace } from "./sqlite-place.ts";

/** A small generator of numbers in [0, 1) from a seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const PEOPLE = ["juliet", "nurse", "peter", "tybalt", "paris"].map((name) => `${name}@capulet.lit`);
const GROUPS = ["Friends", "Verona", "Family"];

/** Random versions and incarnations are replaced by the order in which they came up. */
function leveller(): (value: unknown) => unknown {
  const names = new Map<string, string>();
  const level = (value: unknown): unknown => {
    if (typeof value === "string" && /^[0-9a-f]{16}$/.test(value)) {
      if (!names.has(value)) names.set(value, `random ${names.size}`);
      return names.get(value);
    }
    if (value instanceof Set) return level([...value].sort());
    if (value instanceof SchemeError) return [value.code, level(value.detail)];
    if (value === null || typeof value !== "object") return value;
    if (Array.isArray(value)) {
      const items = value.map(level);
      // Lists of names and of sights have no order of their own.
      return items.every((item) => typeof item === "string" || hasOwner(item))
        ? items.sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1))
        : items;
    }
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, level(member)]));
  };
  return level;
}
const hasOwner = (item: unknown) => typeof item === "object" && item !== null && "owner" in item;

type Ask = (store: Store) => Promise<unknown>;

/** One random question. */
function question(random: () => number, now: number): Ask {
  const pick = <T>(from: readonly T[]) => from[Math.floor(random() * from.length)]!;
  const some = <T>(from: readonly T[]) => from.filter(() => random() < 0.4);
  const owner = pick(PEOPLE);
  const viewer = pick(PEOPLE);
  const contacts = some(PEOPLE).map((jid) => ({ jid, groups: some(GROUPS) }));
  const lists = { allowed: some(PEOPLE), blocked: some(PEOPLE), groups: some(GROUPS) };
  const change = {
    ...(random() < 0.5 && { model: pick(["presence", "roster", "whitelist", "open"] as const) }),
    ...(random() < 0.5 && lists),
    ...(random() < 0.3 && { contacts: { patch: random() < 0.5, set: contacts, removed: some(PEOPLE) } }),
  };
  const looks = random() < 0.2 ? [] : [look("dnd", `text ${now}`)];
  const media = some([1, 2, 3, 4]).map(hash);
  const sights = { shown: some(PEOPLE), hidden: some(PEOPLE) };
  const [since, width, limit] = [Math.floor(random() * 60), Math.floor(random() * 60), 1 + Math.floor(random() * 4)];
  const stale = random() < 0.3;
  const [medium, of] = [pick([1, 2, 3, 4]), pick([3, 4, 5])].map(hash) as [string, string];
  const order = { by: viewer, now };
  const report = { reporter: viewer, owner, stamp: toStamp(T0), media, isCurrent: stale, text: [], at: now };
  const asks: readonly Ask[] = [
    async (store) => {
      const replaces = stale ? (await store.read(viewer))?.stamp : (await store.read(owner))?.stamp;
      const made = media.includes(medium) ? [{ medium, of }] : [];
      return store.commit({ scheme: { owner, looks }, media, made, now, ...(replaces && { replaces }) });
    },
    async (store) => new Set((await store.blockMedium(of, order)).hashes),
    async (store) => [await store.unblockMedium(medium, order), await store.unblockMedium(of, order)],
    async (store) => [await store.blocked([1, 2, 3, 4, 5].map(hash)), await store.blocks()],
    (store) => store.showingBlocked(100),
    (store) => (stale ? store.suspend(owner, order) : store.resume(owner, order)),
    (store) => store.suspended(),
    (store) => store.addReport({ ...report, reason: "spam", state: pick(GROUPS) }, { perReporter: 2, total: 6 }),
    (store) => store.reports({ after: width, limit }),
    (store) => store.closeReport(1 + Math.floor(random() * 9), order),
    (store) => store.audit({ before: since, limit }),
    async (store) => {
      const { version } = await store.readAccess(stale ? viewer : owner);
      return store.writeAccess(owner, { version, ...change }, now);
    },
    (store) => store.writeContacts(owner, contacts, now),
    (store) => store.tell(viewer, sights),
    (store) => store.tell(viewer, { shown: PEOPLE, hidden: [] }),
    (store) => store.changes({ viewer, since, upTo: since + width, limit, ...(stale && { after: owner }) }),
    (store) => store.facts(PEOPLE, viewer),
    (store) => store.sights(viewer),
    (store) => store.readAccess(owner),
    (store) => store.read(owner),
    (store) => store.mediaOf(owner),
    (store) => store.referenced([1, 2, 3, 4, 5].map(hash)),
    (store) => store.audience(owner),
    (store) => store.ownersNaming(viewer),
    (store) => store.unnotified(limit),
    (store) => store.notified(since),
    (store) => store.renotify(now - width, limit),
    (store) => store.touch(owner, now),
    (store) => store.unseenSince(now, 100),
    (store) => store.position(),
    (store) => (random() < 0.4 ? store.purge(owner, order) : store.listeners()),
    (store) => (stale ? store.removeListener(`${viewer}/home`) : store.addListener(`${viewer}/home`)),
  ];
  return pick(asks);
}

test.each([1, 2, 3, 4, 5, 6])("the store in SQLite answers as the one in memory does (seed %i)", async (seed) => {
  const place = await sqlitePlace();
  const sqlite = place.store();
  const memory = createMemoryStore();
  const run = async (store: Store): Promise<readonly unknown[]> => {
    const random = randomFrom(seed);
    const level = leveller();
    const answers: unknown[] = [];
    await store.open();
    for (let asked = 0; asked < 600; asked++) {
      if (asked % 200 === 199) {
        await store.close();
        await store.open();
      }
      const ask = question(random, T0 + Math.floor(random() * 50));
      answers.push(level(await ask(store).catch((error: unknown) => error)));
    }
    await store.close();
    return answers;
  };
  const [fromSqlite, fromMemory] = [await run(sqlite), await run(memory)];
  for (const [index, answer] of fromMemory.entries()) expect([index, fromSqlite[index]]).toEqual([index, answer]);
  await place.dispose();
});
