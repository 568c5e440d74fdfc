// Beginning to serve, and what is noted meanwhile of others who use stamps for the same scheme (draft, section 8.16).
import { expect, test } from "@jest/globals";
import { encodeChanged, encodeShowing, NS, parseStamp, stanza } from "@status-scheme/protocol";
import type { Element } from "@status-scheme/protocol";
import type { Host } from "../../src/host/host.ts";
import { createClientStored } from "../../src/owner/client-stored.ts";
import type { ContactLists } from "../../src/owner/contact-lists.ts";
import { memoryStore } from "../../src/serve/memory-store.ts";
import { createClock } from "../viewer/support/clock.ts";
import { JULIET } from "../viewer/support/juliet.ts";
import { SERVICE } from "../viewer/support/values.ts";

const LOOKS = [{ state: "dnd", text: [{ lang: "en", text: "Busy" }] }];

function createWorld() {
  const clock = createClock();
  const listeners: ((stanza: Element) => void)[] = [];
  const changes: (string | undefined)[] = [];
  const offered: (readonly string[])[] = [];
  const answered: string[] = [];
  const done = () => Promise.resolve();
  /** What is waited for, by name; the test may take part in it. */
  const steps: Record<string, () => void> = {};
  const step = (name: string) => Promise.resolve(steps[name]?.());
  const host: Partial<Host> = {
    jid: () => `${JULIET}/balcony`,
    onSentPresence: () => () => undefined,
    onStanza: (listener) => {
      listeners.push(listener);
      return () => void listeners.splice(listeners.indexOf(listener), 1);
    },
    answer: (_type, _xmlns, name) => void answered.push(name),
    offer: ({ features }) => {
      offered.push(features);
      return step("offer");
    },
  };
  const lists = {
    readSubscribers: () => step("read"),
    readBlocked: done,
    subscribers: () => new Map(),
    blocked: () => new Set(),
  };
  const clientStored = createClientStored({
    host: host as Host,
    deps: { ...clock, fetch },
    transfers: () =>
      step("load").then(() => ({ serve: () => ({ review: () => undefined, leave: done, stop: done }) }) as never),
    features: [NS],
    ibbBytes: undefined,
    self: () => JULIET,
    lists: lists as unknown as ContactLists,
    elsewhere: () => undefined,
    knownService: () => SERVICE,
    isInvisible: () => false,
    onChange: (scheme) => changes.push(scheme?.stamp),
  });
  const receive = (incoming: Element) => [...listeners].forEach((listener) => listener(incoming));
  return {
    clientStored,
    changes,
    receive,
    listeners,
    steps,
    offered,
    answered,
    now: () => parseStamp(new Date(clock.now()).toISOString()),
  };
}

test("where what is to be served next cannot be read, presence is to tell that nothing is", async () => {
  const { clientStored, changes, listeners } = createWorld();
  await clientStored.serve({ looks: LOOKS });
  const cause = new Error("the disk is gone");
  const store = { ...memoryStore(), get: () => Promise.reject(cause) };
  await expect(clientStored.serve({ store })).rejects.toMatchObject({ code: "internal", cause });
  expect(clientStored.served()).toBeUndefined();
  expect(changes.map((stamp) => stamp !== undefined)).toEqual([true, false]);
  expect(listeners).toHaveLength(0);
});

// holds: stamps-of-devices-differ
test.each([
  ["another device", true, () => stanza("presence", { from: `${JULIET}/garden` }), "showing"],
  ["the own service", true, () => stanza("message", { from: SERVICE }), "changed"],
  ["a stranger", false, () => stanza("message", { from: "tybalt@capulet.lit/street" }), "changed"],
  ["a stranger's presence", false, () => stanza("presence", { from: "tybalt@capulet.lit/street" }), "showing"],
])("a stamp that %s uses is not used again: %s", async (_who, isBelieved, from, what) => {
  const { clientStored, receive, now } = createWorld();
  await clientStored.serve();
  const stamp = now();
  const payload = what === "showing" ? encodeShowing({ stamp }) : encodeChanged({ owner: JULIET, stamp });
  const incoming = from();
  incoming.append(payload);
  receive(incoming);
  const issued = (await clientStored.now()!.publish(LOOKS)).stamp;
  expect(issued !== stamp).toBe(isBelieved);
});

test.each(["load", "read", "offer"])(
  "stopped meanwhile, at `%s`, nothing is served, and nothing left on the host",
  async (at) => {
    const { clientStored, changes, listeners, steps, offered, answered } = createWorld();
    steps[at] = clientStored.stop;
    await expect(clientStored.serve({ looks: LOOKS })).rejects.toMatchObject({ code: "try-later" });
    await expect(clientStored.serve()).rejects.toMatchObject({ code: "try-later" });
    expect([clientStored.now(), listeners, answered]).toEqual([undefined, [], []]);
    expect(changes.filter((stamp) => stamp !== undefined)).toEqual([]);
    expect(offered.at(-1) ?? [NS]).toEqual([NS]);
  },
);
