// What an owner's presence says after a sleep in which timers stood still, and of another account.
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
  const host = {
    jid: () => `${JULIET}/balcony`,
    send: (presence: Element) => Promise.resolve(void sent.push(presence)),
    onSentPresence: on("sent"),
    onOnline: on("online"),
    onResumed: on("resumed"),
  } as Partial<Host> as Host;
  // The machine sleeps: no timer fires.
  const deps = { now: () => now, random: () => 0.5, after: () => () => undefined, fetch };
  const tell = (event: string) => listeners[event]?.forEach((listener) => listener(stanza("presence", {})));
  return { state: createState({ host, deps }, () => undefined), sent, tell, sleep: (ms: number) => (now += ms) };
}

test.each(["resumed", "online"])("a state that ended meanwhile is over, and not said again: %s", async (event) => {
  const { state, sent, tell, sleep } = asleep();
  await state.set("dnd", { until: new Date("2026-11-22T09:00:00Z") });
  expect(sent.at(-1)!.getChildText("show")).toBe("dnd");
  sleep(2 * HOUR);
  tell(event);
  await Promise.resolve();
  expect(sent).toHaveLength(2);
  expect(sent.at(-1)!.getChildText("show")).toBeNull();
  expect(state.shown()).toEqual({});
});

test.each(["resumed", "online"])("one that did not goes on: %s", async (event) => {
  const { state, tell, sleep } = asleep();
  await state.set("dnd", { until: new Date("2026-11-22T11:00:00Z") });
  sleep(2 * HOUR);
  tell(event);
  expect(state.shown()).toHaveProperty("until");
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
