// The parts of serving that need nobody else: stamps, the scheme that is kept, who may see it and who may ask.
import { describe, expect, jest, test } from "@jest/globals";
import { parseStamp } from "@status-scheme/protocol";
import type { Contact, StampedScheme } from "@status-scheme/protocol";
import { createAudience } from "../../src/host/audience.ts";
import { createLocalAccess } from "../../src/serve/local-access.ts";
import { createLocalScheme } from "../../src/serve/local-scheme.ts";
import { createMayAsk } from "../../src/serve/may-ask.ts";
import { memoryStore } from "../../src/serve/memory-store.ts";
import { createStamps } from "../../src/serve/stamps.ts";
import { JULIET } from "../viewer/support/juliet.ts";
import { presenceOf } from "../viewer/support/values.ts";

const NOW = Date.parse("2026-11-22T08:00:00.000Z");
const at = (ms: number) => parseStamp(new Date(NOW + ms).toISOString());
const ROMEO = "romeo@capulet.lit";
const text = (words: string) => [{ lang: "en", text: words }];

// holds: stamps-of-devices-differ
describe("stamps", () => {
  test("grow, whatever the clock does", () => {
    let now = NOW;
    const stamps = createStamps(() => now);
    const first = stamps.issue(undefined);
    now -= 3_600_000;
    expect([first, stamps.issue(first)]).toEqual([at(0), at(1)]);
  });

  test("are none that another device, or a service, has used", () => {
    const stamps = createStamps(() => NOW);
    for (const used of [at(0), at(1), at(3)]) stamps.note(used);
    expect(stamps.issue(undefined)).toBe(at(2));
    expect(stamps.issue(at(2))).toBe(at(4));
  });
});

describe("the scheme that is kept", () => {
  const make = (store = memoryStore(), onChange: (scheme: StampedScheme) => void = () => undefined) =>
    createLocalScheme({ store, owner: JULIET, stamps: createStamps(() => NOW), onChange });
  const image = (fill: number) => ({
    kind: "image" as const,
    bytes: new Uint8Array(10).fill(fill),
    mediaType: "image/webp",
    desc: text("A picture"),
  });

  test("is there again when it is opened again, with its media, and without those of earlier versions", async () => {
    const store = memoryStore();
    const before = make(store);
    const first = await before.publish([{ state: "dnd", media: [image(1)] }]);
    const second = await before.publish([{ state: "dnd", media: [image(2)] }]);
    const after = make(store);
    await after.open();
    expect(after.held()).toEqual(second);
    const hashOf = (scheme: StampedScheme) => scheme.looks[0]!.media[0]!.hash;
    expect(await after.medium(hashOf(second))).toEqual(new Uint8Array(10).fill(2));
    expect(await after.medium(hashOf(first))).toBeUndefined();
    expect(await store.keys(`${JULIET}/medium/`)).toHaveLength(1);
  });

  test("is another's only with another key", async () => {
    const store = memoryStore();
    await make(store).publish([{ state: "dnd", text: text("Busy") }]);
    const other = createLocalScheme({
      store,
      owner: ROMEO,
      stamps: createStamps(() => NOW),
      onChange: () => undefined,
    });
    await other.open();
    expect(other.held()).toBeUndefined();
  });

  test.each([
    ["no words and no description", [{ state: "dnd" }], "bad-look"],
    [
      "an animation without a still",
      [{ state: "dnd", media: [{ ...image(1), kind: "animation" as const }] }],
      "bad-look",
    ],
    [
      "a medium that is not here",
      [
        {
          state: "dnd",
          media: [
            {
              kind: "image" as const,
              stored: {
                kind: "image" as const,
                mediaType: "image/webp",
                size: 1,
                hash: "QQ==",
                desc: text("x"),
                sources: [],
              },
            },
          ],
        },
      ],
      "no-such-medium",
    ],
  ])("is refused with %s, and stays as it was", async (_what, looks, code) => {
    const local = make();
    const scheme = await local.publish([{ state: "dnd", text: text("Busy") }]);
    await expect(local.publish(looks)).rejects.toMatchObject({ code });
    expect(local.held()).toEqual(scheme);
  });

  test("is not changed by an edit that started from another version, nor where nothing can be kept", async () => {
    const store = memoryStore();
    const onChange = jest.fn();
    const local = make(store, onChange);
    const { stamp } = await local.publish([{ state: "dnd", text: text("Busy") }]);
    const late = local.publish([], { replaces: at(-1) });
    await expect(late).rejects.toMatchObject({ code: "conflict", detail: { stamp } });
    const cause = new Error("the disk is gone");
    jest.spyOn(store, "set").mockRejectedValueOnce(cause);
    await expect(local.publish([])).rejects.toMatchObject({ name: "SchemeError", code: "internal", cause });
    expect(local.held()?.stamp).toBe(stamp);
    expect(onChange).toHaveBeenCalledTimes(1);
  });

  test.each([
    ["IndexedDB's", { name: "QuotaExceededError" }],
    ["the disk's", { code: "ENOSPC" }],
  ])("is refused for want of room: %s", async (_whose, error) => {
    const store = memoryStore();
    jest.spyOn(store, "set").mockRejectedValue(Object.assign(new Error("full"), error));
    const looks = [{ state: "dnd", text: text("Busy") }];
    await expect(make(store).publish(looks)).rejects.toMatchObject({ name: "SchemeError", code: "quota-exceeded" });
  });
});

describe("who may see, and who may ask", () => {
  test("is not guessed where what is kept of it cannot be read", async () => {
    const store = memoryStore();
    const lists = { subscribers: () => subscribers, blocked: () => undefined };
    const make = () => createLocalAccess({ store, owner: JULIET, lists, onChange: () => undefined });
    jest.spyOn(store, "get").mockRejectedValueOnce(new Error("the disk is gone"));
    await expect(make().open()).rejects.toMatchObject({ name: "SchemeError", code: "internal" });
    await store.set(`${JULIET}/access`, new TextEncoder().encode("{"));
    await expect(make().open()).rejects.toMatchObject({ name: "SchemeError", code: "internal" });
  });

  const subscribers = new Map<string, Contact>([
    [ROMEO, { jid: ROMEO, groups: ["Montague"] }],
    ["mercutio@capulet.lit", { jid: "mercutio@capulet.lit", groups: [] }],
  ]);
  const world = async () => {
    let read: ReadonlyMap<string, Contact> | undefined = subscribers;
    let blocked: ReadonlySet<string> = new Set();
    const access = createLocalAccess({
      store: memoryStore(),
      owner: JULIET,
      lists: { subscribers: () => read, blocked: () => blocked },
      onChange: () => undefined,
    });
    return {
      access,
      forget: () => (read = undefined),
      block: (jid: string) => (blocked = new Set([jid])),
      seenBy: () => [...subscribers.keys(), "tybalt@capulet.lit"].filter(access.allows).map((jid) => jid.split("@")[0]),
    };
  };

  test.each([
    [{ model: "presence" as const }, ["romeo", "mercutio"], true],
    [{ model: "open" as const }, ["romeo", "mercutio"], true],
    [{ model: "roster" as const, groups: ["Montague"] }, ["romeo"], false],
    [{ model: "whitelist" as const, allowed: ["mercutio@capulet.lit", "tybalt@capulet.lit"] }, ["mercutio"], false],
    [{ model: "presence" as const, blocked: [ROMEO] }, ["mercutio"], false],
  ])("%j", async (change, seen, isSeenByAll) => {
    const { access, seenBy } = await world();
    await access.set(change);
    expect(seenBy()).toEqual(seen);
    expect(access.isSeenByAll()).toBe(isSeenByAll);
  });

  test("blocks of the account, and lists that are not read: nobody whom they could mean", async () => {
    const one = await world();
    one.block(ROMEO);
    expect(one.seenBy()).toEqual(["mercutio"]);
    expect(one.access.isSeenByAll()).toBe(false);
    one.forget();
    expect(one.seenBy()).toEqual([]);
    expect(one.access.isSeenByAll()).toBe(false);
  });

  test("a change that started from another version is refused", async () => {
    const { access } = await world();
    const { version } = await access.set({ model: "open" });
    await access.set({ version, model: "presence" });
    await expect(access.set({ version, model: "open" })).rejects.toMatchObject({ code: "conflict" });
    expect(access.get().model).toBe("presence");
  });

  // holds: may-ask-decided-at-once
  test("full JIDs who have presence and may see, and the own other clients; nobody while invisible", () => {
    let isInvisible = false;
    const audience = createAudience({
      self: () => `${JULIET}/balcony`,
      isSubscriber: (jid) => subscribers.has(jid),
      isInvisible: () => isInvisible,
    });
    const mayAsk = createMayAsk({
      host: { jid: () => `${JULIET}/balcony`, isSeenBy: audience.includes },
      allows: (jid) => jid === ROMEO || jid === "tybalt@capulet.lit",
      isInvisible: () => isInvisible,
    });
    const all = [
      `${ROMEO}/orchard`,
      ROMEO,
      "mercutio@capulet.lit/x",
      "tybalt@capulet.lit/x",
      `${JULIET}/garden`,
      "x y@",
    ];
    const who = () => all.filter(mayAsk);
    expect(who()).toEqual([]);
    audience.note(presenceOf("", {}));
    expect(who()).toEqual([`${ROMEO}/orchard`, `${JULIET}/garden`]);
    isInvisible = true;
    expect(who()).toEqual([]);
    isInvisible = false;
    const directed = presenceOf("", {});
    directed.attrs.to = "tybalt@capulet.lit/x";
    audience.note(directed);
    expect(who()).toContain("tybalt@capulet.lit/x");
    audience.note(presenceOf("", { type: "unavailable" }));
    expect(who()).toEqual([]);
  });

  // holds: unseen-asker-learns-nothing, features-for-those-with-presence
  test.each([ROMEO, `${ROMEO}/orchard`])(
    "not a contact from whom presence was taken back by what was sent to %s",
    (to) => {
      const audience = createAudience({
        self: () => `${JULIET}/balcony`,
        isSubscriber: (jid) => subscribers.has(jid),
        isInvisible: () => false,
      });
      const send = (attrs: Record<string, string>) => {
        const presence = presenceOf("", {});
        Object.assign(presence.attrs, attrs);
        audience.note(presence);
      };
      const isSeen = () => audience.includes(`${ROMEO}/orchard`);
      send({});
      send({ to: `${ROMEO}/orchard` });
      expect(isSeen()).toBe(true);
      send({ to, type: "unavailable" });
      expect(isSeen()).toBe(false);
      expect(audience.includes("mercutio@capulet.lit/x")).toBe(true);
      // The next presence goes to all contacts again.
      send({});
      expect(isSeen()).toBe(true);
    },
  );

  test("changes made at the same time are both made, and JIDs are read as a service reads them", async () => {
    const { access, seenBy } = await world();
    await Promise.all([access.set({ blocked: ["Romeo@Capulet.LIT"] }), access.set({ model: "open" })]);
    expect(access.get()).toMatchObject({ model: "open", blocked: [ROMEO], version: "2" });
    expect(seenBy()).toEqual(["mercutio"]);
    await expect(access.set({ blocked: ["x y@"] })).rejects.toMatchObject({ code: "bad-request" });
  });
});
