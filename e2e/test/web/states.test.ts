// Every state of every kind, from an owner who publishes it by the real component to the pixels of a contact's screen
// (issue list "Tested in a real browser"; draft, "What to Show").
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { eventually } from "@status-scheme/testbed";
import { english, startWorld } from "../support/world.ts";
import type { Person, World } from "../support/world.ts";
import { animation, BLUE, clip, GREEN, GREY, ORANGE, PURPLE, RED, still } from "./support/media.ts";
import type { WebPage } from "./support/page.ts";
import { isNear, openScreen, toColor } from "./support/screen.ts";
import type { Color, Screen, Tab } from "./support/screen.ts";

declare const web: WebPage;

let world: World;
let screen: Screen;
let juliet: Person;
let romeo: Tab;
beforeAll(async () => {
  [world, screen] = await Promise.all([startWorld(), openScreen()]);
  await come();
  await juliet.schemes.publish([
    { state: "available", media: [await still(RED)] },
    { state: "chat", media: [await still(GREEN), await animation(RED, BLUE)] },
    { state: "away", media: [await still(ORANGE), await clip("video", "video/mp4", "clip.mp4")] },
    { state: "dnd", text: english("Please do not disturb") },
    { state: "xa", media: [await still(BLUE), await clip("audio", "audio/mpeg", "tone.mp3")] },
    { state: "in_a_meeting", show: "dnd", media: [await still(PURPLE)] },
    { state: "offline", media: [await still(GREY)] },
  ]);
  const contacts = ["juliet", "mercutio"].map(world.bed.jid);
  romeo = await screen.watch(world.bed, "romeo", contacts, { size: 64, sound: true, isLasting: true });
});
afterAll(async () => {
  await screen?.close();
  await world?.stop();
  expect([screen?.errors(), screen?.strays()]).toEqual([[], []]);
});

const come = async () => {
  juliet = await world.person("juliet", { resource: "balcony" });
};
const mediaRequests = () => screen.requests().filter((url) => url.startsWith(world.component.url)).length;
const isGrey = (color: Color) => Math.max(...color) - Math.min(...color) < 24;

describe("a change of state on the wire is new pixels on the screen", () => {
  test("an image", async () => {
    await romeo.shows(juliet.jid, RED);
    const { at } = await romeo.look(juliet.jid);
    expect(isNear(at(0.1, 0.5), toColor(RED)) && isNear(at(0.9, 0.5), toColor(RED))).toBe(true);
  });
  test("an animation, which moves", async () => {
    await juliet.schemes.setState("chat");
    for (const color of [RED, BLUE, RED]) await romeo.shows(juliet.jid, color);
  });
  test("a video, which moves and makes no sound", async () => {
    await juliet.schemes.setState("away");
    await romeo.holds(juliet.jid, "video");
    const pixels = async () => JSON.stringify((await romeo.look(juliet.jid)).all);
    const first = await pixels();
    await eventually("another frame", pixels, (now) => now !== first);
    expect(await romeo.page.evaluate((jid) => web.video(jid)!.muted, juliet.jid)).toBe(true);
  });
  test("a text, in its state's color", async () => {
    await juliet.schemes.setState("dnd");
    await romeo.holds(juliet.jid, /^div.text.dnd/);
    const { all, at } = await romeo.look(juliet.jid);
    expect(isNear(at(0.5, 0.98), toColor("#cf222e"))).toBe(true);
    expect(all.filter((color) => Math.max(...color) < 110).length).toBeGreaterThan(all.length / 50);
  });
  let isSoundHere = false;
  test("a sound: its image and a button; it is fetched and heard when that is pressed", async () => {
    await juliet.schemes.setState("xa");
    await romeo.shows(juliet.jid, BLUE);
    const state = () => romeo.page.evaluate((jid) => web.button(jid)?.dataset.state, juliet.jid);
    await eventually("the button", state, (now) => now === "silent");
    const corner = async () => (await romeo.look(juliet.jid)).at(0.7, 0.7);
    expect(isNear(await corner(), toColor(BLUE))).toBe(false);
    const before = mediaRequests();
    await romeo.page.locator("#of-juliet button").click();
    await eventually("the sound", state, (now) => now === "heard");
    // Where this is tried again, it is in the cache.
    expect(mediaRequests()).toBe(isSoundHere ? before : before + 1);
    isSoundHere = true;
    await eventually("the end", state, (now) => now === "silent");
  });
  test("a state of the owner's own, and the fall back to the base state's", async () => {
    await juliet.schemes.setState("in_a_meeting");
    await romeo.shows(juliet.jid, PURPLE);
    const title = await romeo.page.evaluate((jid) => web.title(jid), juliet.jid);
    expect(title).toBe("juliet: A color, in a meeting (Do not disturb)");
    await juliet.schemes.setState("eating", { show: "dnd" });
    await romeo.holds(juliet.jid, /^div.text.dnd/);
  });
  test("a look that is changed for the state being shown", async () => {
    await juliet.schemes.edit({ state: "available", media: [await still(RED)] });
    await juliet.schemes.setState("available");
    await romeo.shows(juliet.jid, RED);
    await juliet.schemes.edit({ state: "available", media: [await still(ORANGE)] });
    await romeo.shows(juliet.jid, ORANGE);
  });
});

describe("those who made no look, or are not there", () => {
  test("the plain states, each in its color", async () => {
    const mercutio = await world.person("mercutio", { resource: "square" });
    await mercutio.schemes.clear();
    await romeo.holds(mercutio.jid, "svg.badge.available");
    const seen = new Set<string>();
    for (const state of ["available", "chat", "away", "xa", "dnd"] as const) {
      await mercutio.schemes.setState(state);
      await romeo.holds(mercutio.jid, `svg.badge.${state}`);
      const { all } = await romeo.look(mercutio.jid);
      expect(all.some((color) => !isGrey(color))).toBe(true);
      seen.add(JSON.stringify(all));
    }
    expect(seen.size).toBe(5);
    // The look of a state that has none is available's, and offline's is nobody else's.
    await mercutio.schemes.publish([{ state: "available", media: [await still(GREEN)] }]);
    await romeo.shows(mercutio.jid, GREEN);
    await mercutio.leave();
    await romeo.holds(mercutio.jid, "svg.badge.offline");
    expect((await romeo.look(mercutio.jid)).all.every(isGrey)).toBe(true);
  });
  test("invisible and logged out are the same to look at", async () => {
    if (juliet.xmpp.status !== "online") await come();
    await juliet.schemes.setInvisible(true);
    await romeo.shows(juliet.jid, GREY);
    const invisible = await romeo.look(juliet.jid);
    await juliet.schemes.setInvisible(false);
    await romeo.shows(juliet.jid, ORANGE);
    await juliet.leave();
    await romeo.shows(juliet.jid, GREY);
    expect((await romeo.look(juliet.jid)).all).toEqual(invisible.all);
  });
});

test("a reloaded page shows what it has, and asks for no medium", async () => {
  await come();
  await romeo.shows(juliet.jid, ORANGE);
  const before = mediaRequests();
  await romeo.reload();
  await romeo.shows(juliet.jid, ORANGE);
  for (const [state, color] of [
    ["xa", BLUE],
    ["in_a_meeting", PURPLE],
  ] as const) {
    await juliet.schemes.setState(state);
    await romeo.shows(juliet.jid, color);
  }
  await juliet.schemes.setState("chat");
  for (const color of [RED, BLUE]) await romeo.shows(juliet.jid, color);
  expect(mediaRequests()).toBe(before);
});
