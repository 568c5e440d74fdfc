// The plugin in a real browser: over a WebSocket, with IndexedDB and object URLs.
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { startTestbed } from "@status-scheme/testbed";
import type { Testbed } from "@status-scheme/testbed";
import sharp from "sharp";
import { xml } from "@xmpp/client";
import { statusScheme } from "../src/index.ts";
import type { StatusScheme } from "../src/api.ts";
import type { PageApi } from "./bundle-page.ts";
import { openPage } from "./support/browser.ts";
import type { BrowserPage } from "./support/browser.ts";

declare const api: PageApi;

let bed: Testbed;
let browser: BrowserPage;
let juliet: StatusScheme;
beforeAll(async () => {
  bed = await startTestbed();
  await bed.startComponent();
  browser = await openPage(fileURLToPath(new URL("./bundle-page.ts", import.meta.url)));
  const xmpp = bed.client("juliet");
  juliet = statusScheme(xmpp);
  await xmpp.start();
  await xmpp.send(xml("presence"));
  const bytes = await sharp({ create: { width: 64, height: 48, channels: 3, background: "red" } })
    .png()
    .toBuffer();
  await juliet.publish([
    {
      state: "available",
      text: [{ lang: "en", text: "At home" }],
      media: [{ kind: "image", bytes, mediaType: "image/png" }],
    },
  ]);
});
afterAll(async () => {
  await browser?.close();
  await bed?.stop();
});

const romeo = () => ({
  service: bed.websocket,
  domain: bed.domain,
  username: "romeo",
  password: bed.password("romeo"),
});

test("a page sees a contact's image, and has it in the cache when it is opened again", async () => {
  const visit = async (account: ReturnType<typeof romeo>) => {
    const me = api.start(account);
    const { look } = await me.see("juliet@capulet.lit", 1);
    const { url, mediaType } = look!.media[0]!;
    const size = await api.draw(url);
    const seen = {
      text: look!.text,
      mediaType,
      scheme: url.slice(0, 5),
      size,
      fetches: me.fetches(),
      warnings: me.warnings,
    };
    await me.stop();
    // Given back: nobody shows it any more.
    const isGone = await api.draw(url).then(
      () => false,
      () => true,
    );
    return { ...seen, isGone };
  };
  const seen = {
    text: "At home",
    mediaType: "image/webp",
    scheme: "blob:",
    size: [64, 48],
    warnings: [],
    isGone: true,
  };
  // As nobody has ever been here, also where that is tried again.
  await browser.page.evaluate(async () => {
    for (const { name } of await indexedDB.databases()) indexedDB.deleteDatabase(name!);
  });
  await browser.page.reload();
  await expect(browser.page.evaluate(visit, romeo())).resolves.toEqual({ ...seen, fetches: 1 });
  await browser.page.reload();
  await expect(browser.page.evaluate(visit, romeo())).resolves.toEqual({ ...seen, fetches: 0 });
  // What shows media was loaded when there was something to show, and what publishes was not.
  const loaded = browser.loaded().join(" ");
  expect(loaded).toMatch(/\/media-/);
  expect(loaded).not.toMatch(/\/owner-/);
});
