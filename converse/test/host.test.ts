// The host on a connection that is none, in a real browser: its elements are what Converse's stanzas are.
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { fileURLToPath } from "node:url";
import { startBrowser } from "@status-scheme/testbed";
import type { TestBrowser } from "@status-scheme/testbed";
import type { Page } from "playwright-core";
import type { HostPage } from "./support/host-page.ts";

let browser: TestBrowser;
let tab: Page;
beforeAll(async () => {
  browser = await startBrowser({ entry: fileURLToPath(new URL("support/host-page.ts", import.meta.url)) });
  tab = await browser.open();
});
afterAll(() => browser.close());
/** In the page: `page` is what support/host-page.ts puts there. */
declare const page: HostPage;

test("stanzas are the same on either side", async () => {
  const text =
    "<message xmlns='jabber:client' xml:lang='it'><a xmlns='urn:x' b='&lt;&amp;'>té &lt;<![CDATA[<b>]]><c/></a></message>";
  const [there, back] = await tab.evaluate((given) => {
    const stanza = page.fromDom(page.dom(given))!;
    const again = page.toDom(stanza);
    const inner = again.querySelector("c")!;
    return [String(stanza), `${new XMLSerializer().serializeToString(again)} ${inner.namespaceURI}`];
  }, text);
  expect(there).toBe(
    '<message xmlns="jabber:client" xml:lang="it"><a xmlns="urn:x" b="&lt;&amp;">té &lt;&lt;b&gt;<c/></a></message>',
  );
  expect(back).toBe(`${there} urn:x`);
});

test("what is nested deeper than anything of ours is nothing", async () => {
  const deep = (depth: number) => `${"<a>".repeat(depth)}${"</a>".repeat(depth)}`;
  const read = (text: string) => tab.evaluate((given) => page.fromDom(page.dom(given)) !== undefined, text);
  expect(await read(deep(60))).toBe(true);
  expect(await read(deep(100))).toBe(false);
});

test("a reply counts only from who was asked, by an id that cannot be guessed", async () => {
  const outcome = await tab.evaluate(async () => {
    const { host, connection, trigger } = page.create();
    trigger("connected");
    const asked = host.ask(page.stanza("iq", { type: "get", to: "capulet.lit" }, page.element("urn:q", "q")));
    const id = /id="([^"]+)"/.exec(connection.sent[0]!)![1]!;
    connection.receive(`<iq type='result' from='tybalt@capulet.lit/x' id='${id}'><q xmlns='urn:q' by='tybalt'/></iq>`);
    connection.receive(`<iq type='result' from='capulet.lit' id='${id}'><q xmlns='urn:q' by='server'/></iq>`);
    return [id, (await asked).getChild("q")!.attrs.by];
  });
  expect(outcome).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/), "server"]);
});

test("a question ends with the connection", async () => {
  const code = await tab.evaluate(async () => {
    const { host, trigger } = page.create();
    trigger("connected");
    const asked = host.ask(page.stanza("iq", { type: "get" })).catch(({ code }: { code: string }) => code);
    trigger("will-reconnect");
    return asked;
  });
  expect(code).toBe("try-later");
});

test("who is not answered gets what Converse alone would say", async () => {
  const sent = await tab.evaluate(async () => {
    const { host, connection, trigger } = page.create();
    trigger("connected");
    host.answer("set", "urn:q", "q", (from) =>
      Promise.resolve(from === "juliet@capulet.lit/balcony" ? page.element("urn:q", "a") : undefined),
    );
    const ask = (from: string, id: string) =>
      connection.receive(`<iq type='set' from='${from}' id='${id}'><q xmlns='urn:q'/></iq>`);
    ask("juliet@capulet.lit/balcony", "one");
    ask("tybalt@capulet.lit/x", "two");
    connection.receive("<iq type='set' from='juliet@capulet.lit/balcony' id='three'><other xmlns='urn:o'/></iq>");
    await new Promise((resolve) => setTimeout(resolve));
    // A handler of Converse's own answers: ours does not.
    connection.addHandler(() => true, "urn:q");
    ask("juliet@capulet.lit/balcony", "four");
    await new Promise((resolve) => setTimeout(resolve));
    return connection.sent;
  });
  expect(sent).toEqual([
    "unavailable to three",
    expect.stringMatching(/type="result" id="one" to="juliet@capulet.lit\/balcony".*<a xmlns="urn:q"/),
    "unavailable to two",
  ]);
});

test("presence is decorated to contacts alone, and Converse counts what is sent", async () => {
  const { sent, counted } = await tab.evaluate(async () => {
    const { host, connection, trigger, counted } = page.create();
    trigger("connected");
    host.decoratePresence(() => [page.element("urn:xmpp:status-scheme:0", "showing", { stamp: "x" })]);
    const hint = "<showing xmlns='urn:xmpp:status-scheme:0' stamp='old'/>";
    connection.send(page.dom("<presence xmlns='jabber:client'><show>dnd</show></presence>"));
    connection.send({
      tree: () => page.dom(`<presence xmlns='jabber:client' to='room@rooms.capulet.lit/R'>${hint}</presence>`),
    });
    connection.send(page.dom("<presence xmlns='jabber:client' to='tybalt@capulet.lit' type='subscribed'/>"));
    await host.refreshPresence();
    return { sent: connection.sent, counted };
  });
  expect(sent.map((one) => one.includes("<showing"))).toEqual([true, false, false, true]);
  expect(sent[3]).toContain("<show>dnd</show>");
  expect(counted).toEqual(["presence"]);
});

test("disco#info tells contacts, and nobody else", async () => {
  const sent = await tab.evaluate(async () => {
    const { connection, trigger } = page.create(["juliet@capulet.lit"]);
    trigger("connected");
    connection.send(page.dom("<presence xmlns='jabber:client'/>"));
    for (const to of ["juliet@capulet.lit/balcony", "tybalt@capulet.lit/x"])
      connection.send(
        page.dom(`<iq xmlns='jabber:client' type='result' to='${to}'><query xmlns='http://jabber.org/protocol/disco#info'>
          <feature var='urn:xmpp:ping'/></query></iq>`),
      );
    return connection.sent.slice(1);
  });
  expect(sent.map((one) => one.includes("urn:xmpp:status-scheme:0"))).toEqual([true, false]);
});

test("what comes before Converse is online is not lost, and a resumed session goes on", async () => {
  const events = await tab.evaluate(() => {
    const { host, connection, trigger } = page.create();
    const events: string[] = [];
    host.onStanza(({ attrs }) => events.push(String(attrs.from)));
    host.onOnline(() => events.push("online"));
    host.onOffline(() => events.push("offline"));
    host.onResumed(() => events.push("resumed"));
    const presence = (from: string) => connection.receive(`<presence from='${from}'/>`);
    presence("early@capulet.lit/x");
    trigger("connected");
    trigger("will-reconnect");
    connection.resumes = true;
    trigger("beforeResourceBinding");
    presence("between@capulet.lit/x");
    trigger("reconnected");
    return events;
  });
  expect(events).toEqual(["online", "early@capulet.lit/x", "offline", "resumed", "between@capulet.lit/x"]);
});

test("presence outlives the page where its session does, once", async () => {
  await tab.evaluate(() => {
    const { host, connection, trigger } = page.create();
    trigger("connected");
    connection.receive("<presence from='juliet@capulet.lit/balcony'><show>dnd</show></presence>");
    connection.receive("<presence from='nurse@capulet.lit/x'/>");
    connection.receive("<presence from='nurse@capulet.lit/x' type='unavailable'/>");
    connection.send(page.dom("<presence xmlns='jabber:client'><show>away</show></presence>"));
    dispatchEvent(new Event("pagehide"));
    host.stop();
  });
  const again = () =>
    tab.evaluate(() => {
      const { host, connection, trigger } = page.create();
      Object.assign(connection, { resumes: true, jid: "romeo@capulet.lit/another" });
      const seen: string[] = [];
      host.onStanza((stanza) => seen.push(String(stanza)));
      host.onSentPresence((presence) => seen.push(String(presence)));
      trigger("connected");
      const jid = host.jid();
      host.stop();
      return { seen, jid };
    });
  const { seen, jid } = await again();
  expect(jid).toBe("romeo@capulet.lit/orchard");
  expect(seen).toEqual([
    expect.stringContaining("<show>away</show>"),
    '<presence from="juliet@capulet.lit/balcony"><show>dnd</show></presence>',
  ]);
  expect((await again()).seen).toEqual([]);
});

test("to stop gives everything back", async () => {
  const left = await tab.evaluate(() => {
    const { host, connection, trigger, isPlain, errors } = page.create();
    trigger("connected");
    host.stop();
    return [isPlain(), connection.handlers.length, host.jid(), errors.length];
  });
  expect(left).toEqual([true, 0, undefined, 0]);
  expect(browser.errors()).toEqual([]);
});
