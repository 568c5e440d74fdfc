// The method, row by row, through the real server, the real component and the real plugin (draft, "Owner's Use Cases" and
// "Viewer's Use Cases"; steps 101-104 and 201-204 of the method).
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { stanza } from "@status-scheme/protocol";
import { until } from "@status-scheme/testbed";
import { leavesWithLook } from "./support/offline.ts";
import {
  child,
  colorOf,
  english,
  lastingCache,
  payloads,
  picture,
  startWorld,
  type Person,
  type World,
} from "./support/world.ts";

let world: World;
let juliet: Person;
let romeo: Person;

beforeAll(async () => {
  world = await startWorld();
  juliet = await world.person("juliet", { resource: "balcony" });
  romeo = await world.person("romeo", { resource: "orchard" });
});
afterAll(() => world.stop());

/** Each test begins with this scheme, and juliet available by it, whatever was before. */
beforeEach(async () => {
  if (juliet.xmpp.status !== "online") juliet = await world.person("juliet", { resource: "balcony" });
  await juliet.schemes.setInvisible(false);
  await juliet.schemes.setState("available");
  const { stamp } = await juliet.schemes.publish([
    {
      state: "available",
      text: english("At home"),
      media: [{ kind: "image", bytes: await picture("red"), mediaType: "image/png", desc: english("Red") }],
    },
    { state: "dnd", text: english("Please do not disturb") },
    {
      state: "in_a_meeting",
      show: "dnd",
      text: english("In a meeting"),
      media: [{ kind: "image", bytes: await picture("blue"), mediaType: "image/png", desc: english("Blue") }],
    },
    { state: "offline", text: english("Asleep") },
  ]);
  await romeo.sees("juliet", (one) => one.stamp === stamp && one.fresh && one.state === "available");
});

describe("rows 1, 2 and 3: what an owner publishes a contact's client obtains and shows", () => {
  test("text and image, the very pixels", async () => {
    const { look, state, fresh } = await romeo.sees("juliet", ({ look }) => look?.media.length === 1);
    expect({ state, fresh, text: look?.text, desc: look?.media[0]?.desc }).toEqual({
      state: "available",
      fresh: true,
      text: "At home",
      desc: "Red",
    });
    expect(look?.media[0]?.mediaType).toBe("image/webp");
    expect(await colorOf(look!.media[0]!.bytes)).toBe("#f00");
  });

  test("an edited look replaces the old one, and only that", async () => {
    await juliet.schemes.edit({
      state: "available",
      text: english("At the window"),
      media: [{ kind: "image", bytes: await picture("lime"), mediaType: "image/png", desc: english("Green") }],
    });
    const { look } = await romeo.sees("juliet", (shown) => shown.look?.text === "At the window" && shown.fresh);
    expect(await colorOf(look!.media[0]!.bytes)).toBe("#0f0");
    await juliet.schemes.setState("dnd");
    await romeo.sees("juliet", (shown) => shown.look?.text === "Please do not disturb");
    await juliet.schemes.setState("available");
    await romeo.sees("juliet", (shown) => shown.look?.text === "At the window");
  });
});

describe("row 4: the scheme is on the server", () => {
  test("its owner's client gone, a contact who held it shows the offline look; who never did stops at that", async () => {
    await leavesWithLook(world, { juliet, romeo }, "Asleep");

    // Step (a) of the method: not logged in, so it says so and stops.
    const first = await world.person("mercutio", { resource: "first" });
    expect(first.schemes.shown(juliet.jid)).toMatchObject({ loggedIn: false, state: "offline" });
    expect(questionsAbout(first, juliet)).toBe(0);
    await first.leave();

    juliet = await world.person("juliet", { resource: "balcony" });
    await romeo.sees("juliet", ({ loggedIn }) => loggedIn);
  });
});

describe("rows 5 and 7: at login", () => {
  test("nothing held: all is fetched; held and unchanged: one question, no scheme, no media", async () => {
    const cache = lastingCache();
    const first = await world.person("romeo", { resource: "first", plugin: { cache } });
    await first.sees("juliet", ({ look }) => look?.media.length === 1);
    expect(questionsAbout(first, juliet)).toBe(1);
    // That of the other state is fetched ahead, behind what is shown.
    const media = async () => (await cache.keys("")).filter((key) => key.includes("/medium/"));
    await until("both media are here", async () => (await media()).length === 2);
    await first.leave();

    const requests: string[] = [];
    const counting: typeof fetch = (input, init) => {
      requests.push(String(input));
      return fetch(input, init);
    };
    const second = await world.person("romeo", { resource: "second", plugin: { cache, fetch: counting } });
    const shown = await second.sees("juliet", ({ look }) => look?.media.length === 1);
    expect(shown.fresh).toBe(true);
    expect(payloads(second.sent, "sync")).toHaveLength(1);
    expect(payloads(second.received, "sync").map((sync) => sync.getChildElements())).toEqual([[]]);
    expect(questionsAbout(second, juliet)).toBe(0);
    expect(requests).toEqual([]);
    await second.leave();
  });

  test("changed meanwhile: just that is fetched", async () => {
    const cache = lastingCache();
    const first = await world.person("romeo", { resource: "first", plugin: { cache } });
    await first.sees("juliet", ({ look }) => look?.media.length === 1);
    await first.leave();
    await juliet.schemes.edit({ state: "dnd", text: english("Still: do not disturb") });
    const second = await world.person("romeo", { resource: "second", plugin: { cache } });
    expect(payloads(second.received, "sync").flatMap((sync) => sync.getChildElements().map(String))).toHaveLength(1);
    expect(questionsAbout(second, juliet)).toBe(1);
    await second.leave();
  });
});

describe("rows 6 and 10: when the owner changes state", () => {
  test.each([
    ["away", "away", "At home"],
    ["dnd", "dnd", "Please do not disturb"],
    ["xa", "xa", "At home"],
    ["in_a_meeting", "dnd", "In a meeting"],
    ["chat", "chat", "At home"],
  ])(
    "%s is shown by its look, its base's, or the one for available; a contact that holds it asks nothing",
    async (state, show, text) => {
      const asked = () => questionsAbout(romeo, juliet);
      await romeo.sees("juliet", ({ fresh }) => fresh);
      const before = asked();
      await juliet.schemes.setState(state);
      const shown = await romeo.sees("juliet", (one) => one.state === state && one.look?.text === text);
      expect(shown.show).toBe(show);
      expect(asked()).toBe(before);
    },
  );

  test("an own state ends when it said it would", async () => {
    // Looked for from the beginning, and not too short: on a slow machine it may be over before one looks, or is told of it.
    const begun = romeo.sees("juliet", ({ state }) => state === "in_a_meeting");
    const ends = juliet.schemes.setState("in_a_meeting", { until: new Date(Date.now() + 10_000) });
    await Promise.all([begun, ends]);
    await romeo.sees("juliet", ({ state }) => state === "available");
  });

  test("a client without the plugin changes state too", async () => {
    const phone = await world.plain("juliet", { resource: "phone" });
    await phone.xmpp.send(stanza("presence", {}, child("show", "away"), child("priority", "20")));
    const shown = await romeo.sees("juliet", ({ resource }) => resource === "phone");
    expect(shown).toMatchObject({ state: "away", loggedIn: true });
    await phone.leave();
    await romeo.sees("juliet", ({ resource }) => resource === "balcony");
  });
});

describe("row 9: not logged in", () => {
  test("invisible looks like offline, and coming back like coming back", async () => {
    await juliet.schemes.setInvisible(true);
    await romeo.sees("juliet", ({ loggedIn, look }) => !loggedIn && look?.text === "Asleep");
    await juliet.schemes.setInvisible(false);
    await romeo.sees("juliet", ({ loggedIn, look }) => loggedIn && look?.text === "At home");
  });

  test("a cleared scheme is dropped: the plain state remains", async () => {
    await juliet.schemes.clear();
    const shown = await romeo.sees("juliet", ({ look, fresh }) => look === undefined && fresh);
    expect(shown).toMatchObject({ loggedIn: true, state: "available" });
  });
});

/** How often someone asked for an owner's scheme, by `check` or `fetch`. */
function questionsAbout({ sent }: Person, owner: Person): number {
  const questions = [...payloads(sent, "check"), ...payloads(sent, "fetch")];
  return questions.filter(({ attrs }) => attrs.owner === owner.jid).length;
}
