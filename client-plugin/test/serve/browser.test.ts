// A page gets a scheme from its owner's own client: in band, through a WebSocket, with no HTTP and no service.
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { NS_DISCO_INFO, NS_IBB, NS_JINGLE, NS_JINGLE_IBB, NS_JINGLE_S5B } from "@status-scheme/protocol";
import type { Element } from "@status-scheme/protocol";
import { startTestbed } from "@status-scheme/testbed";
import type { Testbed } from "@status-scheme/testbed";
import { xml } from "@xmpp/client";
import type { Client } from "@xmpp/client";
import sharp from "sharp";
import type { StatusScheme } from "../../src/api.ts";
import { statusScheme } from "../../src/index.ts";
import type { PageApi } from "../bundle-page.ts";
import { openPage } from "../support/browser.ts";
import type { BrowserPage } from "../support/browser.ts";

declare const api: PageApi;

let bed: Testbed;
let browser: BrowserPage;
let xmpp: Client;
let juliet: StatusScheme;
const received: Element[] = [];
const sent: Element[] = [];
beforeAll(async () => {
  bed = await startTestbed();
  browser = await openPage(join(import.meta.dirname, "../bundle-page.ts"));
  xmpp = bed.client("juliet");
  xmpp.on("element", (element: Element) => received.push(element));
  xmpp.on("send", (element: Element) => sent.push(element));
  juliet = statusScheme(xmpp);
  await xmpp.start();
  await xmpp.send(xml("presence"));
  const bytes = await sharp({ create: { width: 64, height: 48, channels: 3, background: "red" } })
    .png()
    .toBuffer();
  const text = [{ lang: "en", text: "At home" }];
  await juliet.serve({
    looks: [{ state: "available", text, media: [{ kind: "image", bytes, mediaType: "image/png" }] }],
  });
});
afterAll(async () => {
  await browser?.close();
  await juliet?.stop();
  xmpp?.reconnect.stop();
  await xmpp?.stop();
  await bed?.stop();
});

// holds: ibb-always
test("text by one question, the image in a session in band", async () => {
  const account = {
    service: bed.websocket,
    domain: bed.domain,
    username: "romeo",
    password: bed.password("romeo"),
  };
  const seen = await browser.page.evaluate(async (given) => {
    const me = api.start(given);
    const { look } = await me.see("juliet@capulet.lit", 1);
    const { url, mediaType } = look!.media[0]!;
    const size = await api.draw(url);
    const fetches = me.fetches();
    await me.stop();
    return { text: look!.text, mediaType, size, fetches, warnings: me.warnings };
  }, account);
  expect(seen).toEqual({ text: "At home", mediaType: "image/png", size: [64, 48], fetches: 0, warnings: [] });
  const transports = received.flatMap((iq) => iq.getChild("jingle", NS_JINGLE)?.getChildren("content") ?? []);
  const namespaces = transports.map((content) => content.getChild("transport")?.attrs.xmlns as string);
  expect(new Set(namespaces)).toEqual(new Set(["urn:xmpp:jingle:transports:ibb:1"]));
  expect(sent.some((iq) => iq.getChild("data", NS_IBB))).toBe(true);
  // What gets schemes from clients was loaded when there was one to get.
  expect(browser.loaded().join(" ")).toMatch(/\/transfers-/);
});

// holds: s5b-feature-if-able
test("a page that serves says nothing of SOCKS5, and a program that can connect does", async () => {
  const account = { service: bed.websocket, domain: bed.domain, username: "romeo", password: bed.password("romeo") };
  received.length = 0;
  const visit = browser.page.evaluate(async (given) => {
    const me = api.start(given);
    await me.see("juliet@capulet.lit", 1);
    await me.schemes.serve({ looks: [{ state: "dnd", text: [{ lang: "en", text: "Busy" }] }] });
    return new Promise<void>((resolve) => {
      Object.assign(globalThis, { leave: () => void me.stop().then(resolve) });
    });
  }, account);
  const from = await new Promise<string>((resolve) => {
    xmpp.on("element", ({ name, attrs, ...rest }: Element) => {
      if (name === "presence" && (rest as Element).children.some((child) => String(child).includes("<showing")))
        resolve(String(attrs.from));
    });
  });
  const featuresOf = async (asker: Client, jid: string) => {
    const iq = xml("iq", { type: "get", to: jid }, xml("query", NS_DISCO_INFO));
    const query = (await asker.iqCaller.request(iq)).getChild("query", NS_DISCO_INFO)!;
    return query.getChildren("feature").map(({ attrs }) => attrs.var);
  };
  const ofPage = await featuresOf(xmpp, from);
  expect(ofPage).toContain(NS_JINGLE_IBB);
  expect(ofPage).not.toContain(NS_JINGLE_S5B);
  const garden = await bed.login("juliet", { resource: "garden" });
  expect(await featuresOf(garden, String(xmpp.jid))).toContain(NS_JINGLE_S5B);
  garden.reconnect.stop();
  await garden.stop();
  await browser.page.evaluate(() => (globalThis as unknown as { leave: () => void }).leave());
  await visit;
});
