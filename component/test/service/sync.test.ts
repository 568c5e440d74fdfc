// One question at login: what is listed, what is not, and what it costs.
import { beforeEach, describe, expect, test } from "@jest/globals";
import { sqlitePlace } from "../store/sqlite-place.ts";
import type { World, WorldOptions } from "./world.ts";
import { BENVOLIO, createWorld, JULIET, MERCUTIO, OPERATOR, ROMEO, STRANGER, TYBALT } from "./world.ts";

const MINUTE = 60_000;
const CONTACTS = [BENVOLIO, JULIET, MERCUTIO].sort();

let world: World;
const begin = async (options?: WorldOptions) => {
  world = await createWorld(options);
  for (const contact of CONTACTS) world.befriend(contact, ROMEO);
};
const publishAll = async () => {
  for (const contact of CONTACTS) await world.publish(contact);
};
beforeEach(() => begin());

describe("what is listed", () => {
  // holds: sync-without-token-lists-all
  test("everything visible without a token, in full", async () => {
    await publishAll();
    const first = await world.sync(ROMEO);
    expect(first).toMatchObject({ changed: CONTACTS, gone: [], full: true });
    expect(first.stamps.get(JULIET)).toBe((await world.store.read(JULIET))!.stamp);
  });

  test("nothing when nothing changed: no write, one roster read at most, an answer of constant size", async () => {
    await publishAll();
    const { token } = await world.sync(ROMEO);
    for (const wait of [0, 2 * MINUTE, 24 * 60 * MINUTE - 10 * MINUTE]) {
      await world.pass(wait);
      world.writes.length = 0;
      const { result, wire } = await world.during(() => world.sync(ROMEO, token));
      expect(result).toMatchObject({ changed: [], gone: [], full: false });
      expect(result.token).toHaveLength(token.length);
      expect(world.writes).toEqual([]);
      expect(wire).toEqual(wait === 0 ? [] : [`roster ${ROMEO}`]);
    }
  });

  // holds: sync-lists-changes
  test("what changed since the token, and only that", async () => {
    await publishAll();
    const { token } = await world.sync(ROMEO);
    const stamp = await world.publish(JULIET);
    const next = await world.sync(ROMEO, token);
    expect(next).toMatchObject({ changed: [JULIET], gone: [], full: false });
    expect(next.stamps.get(JULIET)).toBe(stamp);
    expect((await world.sync(ROMEO, next.token)).changed).toEqual([]);
  });

  // holds: cleared-scheme-is-shown
  test("a cleared scheme, with its stamp", async () => {
    await publishAll();
    const { token } = await world.sync(ROMEO);
    const stamp = await world.publish(JULIET, []);
    expect((await world.sync(ROMEO, token)).stamps).toEqual(new Map([[JULIET, stamp]]));
  });

  // holds: sync-lists-own
  test("the asker's own scheme: another of its devices may hold an older stamp", async () => {
    await world.publish(ROMEO);
    expect((await world.sync(ROMEO)).changed).toEqual([ROMEO]);
  });

  // holds: sync-lists-changes, sync-lists-gone
  test("a new contact's, and no longer who is none", async () => {
    await publishAll();
    await world.publish(TYBALT);
    const { token } = await world.sync(ROMEO);
    world.befriend(TYBALT, ROMEO);
    world.unfriend(MERCUTIO, ROMEO);
    await world.pass(MINUTE + 1);
    expect(await world.sync(ROMEO, token)).toMatchObject({ changed: [TYBALT], gone: [MERCUTIO], full: false });
  });

  test("contacts without a scheme, strangers and owners elsewhere never", async () => {
    world.rosters.get(ROMEO)!.push({ jid: STRANGER, subscription: "both", groups: [] });
    await world.publish(JULIET);
    await world.publish(TYBALT);
    expect((await world.sync(ROMEO)).changed).toEqual([JULIET]);
  });

  test("an owner who only sees the asker's presence shows nothing by that", async () => {
    world.rosters.set(JULIET, [{ jid: ROMEO, subscription: "to", groups: [] }]);
    world.rosters.set(ROMEO, [{ jid: JULIET, subscription: "from", groups: [] }]);
    await world.publish(JULIET);
    expect((await world.sync(ROMEO)).changed).toEqual([]);
  });

  // holds: sync-lists-gone
  test("whitelisted owners who are no contacts", async () => {
    await world.publish(TYBALT);
    await world.allow(TYBALT, { model: "whitelist", allowed: [ROMEO] });
    const { token, changed } = await world.sync(ROMEO);
    expect(changed).toEqual([TYBALT]);
    await world.allow(TYBALT, { allowed: [] });
    expect(await world.sync(ROMEO, token)).toMatchObject({ changed: [], gone: [TYBALT] });
  });

  // holds: open-not-harvested
  test("open owners only where they name the asker", async () => {
    for (const owner of [JULIET, TYBALT]) {
      await world.publish(owner);
      await world.allow(owner, { model: "open" });
    }
    expect((await world.services.check(ROMEO, { owner: TYBALT })).status).toBe("changed");
    expect((await world.sync(ROMEO)).changed).toEqual([JULIET]);
    expect((await world.sync(STRANGER)).changed).toEqual([]);
  });

  // holds: block-is-not-announced
  test("a blocked contact's owner neither as changed nor as gone, and afresh once it is unblocked", async () => {
    await publishAll();
    const { token } = await world.sync(ROMEO);
    await world.allow(JULIET, { blocked: [ROMEO] });
    await world.publish(JULIET);
    const blocked = await world.sync(ROMEO, token);
    expect(blocked).toMatchObject({ changed: [], gone: [] });
    await world.allow(JULIET, { blocked: [] });
    expect((await world.sync(ROMEO, blocked.token)).changed).toEqual([JULIET]);
  });

  test("a purged owner as gone", async () => {
    await publishAll();
    const { token } = await world.sync(ROMEO);
    expect(await world.services.moderation.purge(JULIET, OPERATOR)).toBe(true);
    expect(await world.sync(ROMEO, token)).toMatchObject({ changed: [], gone: [JULIET] });
    expect(await world.services.moderation.purge(JULIET, OPERATOR)).toBe(false);
  });
});

describe("tokens", () => {
  // holds: sync-lists-gone
  test("two devices with different ones both learn of what is gone", async () => {
    await publishAll();
    const orchard = (await world.sync(ROMEO)).token;
    const balcony = (await world.sync(ROMEO)).token;
    await world.publish(BENVOLIO);
    const later = (await world.sync(ROMEO, balcony)).token;
    world.unfriend(MERCUTIO, ROMEO);
    await world.pass(MINUTE + 1);
    expect(await world.sync(ROMEO, later)).toMatchObject({ changed: [], gone: [MERCUTIO] });
    expect(await world.sync(ROMEO, orchard)).toMatchObject({ changed: [BENVOLIO], gone: [MERCUTIO] });
  });

  // holds: unknown-token-full-answer, token-bound-to-asker
  test.each([
    ["made up", async () => "AQ-token-1"],
    ["of another asker", async () => (await world.sync(MERCUTIO)).token],
    [
      "of another store",
      async () => {
        const other = await createWorld();
        await other.publish(JULIET);
        return (await other.sync(ROMEO)).token;
      },
    ],
  ])("%s are answered in full", async (_name, make) => {
    await publishAll();
    await world.sync(ROMEO);
    const token = await make();
    expect(await world.sync(ROMEO, token)).toMatchObject({ changed: CONTACTS, gone: [], full: true });
  });

  // holds: restored-service-answers-in-full, unknown-token-full-answer
  test("newer than a restored copy's history are answered in full, older ones as ever", async () => {
    const place = await sqlitePlace();
    try {
      await begin({ store: place.store() });
      await publishAll();
      const old = await world.sync(ROMEO);
      await world.store.close();
      const restore = await place.backup!();
      await world.store.open();
      world = await world.restart();
      const lost = await world.publish(JULIET);
      const token = (await world.sync(ROMEO, old.token)).token;
      world = await world.restart(restore);
      const full = await world.sync(ROMEO, token);
      expect(full).toMatchObject({ changed: CONTACTS, gone: [], full: true });
      expect(full.stamps.get(JULIET)).not.toBe(lost);
      expect(await world.sync(ROMEO, old.token)).toMatchObject({ changed: [], gone: [], full: false });
    } finally {
      await world.store.close();
      await place.dispose();
    }
  });

  test("that start over hear of what is visible, and not of all that ever was", async () => {
    await publishAll();
    await world.sync(ROMEO);
    await world.services.moderation.purge(JULIET, OPERATOR);
    await world.sync(ROMEO);
    const visible = CONTACTS.filter((owner) => owner !== JULIET);
    expect(await world.sync(ROMEO)).toMatchObject({ changed: visible, gone: [], full: true });
  });

  // holds: tokens-survive-restart
  test("outlive a restart", async () => {
    await publishAll();
    const { token } = await world.sync(ROMEO);
    const again = await world.restart();
    expect(await again.sync(ROMEO, token)).toMatchObject({ changed: [], gone: [], full: false });
    await again.publish(JULIET);
    expect(await again.sync(ROMEO, token)).toMatchObject({ changed: [JULIET], full: false });
  });
});

describe("pages", () => {
  beforeEach(() => begin({ tuning: { pageEntries: 2 } }));

  test("hold so many entries each, and together everything", async () => {
    await publishAll();
    const first = await world.services.sync(ROMEO, {});
    expect(first).toMatchObject({ more: true, full: true, changed: [{ owner: CONTACTS[0] }, { owner: CONTACTS[1] }] });
    const second = await world.services.sync(ROMEO, { since: first.token });
    expect(second).toMatchObject({ more: false, full: true, changed: [{ owner: CONTACTS[2] }] });
  });

  // holds: no-gap-between-pages
  test("miss nothing that changes while they are asked for", async () => {
    await publishAll();
    const first = await world.services.sync(ROMEO, {});
    // One that was listed, one that was not yet, and one that is new.
    const stamps = [await world.publish(CONTACTS[0]!), await world.publish(CONTACTS[2]!)];
    world.befriend(TYBALT, ROMEO);
    await world.publish(TYBALT);
    const second = await world.services.sync(ROMEO, { since: first.token });
    // Left out of a full answer it would pass for out of sight.
    expect(second).toMatchObject({ more: false, full: true, changed: [{ owner: CONTACTS[2], stamp: stamps[1] }] });
    await world.pass(MINUTE + 1);
    const next = await world.sync(ROMEO, second.token);
    expect(next.changed).toEqual([CONTACTS[0], CONTACTS[2], TYBALT].sort());
    expect([next.stamps.get(CONTACTS[0]!), next.stamps.get(CONTACTS[2]!)]).toEqual(stamps);
  });

  test("do not tell of who went out of sight in between", async () => {
    await publishAll();
    const first = await world.services.sync(ROMEO, {});
    await world.allow(CONTACTS[2]!, { model: "whitelist" });
    const second = await world.services.sync(ROMEO, { since: first.token });
    expect(second.changed).toEqual([]);
    // It was never listed, and so is not "gone" to anyone who has not heard of it; but if it comes back it is new.
    await world.allow(CONTACTS[2]!, { model: "presence" });
    expect((await world.sync(ROMEO, second.token)).changed).toEqual([CONTACTS[2]]);
  });

  // holds: token-bound-to-asker
  test("of one asker are nothing to another", async () => {
    await publishAll();
    const first = await world.services.sync(ROMEO, {});
    expect(await world.sync(MERCUTIO, first.token)).toMatchObject({ full: true, changed: [MERCUTIO] });
  });
});
