// What somebody sees who opens the pages that `npm start` names.
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { readSchemeFolder } from "@status-scheme/folder/node";
import { startBrowser, type TestBrowser } from "@status-scheme/testbed";
import { setStage, type Stage } from "../src/stage.ts";

const JULIETS_SCHEME = fileURLToPath(new URL("../../fixtures/schemes/juliet", import.meta.url));

let stage: Stage;
let browser: TestBrowser;
let url: string;
beforeAll(async () => {
  stage = await setStage({ help: false, once: false, ports: {}, mediaPort: undefined, pagesPort: undefined });
  [url, browser] = await Promise.all([stage.openPages(), startBrowser()]);
  const juliet = await stage.enter("juliet");
  await juliet.scheme.publish(await readSchemeFolder(JULIETS_SCHEME));
  await juliet.xmpp.stop();
});
afterAll(async () => {
  await browser?.close();
  await stage?.stop();
});

test("side by side: Juliet says how she is, and Romeo's Converse.js shows it", async () => {
  const page = await browser.context.newPage();
  await page.setViewportSize({ width: 1440, height: 800 });
  await page.goto(url);
  const [juliet, romeo] = [page.frameLocator("iframe >> nth=0"), page.frameLocator("iframe >> nth=1")];
  const look = romeo.locator('converse-roster-contact status-look[contact^="juliet"]');
  for (const [state, text] of [
    ["In a meeting", "With the nurse"],
    ["Eating", "At the table"],
  ] as const) {
    await juliet.getByRole("radio", { name: state }).click();
    await look.and(romeo.getByLabel(text)).or(look.getByTitle(text)).first().waitFor();
  }
  await romeo.locator('converse-roster-contact a[data-jid^="juliet"]').click();
  await romeo.locator("converse-chat-heading").getByText("At the table").waitFor();
  // Not behind the chat.
  await look.first().click({ trial: true });
  await page.goto("about:blank");
  expect(browser.strays()).toEqual([]);
  expect(browser.errors()).toEqual([]);
});

test("who leaves her page is seen to have left, and not in the state that she was in", async () => {
  const [juliet, romeo] = [await browser.context.newPage(), await browser.context.newPage()];
  await Promise.all([juliet.goto(`${url}juliet`), romeo.goto(`${url}romeo`)]);
  const look = (words: string) => {
    const any = romeo.locator('converse-roster-contact status-look[contact^="juliet"]');
    return any.and(romeo.getByLabel(words)).or(any.getByTitle(words)).first();
  };
  await juliet.getByRole("radio", { name: "Away", exact: true }).click();
  await look("Back in a moment").waitFor();
  await juliet.close();
  await look("Good night, good night!").waitFor();
});

test("each alone, and nothing that is no page", async () => {
  const status = async (path: string) => (await fetch(url + path)).status;
  expect(await Promise.all(["juliet", "romeo", "starters/index.json"].map(status))).toEqual([200, 200, 200]);
  expect(await Promise.all(["tybalt", "session/tybalt", "converse/..%2fpackage.json"].map(status))).toEqual([
    404, 404, 404,
  ]);
});
