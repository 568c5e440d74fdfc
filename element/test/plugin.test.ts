// README's page, as it stands there, with real servers: what juliet publishes and where she is, in romeo's pixels.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { statusScheme } from "@status-scheme/client-plugin";
import type { MediumDraft, StatusScheme } from "@status-scheme/client-plugin";
import { startBrowser, startTestbed } from "@status-scheme/testbed";
import type { TestBrowser, Testbed } from "@status-scheme/testbed";
import { xml } from "@xmpp/client";
import type { Client } from "@xmpp/client";
import type { Page } from "playwright-core";
import sharp from "sharp";
import { animation, eventually, fixture, nameOf, still } from "./support/studio.ts";
import type { MediumSketch } from "./support/page.ts";

let bed: Testbed;
let browser: TestBrowser;
let page: Page | undefined;
let juliet: StatusScheme;
let xmpp: Client;

const draft = ({ kind, mediaType, bytes }: MediumSketch): MediumDraft => ({
  kind,
  mediaType,
  bytes: Buffer.from(bytes, "base64"),
  desc: [{ lang: "en", text: `Juliet's ${kind}` }],
});

beforeAll(async () => {
  const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");
  bed = await startTestbed();
  await bed.startComponent();
  const html = /```html\n(.*?)```/s
    .exec(readme)![1]!
    .replace("./status-look.js", "./main.js")
    .replace("wss://capulet.lit/xmpp-websocket", bed.websocket)
    .replace("the password", bed.password("romeo"));
  browser = await startBrowser({ entry: fileURLToPath(new URL("../src/bundle.ts", import.meta.url)), html });

  xmpp = bed.client("juliet");
  juliet = statusScheme(xmpp);
  await come();
  const clip = await fixture("video", "video/mp4", "av/valid/clip.mp4");
  await juliet.publish([
    { state: "available", media: [draft(await still("green"))] },
    { state: "away", media: [draft(await animation("red", "blue"))] },
    { state: "dnd", media: [draft(await still("red")), draft(clip)] },
    { state: "offline", media: [draft(await still("blue"))] },
  ]);
});
afterAll(async () => {
  await browser?.close();
  await bed?.stop();
});

async function come() {
  await xmpp.start();
  await xmpp.send(xml("presence"));
}
const screenshot = () => page!.locator("status-look").screenshot();
async function seen() {
  const png = await screenshot();
  const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const at = 3 * (Math.floor(info.height / 2) * info.width + Math.floor(info.width / 2));
  return nameOf([data[at]!, data[at + 1]!, data[at + 2]!]);
}
const becomes = (color: string) => eventually(seen, (now) => now === color);

test("shows each state as she made it, from state to state", async () => {
  await page?.close();
  if (xmpp.status !== "online") await come();
  await juliet.setState("available");
  page = await browser.open();
  await becomes("green");
  await juliet.setState("away");
  await becomes("red");
  await becomes("blue");
  await becomes("red");
  await juliet.setState("dnd");
  const frames = new Set<string>();
  await eventually(
    async () => frames.add((await screenshot()).toString("base64")).size,
    (many) => many > 4, // not but a change of pictures
  );
  await juliet.setState("chat");
  await becomes("green");
  await page.reload();
  await becomes("green");
  await xmpp.stop();
  await becomes("blue");
  expect([browser.errors(), browser.strays()]).toEqual([[], []]);
});
