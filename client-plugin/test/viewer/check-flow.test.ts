// The method's own flow: check with and without a stamp, with hint and sync switched off or of no use; a client that
// serves itself; failures (rows 5 to 7).
import { describe, expect, test } from "@jest/globals";
import { SchemeError } from "@status-scheme/protocol";
import { idle } from "./support/clock.ts";
import { BALCONY, by, JULIET, looks, questions, withScheme } from "./support/juliet.ts";
import { S1, S2, S3, schemeOf, textLook } from "./support/values.ts";
import { createWorld } from "./support/world.ts";
import type { WorldOptions } from "./support/world.ts";

describe("check, with hint and sync off: the method's own flow", () => {
  const off: WorldOptions = { hint: false, sync: false };

  test("none: asked without a stamp, shown plain", async () => {
    const world = createWorld(off);
    await world.login();
    world.presence(BALCONY, { hint: by(S1, { state: "in_a_meeting" }) });
    await idle();
    expect(questions(world)).toEqual(["check"]);
    expect(world.viewer.shown(JULIET)).toMatchObject({ state: "available", fresh: true });
    expect(world.sent).toEqual([]);
  });

  test("changed: asked without a stamp, then fetched", async () => {
    const world = createWorld(off);
    world.schemes.set(JULIET, schemeOf(JULIET, S1, ...looks));
    await world.login();
    world.presence(BALCONY);
    await idle();
    expect(questions(world)).toEqual(["check", "fetch"]);
    expect(world.viewer.shown(JULIET)).toMatchObject({ look: { text: "Here" }, fresh: true });
  });

  test("current: asked with the stamp held at each change of state, and shown", async () => {
    const world = await withScheme(off);
    world.presence(BALCONY, { show: "dnd" });
    await idle();
    world.presence(BALCONY, { show: "dnd", status: "the same state" });
    await idle();
    world.presence(BALCONY, { type: "unavailable" });
    await idle();
    world.presence(BALCONY, { show: "dnd" });
    await idle();
    expect(questions(world)).toEqual(["check 1", "check 1"]);
  });

  test("changed: asked with the stamp held, then fetched", async () => {
    const world = await withScheme(off);
    world.schemes.set(JULIET, schemeOf(JULIET, S2, textLook("available", "Elsewhere")));
    world.presence(BALCONY, { show: "dnd" });
    await idle();
    expect(questions(world)).toEqual(["check 1", "fetch 1"]);
    expect(world.viewer.shown(JULIET)).toMatchObject({ stamp: S2, fresh: true });
  });

  test("none for a scheme held: plain while there, the offline look when not", async () => {
    const world = await withScheme(off);
    world.schemes.delete(JULIET);
    world.presence(BALCONY, { show: "dnd" });
    await idle();
    expect(world.viewer.shown(JULIET)).toMatchObject({ state: "dnd", fresh: true });
    expect(world.viewer.shown(JULIET)!.look).toBeUndefined();
    world.presence(BALCONY, { type: "unavailable" });
    await idle();
    expect(world.viewer.shown(JULIET)).toMatchObject({ look: { text: "Gone" } });
    world.schemes.set(JULIET, schemeOf(JULIET, S1, ...looks));
    world.presence(BALCONY);
    await idle();
    expect(world.viewer.shown(JULIET)).toMatchObject({ look: { text: "Here" } });
  });
});

describe("hints without sync", () => {
  const off: WorldOptions = { sync: false };

  test("equal to what is held: no question, at any change of state", async () => {
    const world = await withScheme(off, by(S1));
    world.presence(BALCONY, { show: "dnd", hint: by(S1, { state: "in_a_meeting" }) });
    await idle();
    expect(world.asked).toEqual([]);
    expect(world.viewer.shown(JULIET)).toMatchObject({ look: { text: "Meeting" }, fresh: true });
  });

  test("unequal: asked, and fetched", async () => {
    const world = await withScheme(off, by(S1));
    world.schemes.set(JULIET, schemeOf(JULIET, S2, textLook("available", "Elsewhere")));
    world.presence(BALCONY, { hint: by(S2) });
    await idle();
    expect(questions(world)).toEqual(["check 1", "fetch 1"]);
    expect(world.viewer.shown(JULIET)).toMatchObject({ stamp: S2, fresh: true });
  });

  test("stale: one question", async () => {
    const world = await withScheme(off, by(S1));
    for (const show of ["away", "xa", "away"]) {
      world.presence(BALCONY, { show, hint: by(S3) });
      await idle();
    }
    expect(questions(world)[0]).toBe("fetch 1");
    expect(questions(world).filter((question) => question.startsWith("fetch"))).toHaveLength(1);
  });

  test("without a stamp, and presence without a hint: the method's own flow", async () => {
    const world = createWorld(off);
    world.schemes.set(JULIET, schemeOf(JULIET, S1, ...looks));
    await world.login();
    world.presence(BALCONY, { hint: by() });
    await idle();
    world.presence(BALCONY, { show: "dnd" });
    await idle();
    expect(questions(world)).toEqual(["check", "fetch", "check 1"]);
  });
});

describe("a client that serves itself", () => {
  // holds: no-owner-to-a-client
  test("is asked at its full JID, without owner", async () => {
    const world = createWorld();
    world.schemes.set(JULIET, schemeOf(JULIET, S1, ...looks));
    world.items.clear();
    await world.login();
    world.presence(BALCONY, { hint: { stamp: S1 } });
    await idle();
    expect(world.askedFor("check", "fetch")).toEqual([{ to: BALCONY, verb: "fetch" }]);
    expect(world.viewer.shown(JULIET)).toMatchObject({ look: { text: "Here" }, fresh: true });
    world.presence(BALCONY, { show: "dnd", hint: {} });
    await idle();
    expect(world.askedFor("check", "fetch").at(-1)).toEqual({ to: BALCONY, verb: "check", stamp: S1 });
  });

  // holds: invisible-asks-no-client
  test("is not asked by one who shares no presence with it, or is invisible", async () => {
    let isInvisible = true;
    const world = createWorld({ isInvisible: () => isInvisible });
    world.schemes.set(JULIET, schemeOf(JULIET, S1, ...looks));
    await world.login();
    world.presence(BALCONY, { hint: { stamp: S1 } });
    await idle();
    isInvisible = false;
    world.push(JULIET, "to");
    await idle();
    expect(world.askedFor("check", "fetch")).toEqual([]);
    expect(world.viewer.shown(JULIET)).toMatchObject({ loggedIn: true, fresh: false });
    world.push(JULIET, "both");
    await idle();
    expect(world.askedFor("check", "fetch")).toEqual([{ to: BALCONY, verb: "fetch" }]);
  });

  // holds: scheme-is-of-the-client-asked
  test("cannot serve someone else's scheme", async () => {
    const world = createWorld();
    world.schemes.set(JULIET, schemeOf("mercutio@capulet.lit", S1, ...looks));
    world.items.clear();
    await world.login();
    world.presence(BALCONY, { hint: { stamp: S1 } });
    await idle();
    expect(world.viewer.shown(JULIET)!.look).toBeUndefined();
    expect(world.warnings).toMatchObject([{ code: "fetch-failed", contact: JULIET }]);
  });
});

describe("a failure", () => {
  // holds: negative-cache, back-off-grows
  test("is told, and tried again later and later, not at each presence", async () => {
    const world = createWorld();
    world.schemes.set(JULIET, schemeOf(JULIET, S1, ...looks));
    world.answers.set("fetch", () => new SchemeError("internal"));
    await world.login();
    for (const show of ["away", "xa", "dnd"]) {
      world.presence(BALCONY, { show });
      await idle();
    }
    expect(questions(world)).toEqual(["fetch"]);
    expect(world.warnings).toMatchObject([{ code: "fetch-failed", contact: JULIET }]);
    expect(world.viewer.shown(JULIET)).toMatchObject({ fresh: false });
    expect(world.settled()).toBe(1);
    await world.clock.advance(3_600_000);
    const inFirstHour = questions(world).length;
    await world.clock.advance(3_600_000);
    expect(inFirstHour).toBeLessThan(8);
    expect(questions(world).length - inFirstHour).toBeLessThan(3);
    world.answers.delete("fetch");
    await world.clock.advance(6 * 3_600_000);
    expect(world.viewer.shown(JULIET)).toMatchObject({ look: { text: "Busy" }, fresh: true });
  });

  // holds: after-obeyed
  test("by a limit of rate waits as long as the service asks for", async () => {
    const world = createWorld();
    world.schemes.set(JULIET, schemeOf(JULIET, S1, ...looks));
    world.answers.set("fetch", () => new SchemeError("rate-exceeded", { after: 900 }));
    await world.login();
    world.presence(BALCONY);
    await world.clock.advance(899_000);
    expect(questions(world)).toHaveLength(1);
  });

  test("about one stamp does not keep from the next", async () => {
    const world = createWorld();
    world.schemes.set(JULIET, schemeOf(JULIET, S1, ...looks));
    world.answers.set("fetch", () => new SchemeError("internal"));
    await world.login();
    world.presence(BALCONY);
    await idle();
    world.answers.delete("fetch");
    world.schemes.set(JULIET, schemeOf(JULIET, S2, ...looks));
    world.notice(JULIET, S2);
    await idle();
    expect(world.viewer.shown(JULIET)).toMatchObject({ stamp: S2, fresh: true });
  });

  test("by an answer to another question is a failure, not a loop", async () => {
    const world = createWorld();
    world.schemes.set(JULIET, schemeOf(JULIET, S1, ...looks));
    world.answers.set("fetch", (iq) => {
      const fetch = iq.getChildElements()[0]!;
      fetch.attrs.stamp = S3;
      fetch.attrs.status = "current";
      return fetch;
    });
    await world.login();
    world.presence(BALCONY);
    await idle();
    expect(questions(world)).toHaveLength(1);
  });
});

test.each([
  ["check", { hint: false, sync: false }],
  ["fetch", {}],
] as const)(
  "%s is asked again soon after a server's `forbidden` in the place of the service",
  async (verb, options) => {
    const world = await withScheme(options);
    world.schemes.set(JULIET, schemeOf(JULIET, S2, textLook("dnd", "Back")));
    world.answers.set(verb, () => new SchemeError("forbidden"));
    world.presence(BALCONY, { show: "dnd", hint: by(S2) });
    await idle();
    expect(world.viewer.shown(JULIET)).toMatchObject({ stamp: S1, fresh: false });
    world.answers.delete(verb);
    await world.clock.advance(8_000);
    expect(world.viewer.shown(JULIET)).toMatchObject({ stamp: S2, fresh: true, look: { text: "Back" } });
  },
);

describe("check, by the program", () => {
  test("asks whatever is known, and resolves to the scheme", async () => {
    const world = await withScheme();
    world.schemes.set(JULIET, schemeOf(JULIET, S2, textLook("available", "Elsewhere")));
    await expect(world.viewer.check(JULIET)).resolves.toMatchObject({ stamp: S2 });
    await idle();
    expect(world.viewer.shown(JULIET)).toMatchObject({ stamp: S2, fresh: true });
    await expect(world.viewer.check(JULIET)).resolves.toMatchObject({ stamp: S2 });
  });

  test("of one who shows nothing resolves to nothing, of a stranger too, who is not shown", async () => {
    const world = createWorld();
    world.schemes.set("tybalt@capulet.lit", schemeOf("tybalt@capulet.lit", S1, ...looks));
    await world.login();
    await expect(world.viewer.check(JULIET)).resolves.toBeUndefined();
    await expect(world.viewer.check("tybalt@capulet.lit")).resolves.toMatchObject({ stamp: S1 });
    await idle();
    expect(world.viewer.shown("tybalt@capulet.lit")).toBeUndefined();
    expect(world.looks).toEqual([]);
  });

  test.each([
    ["offline", "try-later", JULIET],
    ["no JID", "bad-request", "@"],
  ])("%s: %s", async (_, code, jid) => {
    const world = createWorld();
    await expect(world.viewer.check(jid)).rejects.toMatchObject({ code });
  });

  test("where nobody serves the contact: service-unavailable", async () => {
    const world = createWorld();
    world.items.clear();
    await world.login();
    await expect(world.viewer.check(JULIET)).rejects.toMatchObject({ code: "service-unavailable" });
  });
});
