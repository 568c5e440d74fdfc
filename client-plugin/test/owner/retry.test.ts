// What an owner's client does at login, of itself, is done again where it failed: over lost connections, and not after `stop`.
import { expect, test } from "@jest/globals";
import { SchemeError, stanza } from "@status-scheme/protocol";
import type { Host } from "../../src/host/host.ts";
import { createOwner } from "../../src/owner/owner.ts";
import { createClock, idle } from "../viewer/support/clock.ts";

function createWorld() {
  const clock = createClock();
  const listeners: Record<"online" | "offline" | "resumed", (() => void)[]> = { online: [], offline: [], resumed: [] };
  const none = () => () => undefined;
  const on = (event: keyof typeof listeners) => (listener: () => void) => {
    listeners[event].push(listener);
    return () => undefined;
  };
  let isOnline = true;
  let asked = 0;
  let answer: () => Promise<undefined> = () => Promise.reject(new SchemeError("try-later"));
  const host: Partial<Host> = {
    jid: () => (isOnline ? "juliet@capulet.lit/balcony" : undefined),
    ask: () => Promise.resolve(stanza("iq", { type: "result" })),
    onStanza: none,
    onSentPresence: none,
    onLeavingPresence: none,
    decoratePresence: none,
    holdPresence: none,
    answer: () => undefined,
    refreshPresence: () => Promise.resolve(),
    onOnline: on("online"),
    onOffline: on("offline"),
    onResumed: on("resumed"),
  };
  const owner = createOwner({
    host: host as Host,
    deps: { ...clock, fetch },
    service: () => {
      asked += 1;
      return answer();
    },
    mayOwn: () => Promise.resolve(false),
    emit: () => undefined,
    hint: true,
    push: false,
    features: [],
    ibbBytes: undefined,
    transfers: () => Promise.reject(new Error("no sessions here")),
    peers: { all: () => [], get: () => undefined },
    peerCaps: () => Promise.reject(new Error("no caps here")),
  });
  return {
    clock,
    owner,
    asked: () => asked,
    answers: (given: typeof answer) => (answer = given),
    happens: async (event: keyof typeof listeners) => {
      isOnline = event !== "offline";
      for (const listener of listeners[event]) listener();
      await idle();
    },
  };
}
const HOUR_MS = 3_600_000;

test("a connection that is lost while it waits, and resumed, does not end the wait for good", async () => {
  const { happens, asked, clock } = createWorld();
  await happens("online");
  expect(asked()).toBe(1);
  await happens("offline");
  await clock.advance(HOUR_MS);
  expect(asked()).toBe(1);
  await happens("resumed");
  expect(asked()).toBe(2);
});

test("what a lost connection broke off is done when the stream is resumed, and once", async () => {
  const { happens, asked, answers, clock } = createWorld();
  const { promise, reject } = Promise.withResolvers<undefined>();
  answers(() => promise);
  await happens("online");
  answers(() => Promise.resolve(undefined));
  const lost = happens("offline");
  reject(new SchemeError("try-later", { reason: "not connected" }));
  await lost;
  await happens("resumed");
  await happens("resumed");
  await clock.advance(HOUR_MS);
  expect(asked()).toBe(2);
});

test("nothing is tried again after the plugin was stopped", async () => {
  const { happens, asked, answers, owner, clock } = createWorld();
  const { promise, reject } = Promise.withResolvers<undefined>();
  answers(() => promise);
  await happens("online");
  owner.stop();
  reject(new SchemeError("try-later"));
  await clock.advance(HOUR_MS);
  expect([asked(), clock.timers()]).toEqual([1, 0]);
});
