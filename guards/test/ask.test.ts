import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { once } from "node:events";
import { element, SchemeError, stanza } from "@status-scheme/protocol";
import type { Element } from "@status-scheme/protocol";
import { startTestbed } from "@status-scheme/testbed";
import type { Testbed } from "@status-scheme/testbed";
import type { Client } from "@xmpp/client";
import { ask } from "../src/ask.ts";

const NS_VERSION = "jabber:iq:version";
const NS_ROSTER = "jabber:iq:roster";

let bed: Testbed;
let juliet: Client;
let romeo: Client;
beforeAll(async () => {
  bed = await startTestbed({ accounts: ["juliet", "romeo", "tybalt"], friends: [["juliet", "romeo"]] });
  let tybalt: Client;
  [juliet, romeo, tybalt] = await Promise.all([bed.login("juliet"), bed.login("romeo"), bed.login("tybalt")]);
  // A third party that knows the id answers first; whoever was asked answers once that went through.
  juliet.iqCallee.get(NS_VERSION, "query", async ({ id }) => {
    await tybalt.send(stanza("iq", { type: "result", id, to: String(romeo.jid) }, versionOf("forged")));
    await ask(tybalt, stanza("iq", { type: "get" }, element(NS_ROSTER, "query")));
    return versionOf("true");
  });
});
afterAll(() => bed.stop());

const versionRequest = (to: Client) => stanza("iq", { type: "get", to: String(to.jid) }, element(NS_VERSION, "query"));
const versionOf = (name: string) => element(NS_VERSION, "query", {}, element(NS_VERSION, "name", {}, name));
const nameIn = (reply: Element) => reply.getChild("query")?.getChildText("name");
const NO_REPLY = { code: "try-later" };

describe("a reply from another than who was asked", () => {
  test("is taken without the guard", async () => {
    expect(nameIn(await romeo.iqCaller.request(versionRequest(juliet)))).toBe("forged");
  });

  test("is not taken, and the right one still comes through", async () => {
    expect(nameIn(await ask(romeo, versionRequest(juliet)))).toBe("true");
  });
});

test("ids are fresh and cannot be guessed", async () => {
  const ids: string[] = [];
  const note = (sent: Element) => ids.push(String(sent.attrs.id));
  romeo.on("send", note);
  const iq = () => stanza("iq", { type: "get", to: bed.domain, id: "guessed" }, element("urn:xmpp:ping", "ping"));
  await Promise.all([ask(romeo, iq()), ask(romeo, iq())]);
  romeo.off("send", note);
  const uuid = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;
  const own = ids.filter((id) => uuid.test(id));
  expect(own).toHaveLength(2);
  expect(new Set(own).size).toBe(2);
});

describe("what is asked of the own account", () => {
  test.each(["without naming it", "by its bare JID", "by a JID in other case"])("is answered: %s", async (how) => {
    const to = { "without naming it": undefined, "by its bare JID": "romeo@capulet.lit" }[how] ?? "ROMEO@Capulet.lit";
    const reply = await ask(
      romeo,
      stanza("iq", { type: "get", to: how === "without naming it" ? undefined : to }, element(NS_ROSTER, "query")),
      5_000,
    );
    expect(reply.getChild("query", NS_ROSTER)).toBeDefined();
  });

  test.each([
    [undefined, true],
    ["romeo@capulet.lit", true],
    ["ROMEO@Capulet.lit", true],
    ["capulet.lit", true],
    ["juliet@capulet.lit", false],
    ["romeo@capulet.lit.example", false],
    ["@", false],
    ["montague.lit", false],
  ])("may be answered by %p: %p", async (from, isRight) => {
    const asking = ask(romeo, stanza("iq", { type: "set" }, element("urn:example:silent", "query")), 150);
    const [sent] = (await once(romeo, "send")) as [Element];
    const reply = stanza("iq", { type: "result", id: sent.attrs.id, from }, versionOf("x"));
    // The server's own answer comes later than this.
    romeo.emit("stanza", reply);
    if (isRight) expect(await asking).toBe(reply);
    else await expect(asking).rejects.toThrow(SchemeError);
  });
});

describe("failures", () => {
  test("an error is the protocol's, decoded", async () => {
    const iq = stanza("iq", { type: "get", to: bed.domain }, element("urn:example:unknown", "query"));
    await expect(ask(romeo, iq)).rejects.toMatchObject({ name: "SchemeError", code: "service-unavailable" });
  });

  test("no reply in time: later", async () => {
    juliet.iqCallee.get("urn:example:slow", "query", () => new Promise(() => undefined));
    const iq = stanza("iq", { type: "get", to: String(juliet.jid) }, element("urn:example:slow", "query"));
    await expect(ask(romeo, iq, 50)).rejects.toMatchObject(NO_REPLY);
  });

  test("the connection is lost while waiting, or is not there: later", async () => {
    const lost = await bed.login("romeo", { resource: "lost" });
    lost.reconnect.stop();
    const iq = () => stanza("iq", { type: "get", to: String(juliet.jid) }, element("urn:example:slow", "query"));
    const asking = ask(lost, iq());
    lost.socket!.destroy!();
    await expect(asking).rejects.toMatchObject(NO_REPLY);
    await expect(ask(lost, iq())).rejects.toMatchObject(NO_REPLY);
    await expect(ask(bed.client("romeo"), iq())).rejects.toMatchObject(NO_REPLY);
  });
});
