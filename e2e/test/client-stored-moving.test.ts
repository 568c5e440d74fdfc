// Owners who have several devices, who move between a service and a client, and who push (draft, sections 8.16 and 9; row 11
// of the method).
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { stanza } from "@status-scheme/protocol";
import { until } from "@status-scheme/testbed";
import { asked, full, guests, priority } from "./support/client-stored.ts";
import { english, payloads, startWorld } from "./support/world.ts";
import type { Person, World } from "./support/world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.stop());

afterEach(() => void jest.restoreAllMocks());
const arrive = guests(() => world);

describe("two devices, and an owner who moves", () => {
  const withPriority = (value: string) => stanza("presence", {}, priority(value));

  // holds: shown-resource-is-asked, sources-kept-apart
  test("each device serves its own: the one that is shown is asked, and no other", async () => {
    const balcony = await arrive("juliet", { resource: "balcony" });
    const garden = await arrive("juliet", { resource: "garden" });
    await balcony.schemes.serve({ looks: [{ state: "available", text: english("On the balcony") }] });
    await garden.schemes.serve({ looks: [{ state: "available", text: english("In the garden") }] });
    await balcony.xmpp.send(withPriority("5"));
    const romeo = await arrive("romeo", { resource: "orchard" });
    await romeo.sees("juliet", ({ look, fresh }) => look?.text === "On the balcony" && fresh);
    const questions = (to: Person) => asked(romeo.sent.filter(({ attrs }) => attrs.to === full(to)));
    expect(questions(garden)).toEqual([]);
    await garden.xmpp.send(withPriority("9"));
    await romeo.sees("juliet", ({ look, fresh }) => look?.text === "In the garden" && fresh);
    const before = romeo.sent.length;
    await balcony.xmpp.send(withPriority("10"));
    await romeo.sees("juliet", ({ look, fresh }) => look?.text === "On the balcony" && fresh);
    expect(asked(romeo.sent.slice(before))).toEqual([]);
    expect((await balcony.schemes.own())!.stamp).not.toBe((await garden.schemes.own())!.stamp);
  });

  // holds: service-silent-on-client-stored
  test("from a service to the client and back: the hint of the moment says where to ask", async () => {
    const juliet = await arrive("juliet", { resource: "balcony" });
    const romeo = await arrive("romeo", { resource: "orchard" });
    const look = (text: string) => [{ state: "available", text: english(text) }];
    await juliet.schemes.publish(look("From the service"));
    await romeo.sees("juliet", (one) => one.look?.text === "From the service" && one.fresh);
    await juliet.schemes.serve({ looks: look("From the client") });
    await romeo.sees("juliet", (one) => one.look?.text === "From the client" && one.fresh);
    // Another device, which knows of no client, publishes: that is not what is shown.
    const garden = await arrive("juliet", { resource: "garden", quiet: true });
    await garden.schemes.publish(look("From the service again"));
    await until("the service told romeo", () => payloads(romeo.received, "changed").length > 0);
    expect(romeo.schemes.shown(juliet.jid)).toMatchObject({ look: { text: "From the client" } });
    await juliet.schemes.stopServing();
    await romeo.sees("juliet", (one) => one.look?.text === "From the service again" && one.fresh);
    await juliet.schemes.clear();
    await romeo.sees("juliet", (one) => one.look === undefined && one.fresh);
  });
});

describe("row 11: push", () => {
  // holds: push-feature-advertised, push-on-change-of-state, push-before-presence, push-replaces-the-question
  test("with each change of state the scheme comes by itself, before the presence, and nobody asks", async () => {
    const now = Date.now;
    const clock = jest.spyOn(Date, "now");
    const romeo = await arrive("romeo", { resource: "orchard", plugin: { takePushes: true } });
    const mercutio = await arrive("mercutio", { resource: "square" });
    const juliet = await arrive("juliet", { resource: "balcony", plugin: { push: true } });
    await juliet.schemes.serve({
      looks: [
        { state: "available", text: english("Here") },
        { state: "away", text: english("At Friar Laurence's cell") },
      ],
    });
    await romeo.sees("juliet", ({ look, fresh }) => look?.text === "Here" && fresh);
    const pushes = (to: Person) => payloads(to.received, "changed").filter((changed) => changed.getChild("scheme"));
    expect(pushes(romeo).length).toBeGreaterThan(0);
    // No more than one in ten seconds: so long the next would be put off.
    clock.mockImplementation(() => now() + 10_000);
    const before = romeo.received.length;
    await juliet.schemes.setState("away");
    await romeo.sees("juliet", ({ look }) => look?.text === "At Friar Laurence's cell");
    await mercutio.sees("juliet", ({ look }) => look?.text === "At Friar Laurence's cell");
    const names = romeo.received.slice(before).filter(({ attrs }) => attrs.from === full(juliet));
    expect(names.map(({ name }) => name)).toEqual(["message", "presence"]);
    expect(asked(romeo.sent.filter(({ attrs }) => attrs.to === full(juliet)))).toEqual([]);
    expect(pushes(mercutio)).toEqual([]);
  });
});
