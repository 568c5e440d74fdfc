// What an owner's presence says after a sleep in which timers stood still, or a time without a connection, and of another account.
import { expect, test } from "@jest/globals";
import { stanza } from "@status-scheme/protocol";
import type { Element } from "@status-scheme/protocol";
import type { Host } from "../../src/host/host.ts";
import { createState } from "../../src/owner/state.ts";
import { createOwnScheme } from "../../src/owner/own-scheme.ts";
import { JULIET } from "../viewer/support/juliet.ts";
import { S1, schemeOf } from "../viewer/support/values.ts";

const HOUR = 3_600_000;

function asleep() {
  let now = Date.parse("2026-11-22T08:00:00Z");
  const sent: Element[] = [];
  const listeners: Record<string, ((presence: Element) => void)[]> = {};
  const on = (event: string) => (listener: (presence: Element) => void) => {
    (listeners[event] ??= []).push(listener);
    return () => undefined;
  };
  let isOnline = true;
  const host = {
    jid: () => (isOnline ? `${JULIET}/balcony` : undefined),
    send: (presence: Element) => Promise.resolve(void sent.push(presence)),
    onSentPresence: on("sent"),
    onOnline: on("online"),
    onResumed: on("resumed"),
  } as Partial<Host> as Host;
  let timers: (() => void)[] = [];
  const after = (_: number, run: () => void) => {
    timers.push(run);
    return () => (timers = timers.filter((one) => one !== run));
  };
  const deps = { now: () => now, random: () => 0.5, after, fetch };
  const fire = () => {
    for (const run of timers.splice(0)) run();
  };
  return {
    state: createState({ host, deps }, () => undefined),
    sent,
    fire,
    tell(event: string) {
      isOnline = true;
      for (const listener of listeners[event] ?? []) listener(stanza("presence", {}));
    },
    /** No timer fires. */
    sleep: (ms: number) => (now += ms),
    /** The connection is lost for so long, and timers fire in it. */
    lose(ms: number) {
      isOnline = false;
      now += ms;
      fire();
    },
  };
}

const WAYS = (["resumed", "online"] as const).flatMap((event) =>
  (["sleep", "lose"] as const).map((pass) => [pass, event] as const),
);

test.each(WAYS)("a state that ended meanwhile is over, and not said again: %s, %s", async (pass, event) => {
  const world = asleep();
  const { state, sent, tell } = world;
  await state.set("dnd", { until: new Date("2026-11-22T09:00:00Z") });
  expect(sent.at(-1)!.getChildText("show")).toBe("dnd");
  world[pass](2 * HOUR);
  tell(event);
  await Promise.resolve();
  expect(sent).toHaveLength(2);
  expect(sent.at(-1)!.getChildText("show")).toBeNull();
  expect(state.shown()).toEqual({});
});

// Timers that cannot wait as long come early.
test.each(WAYS)("one that did not goes on, to its end: %s, %s", async (pass, event) => {
  const world = asleep();
  const { state, tell, fire } = world;
  await state.set("dnd", { until: new Date("2026-11-22T11:00:00Z") });
  world[pass](2 * HOUR);
  tell(event);
  expect(state.shown()).toHaveProperty("until");
  world.sleep(2 * HOUR);
  fire();
  expect(state.shown()).toEqual({});
});

test("the scheme of the account before is not the next one's, before it has asked for its own", () => {
  let account = JULIET;
  const caller = { self: () => account, known: () => undefined } as unknown as Parameters<typeof createOwnScheme>[0];
  const own = createOwnScheme(caller, () => undefined);
  own.hold(schemeOf(JULIET, S1));
  expect(own.held()).toMatchObject({ owner: JULIET });
  account = "rosaline@capulet.lit";
  expect(own.held()).toBeUndefined();
});
