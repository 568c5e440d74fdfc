// A viewer that neither goes on nor goes, and ends that come strangely (draft, sections 8.12 and 8.13).
import { expect, test } from "@jest/globals";
import { element, NS_JINGLE, stanza } from "@status-scheme/protocol";
import type { Element } from "@status-scheme/protocol";
import { encodeJingle } from "@status-scheme/protocol/transfer";
import type { ServedSession } from "../../src/transfer/api.ts";
import { createTransfers } from "../../src/transfer/transfers.ts";
import { createClock } from "../viewer/support/clock.ts";
import { jinglesIn, makeScheme } from "./support/people.ts";
import { createScriptedHost } from "./support/scripted-host.ts";

const VIEWER = "romeo@capulet.lit/orchard";
const OWNER = "juliet@capulet.lit/balcony";

/** An owner whose document Romeo has asked for, in band, and who has agreed. */
async function createWorld() {
  const clock = createClock();
  const me = createScriptedHost(OWNER);
  const ended: ServedSession[] = [];
  const { scheme } = makeScheme("juliet@capulet.lit", { dnd: 100 });
  const transfers = createTransfers({ host: me.host, deps: clock, net: undefined });
  const serving = transfers.serve({
    mayAsk: () => true,
    document: async () => scheme,
    media: async () => undefined,
    onSession: (session) => ended.push(session),
  });
  let count = 0;
  /** What comes from the viewer; what is said then, questions acknowledged. */
  const say = async (payload: Element): Promise<readonly Element[]> => {
    me.receive(stanza("iq", { type: "set", id: `in-${(count += 1)}`, from: VIEWER, to: OWNER }, payload));
    return heard();
  };
  const heard = async (): Promise<readonly Element[]> => {
    await clock.advance(0);
    const out = me.out.splice(0);
    for (const said of out.filter(({ attrs }) => attrs.type === "set")) {
      me.name(said, `out-${(count += 1)}`);
      me.receive(stanza("iq", { type: "result", id: said.attrs.id, from: VIEWER, to: OWNER }));
    }
    return out;
  };
  const transport = { method: "ibb", sid: "ibb-1", blockSize: 4_096, stanza: "iq" } as const;
  const description = { document: {}, hashUsed: true };
  const contents = [{ creator: "initiator", name: "scheme", senders: "responder", description, transport } as const];
  const begun = await say(encodeJingle({ action: "session-initiate", sid: "jgl-1", contents }));
  expect(jinglesIn(begun).map(({ action }) => action)).toEqual(["session-accept"]);
  return { clock, say, heard, ended, serving };
}
const types = (out: readonly Element[]) => out.map(({ attrs }) => attrs.type);
const PING = encodeJingle({ action: "session-info", sid: "jgl-1", contents: [] });

// holds: every-wait-ends, session-ping-answered, nothing-left-behind
test("no storm of session-info keeps a session alive: each is answered, and what is waited for is waited for no longer", async () => {
  const { clock, say, heard, ended } = await createWorld();
  for (let second = 0; second < 29; second += 1) {
    for (let storm = 0; storm < 20; storm += 1) expect(types(await say(PING))).toEqual(["result"]);
    await clock.advance(1_000);
  }
  expect(ended).toEqual([]);
  await clock.advance(1_000);
  expect(jinglesIn(await heard())).toMatchObject([{ action: "session-terminate", reason: { condition: "timeout" } }]);
  expect(types(await say(PING))).toEqual(["error"]);
  expect([ended.length, clock.timers()]).toEqual([1, 0]);
});

// holds: termination-acknowledged, ended-at-once
test.each([
  ["a reason that nobody knows", [element(NS_JINGLE, "reason", {}, element(NS_JINGLE, "tantrum"))]],
  ["several", [element(NS_JINGLE, "reason", {}, element(NS_JINGLE, "busy"), element(NS_JINGLE, "gone"))]],
  ["none", []],
])("an end with %s is an end", async (_, reasons) => {
  const { say, ended, clock } = await createWorld();
  const end = element(NS_JINGLE, "jingle", { action: "session-terminate", sid: "jgl-1" }, ...reasons);
  expect(types(await say(end))).toEqual(["result"]);
  expect([ended.length, clock.timers()]).toEqual([1, 0]);
});

// holds: termination-acknowledged, ended-at-once
test("two ends that cross are both acknowledged, and the session has ended once", async () => {
  const { say, heard, ended, serving, clock } = await createWorld();
  const leaving = serving.leave();
  const end = encodeJingle({
    action: "session-terminate",
    sid: "jgl-1",
    contents: [],
    reason: { condition: "cancel" },
  });
  const crossed = await say(end);
  await leaving;
  expect(jinglesIn(crossed)).toMatchObject([{ action: "session-terminate", reason: { condition: "gone" } }]);
  expect(types(crossed).filter((type) => type !== "set")).toEqual(["result"]);
  expect(await heard()).toEqual([]);
  expect([ended, clock.timers()]).toMatchObject([[{ reason: "gone" }], 0]);
});
