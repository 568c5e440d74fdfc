import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { once } from "node:events";
import { element, NS, SchemeError, stanza } from "@status-scheme/protocol";
import type { Element } from "@status-scheme/protocol";
import { startTestbed } from "@status-scheme/testbed";
import type { Testbed } from "@status-scheme/testbed";
import { createXmppjsHost } from "../../src/host/xmppjs.ts";
import { loginHosted, loginPlain } from "./people.ts";
import type { Person } from "./people.ts";

const NS_TEST = "urn:example:test";

let bed: Testbed;
let romeo: Person;
beforeAll(async () => {
  bed = await startTestbed();
  romeo = await loginPlain(bed, "romeo");
  await romeo.xmpp.send(stanza("presence", {}));
});
afterAll(() => bed.stop());
beforeEach(() => void romeo.received.splice(0));

const showing = () => element(NS, "showing", { by: bed.componentDomain });
const status = (text: string) => stanza("presence", {}, stanza("error", {}), element(NS_TEST, "status", {}, text));
const isStatus = (text: string) => (presence: Element) => presence.getChildText("status", NS_TEST) === text;

describe.each(["tcp", "websocket"] as const)("outgoing presence over %s", (transport) => {
  // holds: no-hint-in-directed-presence, no-hint-in-typed-presence
  test("is decorated where it is undirected and available, and nowhere else", async () => {
    const juliet = await loginHosted(bed, "juliet", { transport });
    juliet.host.decoratePresence(() => [showing()]);
    const own = status(`undirected ${transport}`);
    await juliet.xmpp.send(own);
    expect((await romeo.get(isStatus(`undirected ${transport}`))).getChild("showing", NS)).toBeDefined();
    expect(own.getChild("showing")).toBeUndefined();

    const directed = status(`directed ${transport}`);
    directed.attrs.to = "romeo@capulet.lit";
    await juliet.xmpp.send(directed);
    expect((await romeo.get(isStatus(`directed ${transport}`))).getChild("showing")).toBeUndefined();

    const copied = status(`copied ${transport}`);
    copied.attrs.to = "romeo@capulet.lit";
    copied.append(showing());
    await juliet.xmpp.send(copied);
    expect((await romeo.get(isStatus(`copied ${transport}`))).getChild("showing")).toBeUndefined();

    await juliet.xmpp.sendMany!([status(`many ${transport}`)]);
    expect((await romeo.get(isStatus(`many ${transport}`))).getChild("showing", NS)).toBeDefined();

    const gone = status(`gone ${transport}`);
    gone.attrs.type = "unavailable";
    await juliet.xmpp.send(gone);
    expect((await romeo.get(isStatus(`gone ${transport}`))).getChild("showing")).toBeUndefined();
    await juliet.xmpp.stop();
  });
});

// holds: no-hint-in-directed-presence
test("a stamp never gets into a room", async () => {
  const [juliet, tybalt] = [await loginHosted(bed, "juliet"), await loginPlain(bed, "tybalt")];
  juliet.host.decoratePresence(() => [showing()]);
  await juliet.xmpp.send(stanza("presence", {}));
  const room = `ball-${crypto.randomUUID()}@${bed.roomsDomain}`;
  const join = (nick: string) =>
    stanza("presence", { to: `${room}/${nick}` }, element("http://jabber.org/protocol/muc", "x"), showing());
  await juliet.xmpp.send(join("mask"));
  await juliet.get(({ attrs }) => attrs.from === `${room}/mask`);
  // XEP-0045 10.1.2: as it is, so that others may enter.
  const form = element("jabber:x:data", "x", { type: "submit" });
  const owner = element("http://jabber.org/protocol/muc#owner", "query", {}, form);
  await juliet.host.ask(stanza("iq", { type: "set", to: room }, owner));
  await tybalt.xmpp.send(join("cat"));
  const occupant = await tybalt.get(({ attrs }) => attrs.from === `${room}/mask`);
  expect(occupant.getChild("showing")).toBeUndefined();
  await Promise.all([juliet.xmpp.stop(), tybalt.xmpp.stop()]);
});

describe("presence sent again", () => {
  test("is the host's last, decorated anew, and no news to listeners", async () => {
    const juliet = await loginHosted(bed, "juliet");
    let count = 0;
    juliet.host.decoratePresence(() => [element(NS, "showing", { state: `state_${(count += 1)}` })]);
    const sent: Element[] = [];
    juliet.host.onSentPresence((presence) => sent.push(presence));
    await juliet.host.refreshPresence();
    await juliet.xmpp.send(status("again"));
    await juliet.host.refreshPresence();
    const again = await romeo.get((presence) => presence.getChild("showing")?.attrs.state === "state_2");
    expect(isStatus("again")(again)).toBe(true);
    expect(again.getChildren("showing")).toHaveLength(1);
    expect(sent.map((presence) => presence.getChildText("status", NS_TEST))).toEqual(["again"]);
    expect(sent[0]!.getChild("showing")).toBeUndefined();
    await juliet.xmpp.send(stanza("presence", { type: "unavailable" }));
    await juliet.host.refreshPresence();
    expect(count).toBe(2);
    expect(sent).toHaveLength(2);
    await juliet.xmpp.stop();
  });

  test("or at all, goes nowhere while it is held; listeners learn of it", async () => {
    const juliet = await loginHosted(bed, "juliet");
    let isHeld = true;
    const takeBack = juliet.host.holdPresence(() => isHeld);
    const onSent = jest.fn();
    juliet.host.onSentPresence(onSent);
    await juliet.xmpp.send(status("held"));
    await juliet.xmpp.sendMany!([status("held too")]);
    const directed = status("not held");
    directed.attrs.to = "romeo@capulet.lit";
    await juliet.xmpp.send(directed);
    await romeo.get(isStatus("not held"));
    expect(romeo.received.some(isStatus("held"))).toBe(false);
    expect(romeo.received.some(isStatus("held too"))).toBe(false);
    expect(onSent).toHaveBeenCalledTimes(2);
    isHeld = false;
    await juliet.host.refreshPresence();
    await romeo.get(isStatus("held too"));
    takeBack();
    await juliet.xmpp.stop();
  });

  test("is none before the host sent any in a new session", async () => {
    const juliet = await loginHosted(bed, "juliet");
    await juliet.xmpp.send(stanza("presence", {}));
    await juliet.xmpp.stop();
    const online = once(juliet.xmpp, "online");
    await juliet.xmpp.start();
    await online;
    const decorate = jest.fn(() => []);
    juliet.host.decoratePresence(decorate);
    await juliet.host.refreshPresence();
    expect(decorate).not.toHaveBeenCalled();
    await juliet.xmpp.stop();
  });
});

describe("sessions", () => {
  test("a new one, a lost connection, a resumed one, the end", async () => {
    const xmpp = bed.client("juliet");
    const host = createXmppjsHost(xmpp);
    const events: string[] = [];
    host.onOnline(() => events.push(`online ${host.jid() !== undefined}`));
    host.onOffline(() => events.push(`offline ${host.jid() !== undefined}`));
    const { promise: resumed, resolve: wasResumed } = Promise.withResolvers();
    host.onResumed(() => {
      events.push(`resumed ${host.jid() !== undefined}`);
      wasResumed(host.ask(stanza("iq", { type: "get", to: bed.domain }, element("urn:xmpp:ping", "ping"))));
    });
    expect(host.jid()).toBeUndefined();
    await expect(host.send(stanza("presence", {}))).rejects.toMatchObject({ code: "try-later" });
    await xmpp.start();
    host.onOnline(() => events.push("late listener"));
    await host.ask(stanza("iq", { type: "get", to: bed.domain }, element("urn:xmpp:ping", "ping")));
    xmpp.socket!.destroy!();
    await resumed;
    await xmpp.stop();
    expect(events).toEqual(["online true", "late listener", "offline false", "resumed true", "offline false"]);
  });

  test("a server that restarts makes a new one", async () => {
    const own = await startTestbed({ accounts: ["juliet"] });
    const xmpp = own.client("juliet");
    const host = createXmppjsHost(xmpp);
    const onResumed = jest.fn();
    let sessions = 0;
    host.onResumed(onResumed);
    const again = new Promise<void>((resolve) => host.onOnline(() => (sessions += 1) === 2 && resolve()));
    await xmpp.start();
    await own.restart();
    await again;
    expect(onResumed).not.toHaveBeenCalled();
    await own.stop();
  });
});

describe("incoming", () => {
  test("stanzas are shown to listeners; one that throws harms nobody", async () => {
    const juliet = await loginHosted(bed, "juliet");
    const seen: string[] = [];
    const takeBack = juliet.host.onStanza(() => {
      throw new Error("a listener's defect");
    });
    juliet.host.onStanza((incoming) => seen.push(incoming.name));
    await romeo.xmpp.send(stanza("message", { to: String(juliet.xmpp.jid), id: "seen" }));
    await juliet.get(({ attrs }) => attrs.id === "seen");
    await juliet.host.ask(stanza("iq", { type: "get", to: bed.domain }, element("urn:xmpp:ping", "ping")));
    expect(seen).toContain("message");
    expect(seen).not.toContain("iq");
    expect(juliet.errors.map(String)).toContain("Error: a listener's defect");
    takeBack();
    await juliet.xmpp.stop();
  });

  const query = (to: Person, ns = NS_TEST) =>
    romeo.xmpp.iqCaller.request(stanza("iq", { type: "get", to: String(to.xmpp.jid) }, element(ns, "query")));
  const answered = (by: string) => element(NS_TEST, "query", { by });
  const condition = (name: string) => expect.objectContaining({ condition: name });

  test("IQs are answered, refused by the table, or left to others", async () => {
    const juliet = await loginHosted(bed, "juliet");
    juliet.host.answer("get", NS_TEST, "query", async (from) => answered(from ?? "nobody"));
    juliet.host.answer("get", "urn:example:refused", "query", async () => {
      throw new SchemeError("rate-exceeded", { after: 3 });
    });
    juliet.host.answer("get", "urn:example:defect", "query", async () => {
      throw new TypeError("a handler's defect");
    });
    juliet.host.answer("get", "urn:example:passed", "query", async () => undefined);
    expect((await query(juliet)).getChild("query")!.attrs.by).toBe(String(romeo.xmpp.jid));
    await expect(query(juliet, "urn:example:refused")).rejects.toEqual(condition("resource-constraint"));
    await expect(query(juliet, "urn:example:defect")).rejects.toEqual(condition("internal-server-error"));
    await expect(query(juliet, "urn:example:passed")).rejects.toEqual(condition("service-unavailable"));
    expect(juliet.errors).toEqual([new TypeError("a handler's defect")]);
    await juliet.xmpp.stop();
  });

  test("the host's own handler is not robbed, whichever was there first", async () => {
    const juliet = await loginHosted(bed, "juliet", {
      prepare: (xmpp) => xmpp.iqCallee.get("urn:example:first", "query", () => answered("host")),
    });
    const { host, xmpp } = juliet;
    host.answer("get", "urn:example:first", "query", async () => answered("plugin"));
    host.answer("get", "urn:example:passed", "query", async () => undefined);
    xmpp.iqCallee.get("urn:example:passed", "query", () => answered("host"));
    host.answer("get", "urn:example:asked", "query", async (_from, _payload, next) => (await next()) ?? true);
    xmpp.iqCallee.get("urn:example:asked", "query", () => answered("host"));
    for (const ns of ["urn:example:first", "urn:example:passed", "urn:example:asked"]) {
      expect((await query(juliet, ns)).getChild("query")!.attrs.by).toBe("host");
    }
    await xmpp.stop();
  });

  test("a request too deep to read is refused, and nothing else happens", async () => {
    const juliet = await loginHosted(bed, "juliet");
    const sent = new Promise<Element>((resolve) =>
      juliet.xmpp.on("send", (iq: Element) => iq.attrs.id === "deep" && resolve(iq)),
    );
    const deep = `<iq type='set' id='deep' from='${String(romeo.xmpp.jid)}'>${"<a>".repeat(200)}${"</a>".repeat(200)}</iq>`;
    juliet.xmpp.parser!.write(deep);
    const refusal = await sent;
    expect(refusal.attrs).toMatchObject({ type: "error", id: "deep", to: String(romeo.xmpp.jid) });
    expect(String(refusal)).toContain("not-acceptable");
    await juliet.host.ask(stanza("iq", { type: "get", to: bed.domain }, element("urn:xmpp:ping", "ping")));
    await juliet.xmpp.stop();
  });
});

test("stop takes everything back", async () => {
  const xmpp = bed.client("juliet");
  const before = { send: xmpp.send, many: xmpp.sendMany };
  const host = createXmppjsHost(xmpp);
  const decorate = jest.fn(() => [showing()]);
  host.decoratePresence(decorate);
  host.answer("get", NS_TEST, "query", async () => true);
  expect(xmpp.send).not.toBe(before.send);
  host.stop();
  expect(xmpp.send).toBe(before.send);
  expect(xmpp.sendMany).toBe(before.many);
  await xmpp.start();
  await xmpp.send(stanza("presence", {}));
  expect(decorate).not.toHaveBeenCalled();
  const own = stanza("iq", { type: "get", to: String(xmpp.jid) }, element(NS_TEST, "query"));
  await expect(xmpp.iqCaller.request(own)).rejects.toMatchObject({ condition: "service-unavailable" });
  await xmpp.stop();
});
