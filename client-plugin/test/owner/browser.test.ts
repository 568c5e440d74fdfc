// Publishing from a real browser: by XMLHttpRequest, which tells how far the upload is.
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { startTestbed } from "@status-scheme/testbed";
import type { Testbed } from "@status-scheme/testbed";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
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

test("an upload that stalls is cancelled", async () => {
  const size = 32_000_000;
  const server = createServer((request, response) => {
    response.setHeader("Access-Control-Allow-Origin", "*").setHeader("Access-Control-Allow-Headers", "*");
    response.setHeader("Access-Control-Allow-Methods", "PUT");
    if (request.method === "OPTIONS") response.end();
    // Nobody reads the rest of it.
    else request.once("data", () => request.pause()).on("error", () => undefined);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const begun = new Promise<IncomingMessage>((resolve) => {
    server.on("request", (request: IncomingMessage) => {
      if (request.method === "PUT") resolve(request);
    });
  });
  const { port } = server.address() as AddressInfo;
  const given = [`http://127.0.0.1:${port}/upload/1`, size] as const;
  const stalled = browser.page.evaluate(([url, bytes]) => api.stall(url, bytes), given);
  const request = await begun;
  await browser.page.evaluate(() => (globalThis as unknown as { passTime: () => void }).passTime());
  const { outcome, sent } = await stalled;
  expect(outcome).toMatch(/try-later: look dnd, medium image, reason upload stalled/);
  expect(sent).toBeLessThan(size);
  // What was under way comes, and then the end.
  const closed = new Promise<unknown>((resolve) => request.once("close", resolve));
  request.resume();
  await closed;
  expect(request.complete).toBe(false);
  server.closeAllConnections();
  server.close();
});
