// An owner's client that serves a scheme, to those whom it tells nothing of that (draft, section 8.1): compared, byte by
// byte, with a client of the same account that has no plugin.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { NS, stanza } from "@status-scheme/protocol";
import { answerTo, looks, priority, QUESTIONS } from "./support/client-stored.ts";
import { startWorld } from "./support/world.ts";
import type { Person, Plain, World } from "./support/world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.stop());

describe("to whom the client tells nothing, it answers as one without the plugin", () => {
  let juliet: Person;
  let plain: Plain;
  beforeAll(async () => {
    juliet = await world.person("juliet", { resource: "balcony" });
    await juliet.schemes.serve({ looks: await looks() });
    plain = await world.plain("juliet", { resource: "plain" });
  });
  // What the test before, or the first try of this one, may have left otherwise.
  beforeEach(async () => {
    await juliet.schemes.setInvisible(false);
    await juliet.schemes.setAccess({ model: "presence" });
    await plain.xmpp.send(stanza("presence", {}, priority("-1")));
  });
  afterAll(async () => {
    await juliet.leave();
    await plain.leave();
  });

  // holds: unseen-asker-learns-nothing, features-for-those-with-presence
  test.each(QUESTIONS)("a stranger: %s", async (xml) => {
    const tybalt = await world.plain("tybalt");
    expect(await answerTo(tybalt, juliet, xml)).toBe(await answerTo(tybalt, plain, xml));
    await tybalt.leave();
  });

  // holds: may-ask-decided-at-once
  test("a contact who may not see any more, from one moment to the next", async () => {
    const romeo = await world.plain("romeo");
    const check = QUESTIONS[0]!;
    expect(await answerTo(romeo, juliet, check)).toContain("changed");
    await juliet.schemes.setAccess({ model: "whitelist", allowed: [world.bed.jid("mercutio")] });
    expect(await answerTo(romeo, juliet, check)).toBe(await answerTo(romeo, plain, check));
    await juliet.schemes.setAccess({ model: "presence" });
    expect(await answerTo(romeo, juliet, check)).toContain("changed");
    await romeo.leave();
  });

  // holds: client-speaks-for-its-owner-alone
  test("about another owner there is nothing", async () => {
    const romeo = await world.plain("romeo");
    expect(await answerTo(romeo, juliet, `<check xmlns='${NS}' owner='romeo@capulet.lit'/>`)).toContain("none");
    expect(await answerTo(romeo, juliet, QUESTIONS[3]!)).toContain("item-not-found");
    await romeo.leave();
  });

  // holds: invisible-owner-serves-nobody
  test("while invisible, a contact, and whoever still has the address", async () => {
    const romeo = await world.plain("romeo");
    const tybalt = await world.plain("tybalt");
    await juliet.schemes.setInvisible(true);
    await plain.xmpp.send(stanza("presence", { type: "unavailable" }));
    for (const asker of [romeo, tybalt]) {
      for (const xml of QUESTIONS) expect(await answerTo(asker, juliet, xml)).toBe(await answerTo(asker, plain, xml));
    }
    await juliet.schemes.setInvisible(false);
    await romeo.leave();
    await tybalt.leave();
  });
});
