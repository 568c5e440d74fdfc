// To become invisible, or visible again, takes several questions: what happens meanwhile must unmask nobody.
import { describe, expect, test } from "@jest/globals";
import { element, NS_DISCO_INFO, NS_PRIVACY, SchemeError, stanza } from "@status-scheme/protocol";
import type { Element, ErrorCode } from "@status-scheme/protocol";
import type { Warning } from "../../src/api.ts";
import type { Host } from "../../src/host/host.ts";
import { createInvisible } from "../../src/owner/invisible.ts";
import { createClock, idle } from "../viewer/support/clock.ts";

/** A server with privacy lists, whose answer about the active one can be waited for. */
function createWorld() {
  const listeners: Record<"online" | "offline" | "resumed", (() => void)[]> = { online: [], offline: [], resumed: [] };
  const on = (event: keyof typeof listeners) => (listener: () => void) => {
    listeners[event].push(listener);
    return () => undefined;
  };
  /** The name of the active list. */
  let active: string | undefined;
  let isHeld = () => false;
  let waiting: (() => void)[] | undefined;
  /** What changes of the active list are answered with, and definitions of lists. */
  let refused: ErrorCode | undefined;
  let refusedList: ErrorCode | undefined;
  const clock = createClock();
  const warnings: Warning[] = [];
  const sent: string[] = [];
  const ask = async (iq: Element): Promise<Element> => {
    const change = iq.getChild("query", NS_PRIVACY)?.getChild("active");
    if (change && waiting) await new Promise<void>((resolve) => waiting!.push(resolve));
    if (change && refused) throw new SchemeError(refused);
    const list = iq.attrs.type === "set" ? iq.getChild("query", NS_PRIVACY)?.getChild("list") : undefined;
    if (list && refusedList) throw new SchemeError(refusedList);
    // To define the list again is what helps where somebody has removed it.
    if (list && refused === "not-found") refused = undefined;
    if (change) active = change.attrs.name;
    const feature = element(NS_DISCO_INFO, "feature", { var: NS_PRIVACY });
    const query = iq.getChild("query", NS_PRIVACY)
      ? element(NS_PRIVACY, "query")
      : element(NS_DISCO_INFO, "query", {}, feature);
    return stanza("iq", { type: "result" }, query);
  };
  const host = {
    ask,
    jid: () => "juliet@capulet.lit/balcony",
    send: (presence: Element) => {
      sent.push(presence.attrs.type ?? "available");
      return Promise.resolve();
    },
    holdPresence: (given: () => boolean) => {
      isHeld = given;
      return () => undefined;
    },
    onOnline: on("online"),
    onOffline: on("offline"),
    onResumed: on("resumed"),
  } as unknown as Host;
  const invisible = createInvisible({
    host,
    deps: clock,
    emit: (_, warning) => warnings.push(warning as Warning),
    caller: { self: () => "juliet@capulet.lit", known: () => undefined } as never,
    state: {
      send: () => {
        sent.push("state");
        return Promise.resolve();
      },
    },
  });
  return {
    invisible,
    clock,
    sent,
    warnings: () => warnings.map(({ code }) => code),
    refuse: (code?: ErrorCode) => (refused = code),
    refuseList: (code?: ErrorCode) => (refusedList = code),
    active: () => active,
    isHeld: () => isHeld(),
    happens: (event: keyof typeof listeners) => listeners[event].forEach((listener) => listener()),
    /** Answers about the active list wait until what this returns is called. */
    hold: () => {
      const held: (() => void)[] = (waiting = []);
      return () => {
        waiting = undefined;
        for (const resolve of held) resolve();
      };
    },
  };
}

test.each([true, false])("of wishes in a row the last one counts: invisible %s", async (last) => {
  const { invisible, active } = createWorld();
  await invisible.set(last);
  await Promise.all([invisible.set(!last), invisible.set(last)]);
  expect([invisible.is(), active() !== undefined]).toEqual([last, last]);
});

// holds: invisible-no-hint
test("presence is held until nobody gets it, also where the stream was lost and resumed in between", async () => {
  const { invisible, hold, happens, isHeld, active } = createWorld();
  await invisible.set(true);
  expect(isHeld()).toBe(false);
  happens("offline");
  const answer = hold();
  happens("online");
  expect(isHeld()).toBe(true);
  happens("offline");
  happens("resumed");
  expect(isHeld()).toBe(true);
  answer();
  await idle();
  expect([isHeld(), active()]).toEqual([false, "status-scheme-invisible"]);
});

describe("where the server does not make the list the active one", () => {
  const inNewSession = async (code: ErrorCode) => {
    const world = createWorld();
    await world.invisible.set(true);
    world.sent.splice(0);
    world.happens("offline");
    world.refuse(code);
    world.happens("online");
    await idle();
    return world;
  };

  // holds: invisible-no-hint
  test("presence waits, the program is told once, and it is tried again until it goes", async () => {
    const { clock, refuse, isHeld, warnings, active, sent } = await inNewSession("try-later");
    expect([isHeld(), warnings(), sent]).toEqual([true, ["presence-held"], []]);
    await clock.advance(60_000);
    expect(warnings()).toEqual(["presence-held"]);
    refuse(undefined);
    await clock.advance(3_600_000);
    expect([isHeld(), active(), sent]).toEqual([false, "status-scheme-invisible", ["state"]]);
    expect(clock.timers()).toBe(0);
  });

  test("because somebody removed it: it is made again", async () => {
    const { isHeld, warnings, active } = await inNewSession("not-found");
    expect([isHeld(), warnings(), active()]).toEqual([false, [], "status-scheme-invisible"]);
  });

  test("it is tried again by the next wish to be invisible, which is refused as long as it is not so", async () => {
    const { invisible, refuse, isHeld } = await inNewSession("internal");
    await expect(invisible.set(true)).rejects.toMatchObject({ code: "internal" });
    refuse(undefined);
    await invisible.set(true);
    expect(isHeld()).toBe(false);
  });

  test("the wish to be visible again lets presence go", async () => {
    const { invisible, isHeld, clock, sent } = await inNewSession("internal");
    await invisible.set(false);
    expect([invisible.is(), isHeld(), sent, clock.timers()]).toEqual([false, false, ["state"], 0]);
  });

  test("after the person has stopped waiting, nothing is tried", async () => {
    const { invisible, clock } = await inNewSession("try-later");
    invisible.stop();
    expect(clock.timers()).toBe(0);
  });
});

test("presence that was held while it turned out that the owner cannot become invisible goes out then", async () => {
  const { invisible, refuseList, isHeld, sent } = createWorld();
  refuseList("internal");
  const hiding = invisible.set(true);
  await Promise.resolve();
  // The host program sends presence.
  expect(isHeld()).toBe(true);
  await expect(hiding).rejects.toMatchObject({ code: "internal" });
  expect([invisible.is(), isHeld(), sent]).toEqual([false, false, ["state"]]);
});

test("an owner who cannot become invisible at once is told so, and not visible meanwhile", async () => {
  const { invisible, refuse, isHeld, sent, clock } = createWorld();
  refuse("internal");
  await expect(invisible.set(true)).rejects.toMatchObject({ code: "internal" });
  expect([invisible.is(), isHeld(), sent]).toEqual([true, true, ["unavailable"]]);
  refuse(undefined);
  await clock.advance(3_600_000);
  expect([isHeld(), sent]).toEqual([false, ["unavailable", "state"]]);
});
