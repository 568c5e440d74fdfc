// Who is a contact, and what is kept of whose presence (RFC 6121 sections 2 and 4).
import { describe, expect, test } from "@jest/globals";
import { element, NS, NS_ROSTER, SchemeError, stanza } from "@status-scheme/protocol";
import type { Element } from "@status-scheme/protocol";
import { createPresenceTracker } from "../../src/viewer/presence-tracker.ts";
import { shownResource } from "../../src/viewer/state.ts";
import { idle } from "./support/clock.ts";
import { BALCONY, JULIET, looks, withScheme } from "./support/juliet.ts";
import { presenceOf, S1, schemeOf } from "./support/values.ts";
import { createWorld } from "./support/world.ts";

describe("the roster", () => {
  test("is read once, and kept by pushes", async () => {
    const world = createWorld({ contacts: [] });
    world.schemes.set(JULIET, schemeOf(JULIET, S1, ...looks));
    await world.login();
    world.presence(BALCONY);
    world.push(JULIET, "none");
    await idle();
    expect(world.viewer.contacts()).toEqual([]);
    world.push(JULIET, "to");
    world.presence(BALCONY);
    await idle();
    expect(world.viewer.contacts()).toEqual([JULIET]);
    expect(world.viewer.shown(JULIET)).toMatchObject({ loggedIn: true, look: { text: "Here" } });
    expect(world.askedFor("roster")).toHaveLength(1);
  });

  test("has what was pushed in one packet with the answer, behind it", async () => {
    const world = createWorld({ contacts: ["mercutio@capulet.lit"] });
    world.answers.set("roster", () => {
      world.push("mercutio@capulet.lit", "remove");
      world.push(JULIET, "both");
      const mercutio = element(NS_ROSTER, "item", { jid: "mercutio@capulet.lit", subscription: "both" });
      return element(NS_ROSTER, "query", {}, mercutio);
    });
    await world.login();
    expect(world.viewer.contacts()).toEqual([JULIET]);
  });

  // holds: removed-contact-dropped
  test("without a contact any more, shows and keeps nothing of them", async () => {
    const world = await withScheme();
    world.push(JULIET, "from");
    await idle();
    expect(world.viewer.shown(JULIET)).toBeUndefined();
    expect(world.looks.at(-1)).toMatchObject({ contact: JULIET, loggedIn: false });
    expect(world.looks.at(-1)!.look).toBeUndefined();
    world.push(JULIET, "both");
    await idle();
    expect(world.viewer.shown(JULIET)).toMatchObject({ loggedIn: false });
    expect(world.viewer.shown(JULIET)!.look).toBeUndefined();
  });

  // holds: removed-contact-dropped
  test("nor of one who was removed while we were away", async () => {
    const world = await withScheme();
    world.logout();
    await idle();
    expect(world.looks.at(-1)!.look).toBeDefined();
    world.answers.set("roster", () => element(NS_ROSTER, "query"));
    await world.login();
    await world.clock.advance(5_000);
    expect(world.looks.at(-1)).toMatchObject({ contact: JULIET, loggedIn: false });
    expect(world.looks.at(-1)!.look).toBeUndefined();
    expect(world.clock.timers()).toBe(0);
  });

  test.each(["tybalt@capulet.lit", "tybalt@capulet.lit/street", "capulet.lit", "romeo@capulet.lit/garden"])(
    "is not changed by a push from %s",
    async (from) => {
      const world = createWorld();
      await world.login();
      world.push("tybalt@capulet.lit", "both", from);
      world.push(JULIET, "remove", from);
      expect(world.viewer.contacts()).toEqual([JULIET]);
    },
  );

  test("that cannot be read is asked for again", async () => {
    const world = createWorld();
    world.answers.set("roster", () => new SchemeError("try-later"));
    await world.login();
    world.presence(BALCONY);
    await idle();
    expect(world.viewer.contacts()).toEqual([]);
    world.answers.delete("roster");
    await world.clock.advance(10_000);
    expect(world.viewer.shown(JULIET)).toMatchObject({ loggedIn: true });
  });
});

describe("presence", () => {
  const tracked = (...presences: ReturnType<typeof presenceOf>[]) => {
    const tracker = createPresenceTracker({ hint: true });
    for (const presence of presences) tracker.take(presence);
    return tracker;
  };
  const resources = (tracker: ReturnType<typeof tracked>, jid = JULIET) =>
    [...tracker.resources(jid)].map(({ resource }) => resource);

  test("keeps what each resource says", () => {
    const tracker = tracked(
      presenceOf(BALCONY, { show: "dnd", priority: 5, status: "Busy", hint: { state: "eating", stamp: S1 } }),
    );
    expect([...tracker.resources(JULIET)]).toMatchObject([
      {
        resource: "balcony",
        show: "dnd",
        priority: 5,
        status: [{ lang: "", text: "Busy" }],
        hint: { state: "eating", stamp: S1 },
      },
    ]);
  });

  test.each([
    ["unavailable takes one resource away", presenceOf(BALCONY, { type: "unavailable" }), ["phone"]],
    ["from the bare JID all", presenceOf(JULIET, { type: "unavailable" }), []],
    ["an error from the bare JID too", presenceOf(JULIET, { type: "error" }), []],
    ["an error from a resource that one", presenceOf(BALCONY, { type: "error" }), ["phone"]],
    ["a subscription stanza nothing", presenceOf(JULIET, { type: "unsubscribed" }), ["balcony", "phone"]],
    ["a probe nothing", presenceOf(BALCONY, { type: "probe" }), ["balcony", "phone"]],
    ["available from a bare JID nothing", presenceOf(JULIET), ["balcony", "phone"]],
  ])("%s", (_, presence, left) => {
    expect(resources(tracked(presenceOf(BALCONY), presenceOf(`${JULIET}/phone`), presence))).toEqual(left);
  });

  // holds: resource-by-priority-then-recency
  describe("of equal priority, shows the one that spoke last", () => {
    const balcony = (stamp?: string) => delayed(presenceOf(BALCONY), stamp);
    const phone = (stamp?: string) => delayed(presenceOf(`${JULIET}/phone`), stamp);
    const [early, late] = ["2026-11-22T08:30:00Z", "2026-11-22T09:30:00Z"];
    test.each([
      ["as they came", [balcony(), phone()], "phone"],
      [
        "as the server says that they were sent, in whichever order they come",
        [balcony(late), phone(early)],
        "balcony",
      ],
      ["what comes is later than what was delayed", [balcony(), phone(late)], "balcony"],
      ["even where our clock is behind the server's", [balcony("2126-01-01T00:00:00Z"), phone()], "phone"],
      ["and a time that cannot be read is none", [balcony(late), phone("yesterday")], "phone"],
    ])("%s", (_, presences, expected) => {
      expect(shownResource(tracked(...presences).resources(JULIET))?.resource).toBe(expected);
    });
  });

  test("a hint that cannot be read is none", () => {
    const presence = presenceOf(BALCONY);
    presence.append(element(NS, "showing", { stamp: "yesterday" }));
    expect([...tracked(presence).resources(JULIET)][0]!.hint).toBeUndefined();
  });

  test("JIDs are compared as such, resources as they are", () => {
    expect(resources(tracked(presenceOf("Juliet@Capulet.lit/Balcony"), presenceOf(BALCONY)))).toEqual([
      "Balcony",
      "balcony",
    ]);
  });

  // holds: hints-from-contacts-only
  test("of strangers is not kept once the roster is known, and never without end", () => {
    const tracker = tracked(presenceOf(BALCONY));
    for (let count = 0; count < 10_500; count++) tracker.take(presenceOf(`stranger${count}@capulet.lit/x`));
    expect(tracker.has("stranger1@capulet.lit")).toBe(true);
    expect(tracker.has("stranger10499@capulet.lit")).toBe(false);
    tracker.keep((jid) => jid === JULIET);
    expect(tracker.has("stranger1@capulet.lit")).toBe(false);
    expect(tracker.take(presenceOf("tybalt@capulet.lit/street"))).toBeUndefined();
    expect(resources(tracker)).toEqual(["balcony"]);
  });

  test("of one contact's endless resources, the latest are kept", () => {
    const tracker = tracked();
    for (let count = 0; count < 1_000; count++) tracker.take(presenceOf(`${JULIET}/${count}`));
    expect(resources(tracker)).toHaveLength(32);
    expect(resources(tracker)).toContain("999");
  });

  test("that is no presence of anybody does no harm", () => {
    const tracker = tracked(
      stanza("presence", {}),
      stanza("presence", { from: "@" }),
      stanza("presence", { from: "/" }),
    );
    expect(tracker.has("")).toBe(false);
  });
});

/** As servers say of presence that they answer a probe with (XEP-0203). */
function delayed(presence: Element, stamp: string | undefined): Element {
  if (stamp !== undefined) presence.append(element("urn:xmpp:delay", "delay", { from: "capulet.lit", stamp }));
  return presence;
}
