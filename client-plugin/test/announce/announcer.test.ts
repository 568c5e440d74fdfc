// Whom an owner's client tells of its scheme, and what, and when (draft, sections 8.17 and 9.1).
import { describe, expect, test } from "@jest/globals";
import { byteLength, element, encodeShowing, NS, NS_PUSH, stanza } from "@status-scheme/protocol";
import type { Element, StampedScheme } from "@status-scheme/protocol";
import { createAnnouncer } from "../../src/announce/announcer.ts";
import { createClock, idle } from "../viewer/support/clock.ts";
import { JULIET } from "../viewer/support/juliet.ts";
import { makeMedium, S1, S2, schemeOf, textLook } from "../viewer/support/values.ts";

const ROMEO = "romeo@capulet.lit/orchard";
const MERCUTIO = "mercutio@capulet.lit/square";
const PLAIN = "benvolio@capulet.lit/street";
const TYBALT = "tybalt@capulet.lit/street";

interface Options {
  readonly isPushing?: boolean;
  /** Presence was sent before. */
  readonly isLate?: boolean;
  /** Bytes of the scheme's text, about. */
  readonly looks?: StampedScheme["looks"];
}

function createWorld({ isPushing = true, isLate = false, looks = [textLook("dnd", "Busy")] }: Options = {}) {
  const clock = createClock();
  const sent: Element[] = [];
  const listeners = { stanza: [], leaving: [], sent: [], online: [] } as Record<string, ((arg: never) => void)[]>;
  const on = (name: string) => (listener: (arg: never) => void) => {
    listeners[name]!.push(listener);
    // As a host that is online, and has sent presence before this was loaded.
    if (isLate && name === "online") (listener as () => void)();
    if (isLate && name === "sent") (listener as (presence: Element) => void)(stanza("presence", {}));
    return () => undefined;
  };
  const emit = (name: string, ...args: unknown[]) => {
    for (const listener of listeners[name]!) (listener as (...all: unknown[]) => void)(...args);
  };
  const features = new Map([
    [ROMEO, [NS, NS_PUSH]],
    [MERCUTIO, [NS]],
    [PLAIN, []],
    [TYBALT, [NS, NS_PUSH]],
  ] as [string, string[]][]);
  const there = new Set([ROMEO, MERCUTIO, PLAIN, TYBALT]);
  const world = {
    scheme: schemeOf(JULIET, S1, ...looks) as StampedScheme | undefined,
    isInvisible: false,
    isServed: true,
    /** Else they are asked for, and come later. */
    areCapsKnown: true,
  };
  const peerOf = (jid: string) => ({ jid, caps: jid });
  const infoOf = (jid: string) => ({ features: new Set(features.get(jid)) });
  const announcer = createAnnouncer({
    host: {
      send: async (message) => void sent.push(message),
      onStanza: on("stanza"),
      onLeavingPresence: on("leaving"),
      onSentPresence: on("sent"),
      onOnline: on("online"),
    },
    deps: clock,
    peers: { all: () => [...there].map(peerOf), get: (jid) => (there.has(jid) ? peerOf(jid) : undefined) },
    caps: {
      known: (peer) => (world.areCapsKnown ? infoOf(peer.jid) : undefined),
      find: async ({ jid }) => infoOf(jid),
    },
    mayAsk: (jid) => jid !== TYBALT,
    scheme: () => world.scheme,
    isServed: () => world.isServed,
    isPushing,
    isInvisible: () => world.isInvisible,
  });
  const presence = (show: string, more: { readonly status?: string; readonly state?: string } = {}) => {
    const child = (name: string, text: string | undefined) =>
      text !== undefined && element("jabber:client", name, {}, text);
    const hint = more.state !== undefined && encodeShowing({ state: more.state });
    const element_ = stanza("presence", {}, child("show", show), child("status", more.status), hint);
    emit("sent", element_);
    emit("leaving", element_);
  };
  return {
    ...{ clock, sent, there, features, world, announcer, presence, emit },
    /** Who was sent what since the last time: `jid push` or `jid notice`. */
    told: async () => {
      await idle();
      return sent.splice(0).map(({ attrs, ...message }) => {
        const changed = (message as Element).children.find(
          (child): child is Element => typeof child !== "string" && child.name === "changed",
        );
        return `${String(attrs.to).split("@")[0]} ${changed?.children.length ? "push" : "notice"}`;
      });
    },
  };
}
/** Online, and everybody who is there told. */
async function atHome(options: Options = {}) {
  const world = createWorld(options);
  world.presence("chat");
  await world.told();
  await world.clock.advance(10_000);
  world.sent.length = 0;
  return world;
}

describe("a change of the scheme", () => {
  // holds: client-notifies-those-online, client-notice-to-those-who-may-ask
  test("is told to those who know the protocol and may ask", async () => {
    const { announcer, told } = await atHome({ isPushing: false });
    announcer.schemeChanged();
    expect(await told()).toEqual(["romeo notice", "mercutio notice"]);
  });

  test("that a service serves is the service's to tell", async () => {
    const { announcer, told, world } = await atHome({ isPushing: false });
    world.isServed = false;
    announcer.schemeChanged();
    expect(await told()).toEqual([]);
  });

  test("is pushed where that is on, to those who want it", async () => {
    const { announcer, told, world } = await atHome();
    world.scheme = schemeOf(JULIET, S2);
    announcer.schemeChanged();
    expect(await told()).toEqual(["mercutio notice", "romeo push"]);
  });
});

test.each([true, false])(
  "nothing is sent after a stop, also not what waited for caps (pushing: %s)",
  async (isPushing) => {
    const { announcer, told, world, presence, clock } = await atHome({ isPushing });
    world.areCapsKnown = false;
    world.scheme = schemeOf(JULIET, S2);
    announcer.schemeChanged();
    presence("dnd");
    announcer.stop();
    world.areCapsKnown = true;
    expect(await told()).toEqual([]);
    await clock.advance(60_000);
    expect(await told()).toEqual([]);
  },
);

describe("a change of state", () => {
  // holds: push-on-change-of-state, push-to-willing-only, push-to-those-who-may-ask
  test("pushes to those who want that and may ask, before the presence", async () => {
    const { presence, sent } = await atHome();
    presence("dnd");
    // Nothing was waited for: it is out before the presence is.
    expect(sent.map(({ attrs }) => attrs.to)).toEqual([ROMEO]);
    expect(sent[0]!.attrs.type).toBe("headline");
    expect(String(sent[0])).toContain("no-store");
  });

  // holds: push-on-real-changes-only
  test("is one of the state: not the same again, not another status", async () => {
    const { presence, told, clock } = await atHome();
    presence("chat");
    presence("chat", { status: "still here" });
    expect(await told()).toEqual([]);
    presence("chat", { state: "in_a_meeting" });
    expect(await told()).toEqual(["romeo push"]);
    await clock.advance(10_000);
    presence("chat");
    expect(await told()).toEqual(["romeo push"]);
  });

  // holds: pushes-coalesced
  test("within ten seconds of another: one push, at their end, of what the scheme is then", async () => {
    const { presence, told, clock, world, sent } = await atHome();
    presence("dnd");
    expect(await told()).toEqual(["romeo push"]);
    for (const show of ["away", "xa", "dnd"]) presence(show);
    await clock.advance(9_999);
    expect(await told()).toEqual([]);
    world.scheme = schemeOf(JULIET, S2);
    await clock.advance(1);
    expect(sent.map((message) => message.getChild("changed", NS)!.attrs.stamp)).toEqual([S2]);
    await clock.advance(60_000);
    expect(await told()).toEqual(["romeo push"]);
  });

  test("ten seconds hold from one session to the next", async () => {
    const { presence, told, emit, clock } = await atHome();
    presence("dnd");
    await told();
    emit("online");
    presence("away");
    expect(await told()).toEqual([]);
    await clock.advance(10_000);
    expect(await told()).toEqual(["romeo push"]);
  });

  // holds: no-push-while-invisible
  test("while invisible is nobody's to know; becoming visible is one", async () => {
    const { presence, told, world, clock } = await atHome();
    world.isInvisible = true;
    presence("dnd");
    await clock.advance(20_000);
    expect(await told()).toEqual([]);
    world.isInvisible = false;
    presence("dnd");
    expect(await told()).toEqual(["romeo push"]);
  });

  // holds: bounced-push-ends
  test("goes to nobody again, in this session, from whom a push came back", async () => {
    const { presence, told, emit, sent, clock } = await atHome();
    presence("dnd");
    const { id } = sent[0]!.attrs;
    emit("stanza", stanza("message", { type: "error", from: ROMEO, id }));
    await clock.advance(10_000);
    await told();
    presence("away");
    expect(await told()).toEqual([]);
    emit("online");
    await clock.advance(10_000);
    presence("away");
    expect(await told()).toEqual(["romeo push"]);
  });
});

describe("the first presence", () => {
  test("is followed by pushes to those who are there, as they come, and not to those who come later", async () => {
    const { presence, told, there, features, emit, clock } = createWorld();
    there.clear();
    presence("");
    expect(await told()).toEqual([]);
    const arrive = (jid: string) => {
      features.set(jid, [NS, NS_PUSH]);
      there.add(jid);
      emit("stanza", stanza("presence", { from: jid }));
    };
    arrive(ROMEO);
    arrive(ROMEO);
    expect(await told()).toEqual(["romeo push"]);
    await clock.advance(10_001);
    arrive(MERCUTIO);
    expect(await told()).toEqual([]);
  });
});

test("where presence was sent before: one push, and none because the same is sent again", async () => {
  const { presence, told, announcer, clock } = createWorld({ isLate: true });
  announcer.schemeChanged();
  presence("");
  expect(await told()).toEqual(["mercutio notice", "romeo push"]);
  await clock.advance(20_000);
  expect(await told()).toEqual([]);
});

describe("what is pushed", () => {
  // holds: no-urls-pushed
  test("has no sources", async () => {
    const medium = makeMedium(new Uint8Array(3));
    const { presence, sent } = await atHome({ looks: [textLook("dnd", "Busy", { media: [medium] })] });
    presence("dnd");
    expect(medium.sources).toHaveLength(1);
    expect(String(sent[0])).toContain(medium.hash);
    expect(String(sent[0])).not.toContain("sources");
  });

  // holds: push-budget, notice-beyond-budget
  test("costs no more than the budget, those first who do not have it; the others get notices", async () => {
    const long = Array.from({ length: 40 }, (_, index) => textLook(`state_${index}`, "x".repeat(100), { show: "dnd" }));
    const { presence, sent, there, features, clock } = await atHome({ looks: long });
    const crowd = Array.from({ length: 20 }, (_, index) => `friend${index}@capulet.lit/x`);
    for (const jid of crowd) {
      features.set(jid, [NS, NS_PUSH]);
      there.add(jid);
    }
    presence("dnd");
    const pushes = sent.filter((message) => message.getChild("changed", NS)!.getChild("scheme", NS));
    const size = byteLength(pushes[0]!);
    const bytes = pushes.reduce((sum, message) => sum + byteLength(message), 0);
    expect(bytes).toBeLessThanOrEqual(65_536);
    expect(bytes + size).toBeGreaterThan(65_536);
    expect(sent).toHaveLength(21);
    const newcomers = pushes.filter(({ attrs }) => attrs.to !== ROMEO);
    expect(newcomers).toHaveLength(pushes.length);
    await clock.advance(20_000);
    sent.length = 0;
    presence("away");
    const second = sent.filter((message) => message.getChild("changed", NS)!.getChild("scheme", NS));
    const had = new Set(pushes.map(({ attrs }) => attrs.to));
    expect(second.some(({ attrs }) => !had.has(attrs.to))).toBe(true);
    expect(had.has(second[0]!.attrs.to)).toBe(false);
  });
});
