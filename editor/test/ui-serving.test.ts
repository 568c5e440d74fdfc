// Where the server has no service for looks, the editor's page serves them itself, once the person has been told what that
// means: until it is closed, again after a reload, and no more once that is ended. A contact has a page of their own.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import type { Page } from "playwright-core";
import { card, choose, middleOf, seriousProblems, setUiStage, standing } from "./ui-stage.ts";
import type { UiStage } from "./ui-stage.ts";

const starter = (path: string) => fileURLToPath(new URL(`../starters/${path}`, import.meta.url));
const RED = starter("signs/dnd.png");

let stage: UiStage;
let page: Page;
let romeo: Page;
beforeAll(async () => {
  stage = await setUiStage({ component: false, accounts: ["juliet", "romeo"], friends: [["juliet", "romeo"]] });
  romeo = await stage.openContact("romeo", "juliet");
  page = await stage.openAs("juliet");
});
afterAll(async () => {
  await stage?.stop();
});
// No page wrote an error, and none asked for anything elsewhere.
afterEach(() => {
  expect(stage.browser.errors()).toEqual([]);
  expect(stage.browser.strays()).toEqual([]);
});

const serve = () => page.getByRole("button", { name: "Serve from here…" }).click();
/** Whether the contact's page shows a picture, and the colour in the middle of it. */
const seen = async (isThere: boolean) => {
  const picture = romeo.locator("status-look img");
  await picture.waitFor({ state: isThere ? "visible" : "detached", timeout: 30_000 });
  if (!isThere) return undefined;
  const bytes = await picture.evaluate(async (image: HTMLImageElement) => {
    return [...new Uint8Array(await (await fetch(image.src)).arrayBuffer())];
  });
  return middleOf(romeo, new Uint8Array(bytes));
};
const red = async () => middleOf(romeo, await readFile(RED));
const SERVED = "Your contacts see exactly this, while this page is open.";

test("it is told plainly what that means, and not begun before the person wants it", async () => {
  await standing(page, "Your server has no service for looks. This browser can serve them instead.");
  await card(page, "Available").click();
  await choose(page, RED);
  await page.locator(".medium").waitFor();
  await page.getByRole("button", { name: "Done" }).click();
  await serve();
  const told = await page.getByRole("dialog", { name: "Serve your looks from this browser" }).innerText();
  for (const part of [/only while you are logged in here/, /in this browser alone/, /larger than 256\skB/])
    expect(told).toMatch(part);
  expect(await seriousProblems(page)).toEqual([]);
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.locator("dialog").waitFor({ state: "detached" });
  expect(await page.getByRole("button", { name: "Publish", exact: true }).count()).toBe(0);
});

test("what is published is on the contact's page", async () => {
  // An earlier try may have begun.
  if (!(await page.getByRole("button", { name: "Stop serving" }).isVisible())) {
    await serve();
    await page.getByRole("button", { name: "Serve and publish" }).click();
  }
  await standing(page, SERVED);
  expect(await seen(true)).toEqual(await red());
});

test("a picture leaves without what its camera wrote into it", async () => {
  const { jpeg, secret } = await photo();
  await card(page, "Do not disturb").click();
  await choose(page, { name: "photo.jpg", mimeType: "image/jpeg", buffer: jpeg });
  await page.locator(".medium").waitFor();
  await page.getByRole("button", { name: "Done" }).click();
  const bytes = await page.evaluate(() => {
    const { editor } = document.body.querySelector("div")!.shadowRoot!.querySelector("scheme-editor")!;
    const { media } = editor!.state().looks.find(({ state }) => state === "dnd")!;
    return [...media[0]!.bytes!];
  });
  expect(jpeg.includes(secret)).toBe(true);
  expect(Buffer.from(bytes).includes(secret)).toBe(false);
  await page.getByRole("button", { name: "Discard changes" }).click();
});

test("a browser that is full says so, and publishes when it has room", async () => {
  await card(page, "Do not disturb").click();
  await page.getByRole("textbox", { name: "In English" }).fill("No room");
  await page.getByRole("button", { name: "Done" }).click();
  await page.evaluate(() => {
    const { put } = IDBObjectStore.prototype;
    const fail = () => {
      throw new DOMException("full", "QuotaExceededError");
    };
    IDBObjectStore.prototype.put = fail;
    Object.assign(window, { makeRoom: () => (IDBObjectStore.prototype.put = put) });
  });
  await page.getByRole("button", { name: "Publish", exact: true }).click();
  await standing(page, "it has no room, or is a private window");
  await page.evaluate("makeRoom()");
  await page.getByRole("button", { name: "Try again" }).click();
  await standing(page, SERVED);
});

test("left, nothing of it is served; opened again, all of it is", async () => {
  await page.goto("about:blank");
  await seen(false);
  page = await stage.openAs("juliet");
  await standing(page, SERVED);
  expect(await seen(true)).toEqual(await red());
});

test("who may see: contacts alone are offered, and it holds at once", async () => {
  await page.getByRole("button", { name: "Who may see" }).click();
  await page.getByRole("radio", { name: /My contacts/ }).waitFor();
  expect(await page.getByRole("radio", { name: /Everyone/ }).isVisible()).toBe(false);
  await page.getByRole("radio", { name: /Only people I list/ }).check();
  await page.getByText("Of your contacts, these and nobody else.").waitFor();
  await page.getByRole("button", { name: "Cancel" }).click();
});

test("ended, the looks are here still, and nobody else sees them", async () => {
  await page.getByRole("button", { name: "Stop serving" }).click();
  await standing(page, "This browser can serve them instead.");
  await page.getByText("Not served any more.").waitFor();
  await card(page, "Available").locator("img").first().waitFor();
  await seen(false);
  await page.reload();
  await standing(page, "This browser can serve them instead.");
  await serve();
  await page.getByRole("button", { name: "Serve from here", exact: true }).click();
  await standing(page, SERVED);
  expect(await seen(true)).toEqual(await red());
});

async function photo() {
  const secret = "Capulet's orchard";
  const { default: sharp } = await import("sharp");
  const red = sharp({ create: { width: 64, height: 64, channels: 3, background: "red" } });
  const jpeg = await red
    .jpeg()
    .withExif({ IFD0: { ImageDescription: secret } })
    .toBuffer();
  return { jpeg, secret };
}
