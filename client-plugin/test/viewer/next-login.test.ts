// What is kept from one login to the next, and what follows from it.
import { describe, expect, test } from "@jest/globals";
import { SchemeError } from "@status-scheme/protocol";
import { memoryCache } from "../../src/cache/memory.ts";
import { idle } from "./support/clock.ts";
import { JULIET, looks } from "./support/juliet.ts";
import { S1, S2, schemeOf, SERVICE, textLook } from "./support/values.ts";
import { createWorld } from "./support/world.ts";

describe("the next login", () => {
  const again = async (more: Parameters<typeof createWorld>[0] = {}) => {
    const cache = memoryCache();
    const first = createWorld({ cache, ...more });
    first.schemes.set(JULIET, schemeOf(JULIET, S1, ...looks));
    await first.login();
    first.presence(`${JULIET}/balcony`);
    await idle();
    first.viewer.stop();
    const world = createWorld({ cache, ...more });
    world.schemes.set(JULIET, schemeOf(JULIET, S1, ...looks));
    return world;
  };

  // holds: cache-outlives-session
  test("shows the offline look from the cache, and asks with the token", async () => {
    const world = await again();
    world.syncs.push({ token: "token-1", more: false, full: false, changed: [], gone: [] });
    await world.login();
    expect(world.askedFor("items", "info", "sync", "check", "fetch")).toHaveLength(1);
    expect(world.viewer.shown(JULIET)).toMatchObject({ loggedIn: false, look: { text: "Gone" }, fresh: true });
    world.presence(`${JULIET}/balcony`);
    await idle();
    expect(world.viewer.shown(JULIET)).toMatchObject({ loggedIn: true, look: { text: "Here" }, fresh: true });
    expect(world.askedFor("check", "fetch")).toEqual([]);
  });

  // holds: removed-contact-dropped
  test("drops the scheme of who was removed from the roster meanwhile", async () => {
    const cache = memoryCache();
    const world = await again({ cache });
    const kept = async () => (await cache.keys("")).filter((key) => key.endsWith(`scheme/${JULIET}`));
    await world.login();
    expect(await kept()).toHaveLength(1);
    world.viewer.stop();
    const without = createWorld({ cache, contacts: ["rosaline@capulet.lit"] });
    await without.login();
    expect(await kept()).toEqual([]);
  });

  test("writes nothing where the token says that nothing is new", async () => {
    const cache = memoryCache();
    const first = createWorld({ cache });
    const same = { token: "token", more: false, full: false, changed: [], gone: [] };
    first.syncs.push(same);
    await first.login();
    first.viewer.stop();
    const written: string[] = [];
    const watched = {
      ...cache,
      set: (key: string, value: Uint8Array) => cache.set(key, value).then(() => void written.push(key)),
    };
    const world = createWorld({ cache: watched });
    world.syncs.push(same);
    await world.login();
    expect(world.askedFor("sync")).toMatchObject([{ verb: "sync" }]);
    expect(written).toEqual([]);
  });

  test("fetches what changed once the contact is there, and says so until then", async () => {
    const world = await again();
    world.schemes.set(JULIET, schemeOf(JULIET, S2, textLook("available", "Elsewhere")));
    world.syncs.push({ token: "t2", more: false, full: false, changed: [{ owner: JULIET, stamp: S2 }], gone: [] });
    await world.login();
    expect(world.viewer.shown(JULIET)).toMatchObject({ loggedIn: false, look: { text: "Gone" }, fresh: false });
    world.presence(`${JULIET}/balcony`);
    await idle();
    expect(world.askedFor("fetch")).toEqual([{ to: SERVICE, verb: "fetch", owner: JULIET, stamp: S1 }]);
    expect(world.viewer.shown(JULIET)).toMatchObject({ look: { text: "Elsewhere" }, stamp: S2, fresh: true });
  });

  test.each([
    ["gone", { full: false, changed: [], gone: [JULIET] }],
    ["not in a full answer", { full: true, changed: [], gone: [] }],
  ])("%s: only the offline look is left", async (_, answer) => {
    const world = await again();
    world.syncs.push({ token: "t2", more: false, ...answer });
    await world.login();
    expect(world.viewer.shown(JULIET)).toMatchObject({ loggedIn: false, look: { text: "Gone" } });
    world.presence(`${JULIET}/balcony`);
    await idle();
    expect(world.viewer.shown(JULIET)).toMatchObject({ loggedIn: true, state: "available" });
    expect(world.viewer.shown(JULIET)!.look).toBeUndefined();
    expect(world.askedFor("check", "fetch")).toEqual([]);
  });

  // holds: full-counts-at-the-end
  test.each([
    ["is on the next", { full: true, changed: [{ owner: JULIET, stamp: S1 }] }],
    ["was left out of the next", { full: false, changed: [] }],
  ])("a page that says `full` before the last takes nobody away: one who %s", async (_, last) => {
    const world = await again();
    world.syncs.push({ token: "page-1", more: true, full: true, changed: [], gone: [] });
    world.syncs.push({ token: "page-2", more: false, gone: [], ...last });
    await world.login();
    world.presence(`${JULIET}/balcony`);
    await idle();
    expect(world.askedFor("sync", "check", "fetch").map(({ verb }) => verb)).toEqual(["sync", "sync"]);
    expect(world.looks.filter(({ look }) => look === undefined)).toEqual([]);
    expect(world.viewer.shown(JULIET)).toMatchObject({ look: { text: "Here" }, fresh: true });
  });

  test.each([
    ["a stamp", { changed: [{ owner: JULIET, stamp: S2 }], gone: [] }, true, undefined],
    ["that she is gone", { changed: [], gone: [JULIET] }, false, { text: "Here" }],
  ])("where a page begins anew, %s of the page before does not count", async (_, before, full, look) => {
    const world = await again();
    world.syncs.push({ token: "page-1", more: true, full: false, ...before });
    world.syncs.push({ token: "page-2", more: true, full: true, changed: [], gone: [] });
    world.syncs.push({ token: "page-3", more: false, full, changed: [], gone: [] });
    await world.login();
    world.presence(`${JULIET}/balcony`);
    await idle();
    expect(world.askedFor("sync", "check", "fetch").map(({ verb }) => verb)).toEqual(["sync", "sync", "sync"]);
    if (look) expect(world.viewer.shown(JULIET)).toMatchObject({ look, fresh: true });
    else expect(world.viewer.shown(JULIET)!.look).toBeUndefined();
  });

  // holds: down-keeps-what-is-held
  test("where the service is down shows what is held, and says that it may be old", async () => {
    const world = await again();
    world.answers.set("sync", () => new SchemeError("try-later"));
    await world.login();
    world.presence(`${JULIET}/balcony`);
    await idle();
    expect(world.viewer.shown(JULIET)).toMatchObject({ loggedIn: true, look: { text: "Here" }, fresh: false });
    await world.clock.advance(3_600_000);
    expect(world.viewer.shown(JULIET)).toMatchObject({ loggedIn: true, look: { text: "Here" }, fresh: false });
  });

  test("the offline look of one out of sight is not kept for ever", async () => {
    const cache = memoryCache();
    const first = createWorld({ cache });
    first.schemes.set(JULIET, schemeOf(JULIET, S1, ...looks));
    await first.login();
    first.presence(`${JULIET}/balcony`);
    await idle();
    first.schemes.delete(JULIET);
    await expect(first.viewer.check(JULIET)).resolves.toBeUndefined();
    await idle();
    first.viewer.stop();
    const next = createWorld({ cache });
    next.answers.set("sync", () => new SchemeError("try-later"));
    await next.login();
    // Where nobody can be asked, what was out of sight stays so.
    expect(next.viewer.shown(JULIET)).toMatchObject({ loggedIn: false, look: { text: "Gone" } });
    next.presence(`${JULIET}/balcony`);
    await idle();
    expect(next.viewer.shown(JULIET)!.look).toBeUndefined();
    next.viewer.stop();
    const world = createWorld({ cache });
    await world.clock.advance(31 * 86_400_000);
    await world.login();
    expect(world.viewer.shown(JULIET)!.look).toBeUndefined();
    expect((await cache.keys("")).filter((key) => key.includes("scheme/"))).toEqual([]);
  });

  // holds: cache-by-account
  test("of another account shows nothing that this one may see", async () => {
    const cache = memoryCache();
    const romeo = createWorld({ cache });
    romeo.schemes.set(JULIET, schemeOf(JULIET, S1, ...looks));
    await romeo.login();
    romeo.presence(`${JULIET}/balcony`);
    await idle();
    romeo.viewer.stop();
    const tybalt = createWorld({ cache, account: "tybalt@capulet.lit" });
    await tybalt.login();
    tybalt.presence(`${JULIET}/balcony`);
    await idle();
    expect(tybalt.askedFor("sync")).toEqual([{ to: SERVICE, verb: "sync" }]);
    expect(tybalt.viewer.shown(JULIET)!.look).toBeUndefined();
  });
});
