// The account's own lists, as they are read and pushed.
import { expect, test } from "@jest/globals";
import { element, NS_BLOCKING, NS_ROSTER, stanza } from "@status-scheme/protocol";
import type { Element } from "@status-scheme/protocol";
import type { Host } from "../../src/host/host.ts";
import { createContactLists } from "../../src/owner/contact-lists.ts";

const ROMEO = "romeo@capulet.lit";
const roster = (jid: string, subscription: string) =>
  element(NS_ROSTER, "query", {}, element(NS_ROSTER, "item", { jid, subscription }));
const blocking = (name: string, jid: string) => element(NS_BLOCKING, name, {}, element(NS_BLOCKING, "item", { jid }));

/** A server whose answers come in one packet with what it pushes behind them. */
function createLists(answers: (name: string) => Element, pushes: readonly Element[]) {
  const listeners: ((stanza: Element) => void)[] = [];
  const push = (payload: Element) => listeners.forEach((listener) => listener(stanza("iq", { type: "set" }, payload)));
  const host: Partial<Host> = {
    jid: () => "juliet@capulet.lit/balcony",
    ask: (iq) => {
      const answered = Promise.resolve(stanza("iq", { type: "result" }, answers(iq.getChildElements()[0]!.name)));
      pushes.forEach(push);
      return answered;
    },
    onStanza: (listener) => {
      listeners.push(listener);
      return () => undefined;
    },
    answer: () => undefined,
  };
  return createContactLists(host as Host, () => undefined);
}

test.each([
  ["removed", roster(ROMEO, "both"), [roster(ROMEO, "remove")], []],
  ["become one", roster("mercutio@capulet.lit", "none"), [roster(ROMEO, "to"), roster(ROMEO, "both")], [ROMEO]],
])("a subscriber who was %s behind the answer", async (_what, answer, pushes, subscribers) => {
  const lists = createLists(() => answer, pushes);
  await lists.readSubscribers();
  expect([...lists.subscribers()!.keys()]).toEqual(subscribers);
});

test.each([
  ["block", blocking("blocklist", "tybalt@capulet.lit"), blocking("block", ROMEO), ["tybalt@capulet.lit", ROMEO]],
  ["unblock", blocking("blocklist", ROMEO), blocking("unblock", ROMEO), []],
  ["unblock of everybody", blocking("blocklist", ROMEO), element(NS_BLOCKING, "unblock"), []],
])("a %s behind the answer", async (_what, answer, push, blocked) => {
  const lists = createLists(() => answer, [push]);
  await lists.readBlocked();
  expect([...lists.blocked()!]).toEqual(blocked);
});
