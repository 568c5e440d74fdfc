// Where no service keeps looks: what a person chose to serve from this browser goes on at the next login, before they open the
// editor again.
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { startTestbed } from "@status-scheme/testbed";
import type { Testbed } from "@status-scheme/testbed";
import type { Page } from "playwright-core";
import { until } from "../../e2e/test/support/world.ts";
import { startConverse } from "./support/page.ts";
import type { ConversePages } from "./support/page.ts";
import { inRow, openEditor } from "./support/places.ts";

let bed: Testbed;
let pages: ConversePages;
let juliet: Page;
beforeAll(async () => {
  // Converse refuses fewer rounds of SCRAM.
  bed = await startTestbed({ rounds: 4_096, component: false });
  pages = await startConverse(bed);
  juliet = await login("juliet");
});
afterAll(async () => {
  await pages?.close();
  await bed?.stop();
});

async function login(account: string): Promise<Page> {
  const opened = await pages.login(account);
  opened.setDefaultTimeout(30_000);
  await opened.waitForSelector("converse-roster-contact");
  return opened;
}
const romeosLooks = (count: number) =>
  until(async () => (await inRow(juliet, "romeo").count()) === count, `${count} looks of romeo's`);

test("what is served from here is served at the next login", async () => {
  const first = await login("romeo");
  const editor = await openEditor(first);
  await editor.locator(".card .open").first().click();
  await editor.getByRole("textbox", { name: "In English" }).fill("But soft!");
  await editor.getByRole("button", { name: "Done" }).click();
  await editor.getByRole("button", { name: "Serve from here…" }).click();
  await editor.getByRole("button", { name: "Serve and publish" }).click();
  await romeosLooks(1);
  // A tab that is closed may come back, for all the server knows.
  await first.evaluate("_converse.api.user.logout()");
  await romeosLooks(0);
  await first.close();
  await login("romeo");
  await romeosLooks(1);
  expect(pages.strays()).toEqual([]);
});
