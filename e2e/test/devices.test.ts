// Two devices of one owner (draft, "Publishing" and "Change Notices").
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { SchemeError } from "@status-scheme/protocol";
import { element, encodeShowing, NS, stanza } from "@status-scheme/protocol";
import { until } from "@status-scheme/testbed";
import { english, payloads, startWorld, type Person, type World } from "./support/world.ts";

let world: World;
let balcony: Person;
let garden: Person;
let romeo: Person;

beforeAll(async () => {
  world = await startWorld();
  balcony = await world.person("juliet", { resource: "balcony" });
  garden = await world.person("juliet", { resource: "garden" });
  romeo = await world.person("romeo", { resource: "orchard" });
});
afterAll(() => world.stop());

beforeEach(async () => {
  const { stamp } = await balcony.schemes.publish([{ state: "available", text: english("Start") }]);
  await until("the other device knows", async () => (await garden.schemes.own())?.stamp === stamp);
});

describe("publishing at once", () => {
  test("from the same version: one is stored, the other is told what is current", async () => {
    const replaces = (await balcony.schemes.own())!.stamp;
    const outcomes = await Promise.allSettled(
      [balcony, garden].map(({ schemes }, index) =>
        schemes.publish([{ state: "available", text: english(`Device ${index}`) }], { replaces }),
      ),
    );
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    const stored = outcomes.find((one) => one.status === "fulfilled")!.value;
    const refused = outcomes.find((one) => one.status === "rejected")!.reason as SchemeError;
    expect({ code: refused.code, stamp: refused.detail.stamp }).toEqual({ code: "conflict", stamp: stored.stamp });
  });

  test("edits of different looks: both are there in the end", async () => {
    await Promise.all([
      balcony.schemes.edit({ state: "dnd", text: english("From the balcony") }),
      garden.schemes.edit({ state: "away", text: english("From the garden") }),
    ]);
    const looks = (await garden.schemes.own())!.looks.map(({ state, text }) => [state, text[0]?.text]);
    expect(new Map(looks as [string, string][])).toEqual(
      new Map([
        ["available", "Start"],
        ["dnd", "From the balcony"],
        ["away", "From the garden"],
      ]),
    );
  });
});

describe("the device that did not publish", () => {
  // holds: hint-renewed
  test("learns of it, and renews the stamp in its presence", async () => {
    const { stamp } = await balcony.schemes.edit({ state: "dnd", text: english("New") });
    await until("its presence carries the new stamp", () =>
      romeo.received.some(
        (got) => got.attrs.from === garden.xmpp.jid!.toString() && got.getChild("showing", NS)?.attrs.stamp === stamp,
      ),
    );
  });

  // holds: one-question-a-hint
  test("may go on with an old stamp in its presence: one question, and it settles", async () => {
    const old = (await balcony.schemes.own())!.stamp;
    await balcony.schemes.edit({ state: "available", text: english("Newest") });
    await romeo.sees("juliet", ({ look, fresh }) => look?.text === "Newest" && fresh);
    const before = romeo.sent.length;
    const earlier = romeo.received.length;
    // A third device, which does not listen to notices, says the same old thing again and again.
    const attic = await world.plain("juliet", { resource: "attic" });
    for (let time = 0; time < 20; time += 1) {
      const hint = encodeShowing({ stamp: old, by: world.bed.componentDomain });
      await attic.xmpp.send(stanza("presence", {}, hint));
    }
    await until(
      "all came",
      () => romeo.received.slice(earlier).filter(({ attrs }) => attrs.from?.endsWith("/attic")).length >= 20,
    );
    await romeo.ask(world.bed.domain, "get", element("urn:xmpp:ping", "ping"));
    const sent = romeo.sent.slice(before);
    expect([...payloads(sent, "check"), ...payloads(sent, "fetch")].length).toBeLessThanOrEqual(1);
    expect(romeo.schemes.shown(balcony.jid)).toMatchObject({ look: { text: "Newest" } });
    await attic.leave();
  });
});
