// To become invisible, or visible again, takes several questions: what happens meanwhile must unmask nobody.
import { expect, test } from "@jest/globals";
import { element, NS_DISCO_INFO, NS_PRIVACY, stanza } from "@status-scheme/protocol";
import type { Element } from "@status-scheme/protocol";
import type { Host } from "../../src/host/host.ts";
import { createInvisible } from "../../src/owner/invisible.ts";
import { idle } from "../viewer/support/clock.ts";

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
  const ask = async (iq: Element): Promise<Element> => {
    const change = iq.getChild("query", NS_PRIVACY)?.getChild("active");
    if (change && waiting) await new Promise<void>((resolve) => waiting!.push(resolve));
    if (change) active = change.attrs.name;
    const feature = element(NS_DISCO_INFO, "feature", { var: NS_PRIVACY });
    const query = iq.getChild("query", NS_PRIVACY)
      ? element(NS_PRIVACY, "query")
      : element(NS_DISCO_INFO, "query", {}, feature);
    return stanza("iq", { type: "result" }, query);
  };
  const host = {
    ask,
    send: () => Promise.resolve(),
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
    emit: () => undefined,
    caller: { self: () => "juliet@capulet.lit", known: () => undefined } as never,
    state: { send: () => Promise.resolve() },
  });
  return {
    invisible,
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
