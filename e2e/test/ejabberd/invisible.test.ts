// Invisible by privacy lists (XEP-0016, as XEP-0126 uses them), which ejabberd has: logged in, seeing others, and seen by nobody
// (draft, "Going Offline or Invisible").
import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { element, NS, stanza } from "@status-scheme/protocol";
import { until } from "@status-scheme/testbed";
import { child, english, startWorld, type Person, type World } from "../support/world.ts";

process.env.E2E_SERVER = "ejabberd";

let world: World;
let juliet: Person;
let romeo: Person;
beforeAll(async () => {
  world = await startWorld();
  juliet = await world.person("juliet", { resource: "balcony" });
  romeo = await world.person("romeo", { resource: "orchard" });
  for (const one of [juliet, romeo]) {
    await one.schemes.publish([
      { state: "available", text: english(`${one.account} here`) },
      { state: "offline", text: english(`${one.account} gone`) },
    ]);
  }
  await romeo.sees("juliet", ({ look }) => look?.text === "juliet here");
  await juliet.sees("romeo", ({ look }) => look?.text === "romeo here");
});
afterAll(() => world.stop());
// Each test begins with an invisible owner, whom her contact sees as offline.
beforeEach(async () => {
  await juliet.schemes.setInvisible(true);
  await romeo.sees("juliet", ({ loggedIn, look }) => !loggedIn && look?.text === "juliet gone");
});

const fromJuliet = () =>
  romeo.received.filter(({ name, attrs }) => name === "presence" && attrs.from?.startsWith(juliet.jid));

// holds: invisible-no-hint, no-publish-while-invisible
test("contacts see an offline owner, and the owner sees them as before, with notices", async () => {
  expect(juliet.warnings.map(({ code }) => code)).not.toContain("invisible-unavailable");

  const before = fromJuliet().length;
  await juliet.schemes.setState("dnd");
  await romeo.schemes.setState("away");
  await juliet.sees("romeo", ({ loggedIn, state }) => loggedIn && state === "away");
  const { stamp } = await romeo.schemes.edit({ state: "away", text: english("In Mantua") });
  await juliet.sees("romeo", ({ look }) => look?.text === "In Mantua");
  const isNotice = (got: (typeof romeo.received)[number]) => got.getChild("changed", NS)?.attrs.stamp === stamp;
  await until("the notice", () => juliet.received.some(isNotice));
  // What she sends while invisible stays with her server.
  await juliet.ask(world.bed.domain, "get", element("urn:xmpp:ping", "ping"));
  await romeo.ask(world.bed.domain, "get", element("urn:xmpp:ping", "ping"));
  expect(fromJuliet().slice(before).map(String)).toEqual([]);
  await expect(juliet.schemes.clear()).rejects.toMatchObject({ code: "forbidden" });
});

test("a contact who comes meanwhile is not told either", async () => {
  const mercutio = await world.person("mercutio", { resource: "square" });
  await mercutio.sees("romeo", ({ loggedIn }) => loggedIn);
  expect(mercutio.schemes.shown(juliet.jid)).toMatchObject({ loggedIn: false });
  await mercutio.leave();
});

test("back, she is seen again, by whatever her program sends", async () => {
  await juliet.schemes.setInvisible(false);
  await juliet.xmpp.send(stanza("presence", {}, child("show", "away")));
  await romeo.sees("juliet", ({ loggedIn, state }) => loggedIn && state === "away");
});
