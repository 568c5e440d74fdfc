// Media that do not come, with real servers: what is next in order is shown as soon as that is known, and stays until they do.
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { statusScheme } from "@status-scheme/client-plugin";
import type { StatusScheme, WarningCode } from "@status-scheme/client-plugin";
import { startBrowser, startTestbed } from "@status-scheme/testbed";
import type { TestBrowser, Testbed } from "@status-scheme/testbed";
import { xml } from "@xmpp/client";
import type { Page, Route } from "playwright-core";
import sharp from "sharp";
import type { Life, Sight } from "./support/client-page.ts";
import { eventually, openStudio } from "./support/studio.ts";
import type { Studio } from "./support/studio.ts";
import type { PageApi } from "./support/page.ts";

declare const life: Life;
declare const api: PageApi;

/** From what went wrong to the next picture. */
const MOST_MS = 1_000;

describe("with real servers", () => {
  let bed: Testbed;
  let service: Awaited<ReturnType<Testbed["startComponent"]>>;
  let browser: TestBrowser;
  let juliet: StatusScheme;
  let page: Page;
  beforeAll(async () => {
    bed = await startTestbed();
    [service, browser] = await Promise.all([
      bed.startComponent(),
      startBrowser({ entry: fileURLToPath(new URL("support/client-page.ts", import.meta.url)) }),
    ]);
    const xmpp = bed.client("juliet");
    juliet = statusScheme(xmpp);
    await xmpp.start();
    await xmpp.send(xml("presence"));
  });
  afterEach(async () => {
    await page.close();
  });
  afterAll(async () => {
    await browser?.close();
    await bed?.stop();
  });

  /** Another image each time, too large to come in band: nothing of it is known anywhere. The file that the service keeps it in. */
  async function publish(): Promise<string> {
    const noise = { width: 256, height: 256, noise: { type: "gaussian", mean: 128, sigma: 60 } } as const;
    const bytes = await sharp({ create: { ...noise, channels: 3, background: "black" } })
      .png()
      .toBuffer();
    const image = { kind: "image", mediaType: "image/png", bytes, desc: [{ lang: "en", text: "Noise" }] } as const;
    const { looks } = await juliet.publish([
      { state: "available", text: [{ lang: "en", text: "Here" }], media: [image] },
    ]);
    const hash = Buffer.from(looks[0]!.media[0]!.hash, "base64").toString("hex");
    return join(service.mediaPath, "blobs", hash.slice(0, 2), hash.slice(2, 4), hash);
  }
  const watch = async () => {
    const account = { service: bed.websocket, domain: bed.domain, username: "romeo", password: bed.password("romeo") };
    await page.evaluate(([one, contact]) => life.begin(one, contact), [account, bed.jid("juliet")] as const);
  };
  const seen = () => page.evaluate(() => life.seen);
  const until = (kind: string) => eventually(seen, (all) => all.some((one) => one.kind === kind));
  const pictures = (all: readonly Sight[]) => all.filter(({ kind }) => kind !== "warning").map(({ kind }) => kind);
  /** The plain state of someone who is not there, or of whom nothing is known; a skeleton while it is on its way; then the text. */
  const TEXT = /^(badge )+(skeleton )?text$/;

  async function isGivenUp(code: WarningCode): Promise<void> {
    await until("warning");
    const all = await until("text");
    expect(pictures(all).join(" ")).toMatch(TEXT);
    const [failure, text] = ["warning", "text"].map((kind) => all.find((one) => one.kind === kind)!);
    expect([failure!.text, text!.text]).toEqual([code, "Here"]);
    expect(text!.at - failure!.at).toBeLessThan(MOST_MS);
  }

  test("an image that is not there any more: the text", async () => {
    await rm(await publish());
    page = await browser.open();
    await watch();
    await isGivenUp("fetch-failed");
  });

  test("an image that is not what was promised: the text", async () => {
    await publish();
    page = await browser.open();
    await page.route(`${service.url}/**`, async (route) => {
      const response = await route.fetch();
      const body = await response.body();
      body[body.length - 1]! ^= 1;
      await route.fulfill({ response, body });
    });
    await watch();
    await isGivenUp("bad-medium");
  });

  test("a service that ends while the image is on its way: the text; once it is back: the image, and nothing between", async () => {
    await publish();
    page = await browser.open();
    const asked = Promise.withResolvers<Route>();
    await page.route(`${service.url}/**`, (route) => void asked.resolve(route), { times: 1 });
    await watch();
    const route = await asked.promise;
    await until("skeleton");
    await service.kill("SIGKILL");
    await route.continue();
    await isGivenUp("fetch-failed");
    await service.start();
    const all = await until("img");
    expect(pictures(all).join(" ")).toMatch(/^(badge )+skeleton text img$/);
  });
});

describe("in the element", () => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await openStudio();
  });
  afterAll(async () => {
    await studio?.close();
    expect([studio.errors(), studio.strays()]).toEqual([[], []]);
  });

  beforeEach(async () => {
    await studio.page.evaluate(() => {
      api.clear();
      api.fake.loads.length = 0;
    });
  });

  test("another source is asked for what moves, whatever the one before was asked for", async () => {
    await studio.page.evaluate(() => {
      api.showLooks(api.fake.source);
      api.fake.look({ offered: ["video"] });
      api.add({ contact: "juliet@capulet.lit" });
    });
    const asked = () => studio.page.evaluate(() => api.fake.loads);
    await eventually(asked, (loads) => loads.length === 1);
    // As after a new login: the same look of the same contact.
    await studio.page.evaluate(() => api.showLooks({ ...api.fake.source }));
    await eventually(asked, (loads) => loads.length === 2);
  });

  test("a sound that was asked for and is not to be had has no button any more; it has once it came", async () => {
    const button = studio.page.locator("button");
    await studio.page.evaluate(() => {
      api.showLooks(api.fake.source);
      api.preferLooks({ sound: true });
      api.fake.look({ offered: ["audio"] });
      api.add({ contact: "juliet@capulet.lit", name: "Juliet", size: "64" });
    });
    await button.click();
    await eventually(
      () => button.getAttribute("aria-busy"),
      (busy) => busy === "true",
    );
    await studio.page.evaluate(() => api.fake.giveUp("juliet@capulet.lit", ["audio"]));
    await button.waitFor({ state: "detached" });
    await studio.page.evaluate(
      (bytes) => api.fake.come("juliet@capulet.lit", [{ kind: "audio", mediaType: "audio/wav", bytes }]),
      btoa("silence"),
    );
    await button.waitFor();
    expect(await button.getAttribute("data-state")).toBe("silent");
  });
});
