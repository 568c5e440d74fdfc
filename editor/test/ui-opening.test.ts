// The editor's page in the moment it is opened: logging in; and what comes late comes by itself, and takes nobody's click.
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Page } from "playwright-core";
import { card, seriousProblems, setUiStage, standing } from "./ui-stage.ts";
import type { UiStage } from "./ui-stage.ts";

/** Of a sound, in bytes: other than by default. */
const LITTLE = 4_096;
/** By then the plugin and the editor have tried again three times, however slowly the service starts. */
const TRIES_MS = 100_000;

let stage: UiStage;
beforeAll(async () => {
  stage = await setUiStage({ accounts: ["juliet"], component: { config: { limits: { "audio-bytes": LITTLE } } } });
});
afterAll(async () => {
  await stage?.stop();
});

/** The list of starters comes when it is let. */
async function openWithoutStarters(): Promise<{ readonly page: Page; readonly letThemCome: () => void }> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const context = await stage.browser.context.browser()!.newContext({ locale: "en-GB" });
  const page = await context.newPage();
  await page.route(/\/starters\/index\.json$/, async (route) => {
    await promise;
    await route.continue();
  });
  await page.goto(`${stage.browser.url}as/juliet`);
  await standing(page, "Nothing is published yet.");
  return { page, letThemCome: () => resolve(undefined) };
}

test("nothing moves away under a pointer that is pressed: what was pressed is clicked", async () => {
  const { page, letThemCome } = await openWithoutStarters();
  await card(page, "Available").hover();
  await page.mouse.down();
  letThemCome();
  const set = page.locator(".starters .set").first();
  await set.waitFor({ state: "attached" });
  await page.mouse.up();
  await page.getByRole("heading", { name: "Available" }).waitFor();
  await page.keyboard.press("Escape");
  await set.waitFor();
  await page.context().close();
});

test("opened while the service is away, it is told, and what the service has comes by itself", async () => {
  const device = await stage.enter("juliet");
  await device.edit({ state: "available", text: [{ lang: "en", text: "On the balcony" }] });
  await stage.service().stop();
  const page = await stage.openAs("juliet");
  await page.locator('.bar[data-tone="bad"]').filter({ hasText: "Nothing of yours is lost" }).waitFor();
  await card(page, "Available").click();
  await stage.service().start();
  const limits = page.locator(".media .limits").filter({ hasText: /\s4\skB/ });
  await limits.waitFor({ timeout: TRIES_MS });
  await standing(page, "Your contacts see exactly this.");
  expect(await page.getByRole("textbox", { name: "In English" }).inputValue()).toBe("On the balcony");
  await page.close();
});

test("logging in: a wrong address and a wrong password are told, the right one lets in", async () => {
  const page = await stage.browser.open("login");
  const address = page.getByRole("textbox", { name: "Your address" });
  const login = page.getByRole("button", { name: "Log in" });
  await address.fill("nobody");
  await login.click();
  await page.getByText("That is no address").waitFor();
  expect(await seriousProblems(page)).toEqual([]);
  await address.fill(stage.bed.jid("juliet"));
  await page.locator("summary").click();
  const server = page.getByRole("textbox", { name: /Server's address/ });
  await server.fill("ws://example.org/");
  await login.click();
  await page.getByText("This has to begin with wss://").waitFor();
  await server.fill(stage.bed.websocket);
  await page.getByLabel("Password").fill("wrong");
  await login.click();
  await page.getByText("Address or password is wrong.").waitFor();
  await page.getByLabel("Password").fill(stage.bed.password("juliet"));
  await login.click();
  await page.getByText("Logged in as juliet@capulet.lit").waitFor();
  await page.getByRole("button", { name: "Log out" }).click();
  await login.waitFor();
  await page.close();
});
