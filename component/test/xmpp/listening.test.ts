import { beforeEach, describe, expect, test } from "@jest/globals";
import { stanza } from "@status-scheme/protocol";
import type { Element } from "@status-scheme/protocol";
import { silentLog } from "../../src/log.ts";
import { createGate } from "../../src/xmpp/gate.ts";
import type { Gate } from "../../src/xmpp/gate.ts";
import { createLastWords } from "../../src/xmpp/last-words.ts";
import { createListening } from "../../src/xmpp/listening.ts";
import type { Listening } from "../../src/xmpp/listening.ts";

const DOMAIN = "schemes.capulet.lit";
const ROMEO = "romeo@montague.lit/orchard";

let told: string[];
let sent: Element[];
let gate: Gate;
let listening: Listening;
beforeEach(() => {
  told = [];
  sent = [];
  gate = createGate({ total: 100, perAsker: 10 });
  const words = createLastWords({
    gate,
    log: silentLog,
    listeners: {
      // Coming takes longer than going: only what is done in turn ends as it was said.
      available: async (jid) => {
        await new Promise((resolve) => setImmediate(resolve));
        told.push(`+${jid}`);
        if (jid.endsWith("/defect")) throw new Error("defect");
      },
      unavailable: async (jid) => void told.push(`-${jid}`),
    },
  });
  listening = createListening({ domain: DOMAIN, words, send: async (reply) => void sent.push(reply) });
});

function presence(over: Record<string, string | undefined> = {}): Element {
  return stanza("presence", { from: ROMEO, to: DOMAIN, ...over });
}
async function toldThen(): Promise<string[]> {
  await expect(gate.empty(5000)).resolves.toBe(true);
  return told;
}

// holds: notices-end
test("directed presence asks for notices, and its end ends that, in turn", async () => {
  listening.presence(presence());
  await expect(toldThen()).resolves.toEqual([`+${ROMEO}`]);
  listening.presence(presence({ type: "unavailable" }));
  await expect(toldThen()).resolves.toEqual([`+${ROMEO}`, `-${ROMEO}`]);
  expect(sent).toEqual([]);
});

test("full JIDs are told normalised", async () => {
  listening.presence(presence({ from: "Romeo@Montague.LIT/Orchard" }));
  await expect(toldThen()).resolves.toEqual(["+romeo@montague.lit/Orchard"]);
});

// holds: notices-end
test("a notice that comes back ends the wish", async () => {
  listening.message(stanza("message", { type: "error", from: ROMEO, to: DOMAIN }));
  await expect(toldThen()).resolves.toEqual([`-${ROMEO}`]);
});

test("a defect ends nothing but itself", async () => {
  listening.presence(presence({ from: "romeo@montague.lit/defect" }));
  listening.presence(presence({ from: "romeo@montague.lit/defect", type: "unavailable" }));
  await expect(toldThen()).resolves.toEqual(["+romeo@montague.lit/defect", "-romeo@montague.lit/defect"]);
});

// holds: service-has-no-presence
test("a request to subscribe is refused", () => {
  listening.presence(presence({ type: "subscribe", from: "romeo@montague.lit" }));
  expect(sent.map((reply) => reply.attrs)).toEqual([{ type: "unsubscribed", from: DOMAIN, to: "romeo@montague.lit" }]);
});

describe("is ignored", () => {
  test.each([
    ["a bare JID's presence", presence({ from: "romeo@montague.lit" })],
    ["a server's presence", presence({ from: "montague.lit/x" })],
    ["presence to somebody who would live here", presence({ to: `juliet@${DOMAIN}` })],
    ["a request to subscribe to such a one", presence({ to: `juliet@${DOMAIN}`, type: "subscribe" })],
    ["presence of nobody", presence({ from: undefined })],
    ["presence of no JID", presence({ from: "@/" })],
    ["a probe", presence({ type: "probe", from: "romeo@montague.lit" })],
    ["an error", presence({ type: "error" })],
    ["an unsubscription", presence({ type: "unsubscribe" })],
    ["a type that is none", presence({ type: "hello" })],
  ])("%s", async (_what, ignored) => {
    listening.presence(ignored);
    await expect(toldThen()).resolves.toEqual([]);
    expect(sent).toEqual([]);
  });

  test.each([
    ["a message", stanza("message", { type: "chat", from: ROMEO, to: DOMAIN })],
    ["a bounce in a server's name", stanza("message", { type: "error", from: "montague.lit", to: DOMAIN })],
    ["a bounce of nobody", stanza("message", { type: "error", to: DOMAIN })],
  ])("%s", async (_what, ignored) => {
    listening.message(ignored);
    await expect(toldThen()).resolves.toEqual([]);
    expect(sent).toEqual([]);
  });
});
