// Publishing from a real browser: by XMLHttpRequest, which tells how far the upload is.
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { startTestbed } from "@status-scheme/testbed";
import type { Testbed } from "@status-scheme/testbed";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import sharp from "sharp";
import { openPage } from "../support/browser.ts";
import type { BrowserPage } from "../support/browser.ts";
import type { PageApi } from "./browser-page.ts";

declare const api: PageApi;

let bed: Testbed;
let browser: BrowserPage;
let picture: string;
beforeAll(async () => {
  bed = await startTestbed();
  await bed.startComponent();
  browser = await openPage(join(import.meta.dirname, "browser-page.ts"));
  // Noise does not compress: big enough to be sent in parts.
  const noise = { width: 280, height: 280, channels: 3 } as const;
  const png = await sharp(randomBytes(280 * 280 * 3), { raw: noise })
    .png()
    .toBuffer();
  picture = png.toString("base64");
});
afterAll(async () => {
  await browser?.close();
  await bed?.stop();
});

const account = (username: string) => ({
  service: bed.websocket,
  domain: bed.domain,
  username,
  password: bed.password(username),
});

test("an upload that is broken off publishes nothing", async () => {
  const { looks, ...outcome } = await browser.page.evaluate(([owner, bytes]) => api.publish(owner, bytes, 0), [
    account("romeo"),
    picture,
  ] as const);
  expect(outcome).toMatchObject({ error: "Error: changed my mind" });
  expect(looks).toBe(0);
});

test("an upload tells how far it is, and what was published is there", async () => {
  const { progress, size, looks, ...outcome } = await browser.page.evaluate(
    ([owner, bytes]) => api.publish(owner, bytes),
    [account("juliet"), picture] as const,
  );
  expect(outcome).toEqual({ stamp: expect.any(String) });
  expect(looks).toBe(1);
  expect(progress[0]).toEqual({ sent: 0, total: size });
  expect(progress.at(-1)).toEqual({ sent: size, total: size });
  const sent = progress.map((now) => now.sent);
  expect(sent).toEqual(sent.toSorted((a, b) => a - b));
});
