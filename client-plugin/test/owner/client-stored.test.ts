// Beginning to serve, and what is noted meanwhile of others who use stamps for the same scheme (draft, section 8.16).
import { expect, test } from "@jest/globals";
import { encodeChanged, encodeShowing, parseStamp, stanza } from "@status-scheme/protocol";
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
  const done = () => Promise.resolve();
  const host: Partial<Host> = {
    jid: () => `${JULIET}/balcony`,
    onSentPresence: () => () => undefined,
    onStanza: (listener) => {
      listeners.push(listener);
      return () => void listeners.splice(listeners.indexOf(listener), 1);
    },
    answer: () => undefined,
    offer: done,
  };
  const lists = { readSubscribers: done, readBlocked: done, subscribers: () => new Map(), blocked: () => new Set() };
  const clientStored = createClientStored({
    host: host as Host,
    deps: { ...clock, fetch },
    transfers: () => Promise.resolve({ serve: () => ({ review: () => undefined, leave: done, stop: done }) } as never),
    features: [],
    ibbBytes: undefined,
    self: () => JULIET,
    lists: lists as unknown as ContactLists,
    elsewhere: () => undefined,
    knownService: () => SERVICE,
    isInvisible: () => false,
    onChange: (scheme) => changes.push(scheme?.stamp),
  });
  const receive = (incoming: Element) => [...listeners].forEach((listener) => listener(incoming));
  return { clientStored, changes, receive, listeners, now: () => parseStamp(new Date(clock.now()).toISOString()) };
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
