// Logins of other kinds: by an endpoint that Converse.js finds itself, into a page that reads from right to left, and as
// somebody else in the same page.
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { eventually, startTestbed, until } from "@status-scheme/testbed";
import type { LookDraft } from "@status-scheme/client-plugin";
import type { Locator, Page } from "playwright-core";
import { english, inhabit, picture } from "../../e2e/test/support/world.ts";
import type { Person, World } from "../../e2e/test/support/world.ts";
import { startWebServer } from "./support/discovery.ts";
import type { WebServer } from "./support/discovery.ts";
import { startConverse } from "./support/page.ts";
import type { ConversePages } from "./support/page.ts";
import { close, dialogOf, inRow, own, row, shows } from "./support/places.ts";

/** What Converse itself says when an account follows another, when it forgets one, and when it ends a session twice. */
const CONVERSES_OWN =
  /VCard model for undefined|reading '(isType|disconnection_cause)'|'transaction' on 'IDBDatabase': The database connection is closing/;
const FOUND = ["https://capulet.lit/.well-known/host-meta", "wss://capulet.lit/xmpp-websocket"];

let world: World;
let web: WebServer;
let pages: ConversePages;
let juliet: Person;
beforeAll(async () => {
  // Converse refuses fewer rounds of SCRAM.
  world = await inhabit(await startTestbed({ rounds: 4_096 }));
  web = await startWebServer(world.bed);
  juliet = await world.person("juliet");
  await juliet.schemes.publish([await look("available", "lime"), await look("meeting", "blue", "שלום, Romeo")]);
  const romeo = await world.person("romeo", { quiet: true });
  await romeo.schemes.publish([await look("meeting", "blue")]);
  await romeo.leave();
  pages = await startConverse(world.bed, { args: web.args, context: { ignoreHTTPSErrors: true } });
  await pages.context.route("https://capulet.lit/**", (route) => route.continue());
});
afterAll(async () => {
  await pages?.close();
  await web?.stop();
  await world?.stop();
});
afterEach(() => {
  expect(pages.errors().filter((error) => !CONVERSES_OWN.test(error))).toEqual([]);
  expect(pages.strays().filter((url) => !FOUND.includes(url))).toEqual([]);
});

async function look(state: string, color: string, text = `${state}, in ${color}`): Promise<LookDraft> {
  const image = { kind: "image", bytes: await picture(color), mediaType: "image/png" } as const;
  return { state, ...(state === "meeting" && { show: "dnd" }), text: english(text), media: [image] };
}
async function login(settings: Readonly<Record<string, unknown>>): Promise<Page> {
  const page = await pages.login("romeo", settings);
  page.setDefaultTimeout(30_000);
  await page.waitForSelector("converse-roster-contact");
  return page;
}
const boxOf = async (element: Locator) => (await element.boundingBox())!;

test("by discovery (XEP-0156)", async () => {
  const page = await login({ discover_connection_methods: true, websocket_url: undefined });
  await shows(inRow(page, "juliet"), "lime");
  expect(pages.strays()).toEqual(FOUND);
  await page.close();
});

test("in a page from right to left", async () => {
  const page = await login({ i18n: "he" });
  await page.evaluate(() => (document.documentElement.dir = "rtl"));
  await juliet.schemes.setState("meeting");
  await shows(inRow(page, "juliet"), "blue");
  const [name, end] = await Promise.all([
    boxOf(row(page, "juliet").locator(".open-chat")),
    boxOf(inRow(page, "juliet")),
  ]);
  expect(end.x + end.width).toBeLessThanOrEqual(name.x);

  await row(page, "juliet").locator(".open-chat").click();
  const heading = page.locator("converse-chat-heading");
  await shows(heading.locator("status-look"), "blue");
  const [title, beside, words] = await Promise.all(
    [".chatbox-title__text", "status-look", ".status-scheme-words"].map((part) => boxOf(heading.locator(part))),
  );
  expect(beside!.x).toBeGreaterThanOrEqual(title!.x + title!.width);
  expect(Math.abs(words!.x + words!.width - (title!.x + title!.width))).toBeLessThan(2);
  // As wide as what they say: at the end that the name begins at.
  expect(words!.width).toBeLessThan(title!.width);

  await own(page).click();
  const dialog = dialogOf(page);
  await dialog.locator("[name=state]").waitFor();
  expect(await dialog.locator(".modal-body").evaluate((body) => body.scrollWidth - body.clientWidth)).toBe(0);
  // What is said in another language than the page says so, and reads as that language does.
  const ours = dialog.locator(".status-scheme-form").first();
  expect(
    await ours.evaluate((form) => [form.closest("[lang]")!.getAttribute("lang"), getComputedStyle(form).direction]),
  ).toEqual(["en", "ltr"]);
  await close(dialog);
  await juliet.schemes.setState("available");
  await page.close();
});

/** Whatever this browser keeps of ours, by the names that it is kept under. */
const kept = (page: Page) =>
  page.evaluate(async () => {
    const names = [...Object.keys(localStorage), ...Object.keys(sessionStorage)];
    const databases = (await indexedDB.databases()).map(({ name }) => name!);
    return [...names, ...databases].filter((name) => /status.scheme/.test(name) && name.includes("romeo"));
  });

describe("as somebody else in the same page", () => {
  let page: Page;
  /** In a page of its own, alone: of an earlier try as well. */
  const begin = async (settings: Readonly<Record<string, unknown>> = {}) => {
    for (const other of pages.context.pages()) await other.close();
    page = await login(settings);
  };
  const logout = async () => {
    await page.evaluate("_converse.api.user.logout()");
    await page.waitForSelector("converse-login-form");
  };
  const enter = async (account: string) => {
    const [jid, password] = [world.bed.jid(account), world.bed.password(account)];
    await page.evaluate(`void _converse.api.user.login(${JSON.stringify(jid)}, ${JSON.stringify(password)})`);
    await page.waitForSelector("converse-roster-contact");
  };
  const chosen = async () => {
    await own(page).click();
    const dialog = dialogOf(page);
    const values = await Promise.all(
      ["motion", "sound", "whose", "state"].map((name) => dialog.locator(`[name=${name}]`).inputValue()),
    );
    await close(dialog);
    await dialog.waitFor({ state: "detached" });
    return values;
  };

  test("nothing of the first one is shown, sent or chosen", async () => {
    await begin();
    await own(page).click();
    const dialog = dialogOf(page);
    await dialog.locator("option[value=meeting]").waitFor({ state: "attached" });
    await dialog.locator("[name=state]").selectOption("meeting");
    await dialog.locator("[name=text]").fill("with the friar");
    await dialog.locator("[type=submit]").click();
    await juliet.sees("romeo", ({ status }) => status === "with the friar");
    await dialog.locator("[name=motion]").selectOption("off");
    await dialog.locator("[name=sound]").selectOption("off");
    await dialog.locator("[name=whose]").selectOption("these");
    await until("nobody chosen", async () => (await inRow(page, "juliet").count()) === 0);
    // The dialog ends with the login.
    await logout();
    await dialog.waitFor({ state: "detached" });
    await enter("mercutio");
    await shows(inRow(page, "juliet"), "lime");
    await juliet.sees("mercutio", ({ loggedIn }) => loggedIn);
    expect(await chosen()).toEqual(["auto", "click", "all", "available"]);
    const seen = juliet.looks.filter(({ contact, loggedIn }) => contact.startsWith("mercutio@") && loggedIn);
    expect(new Set(seen.map(({ state, status }) => `${state}, ${status}`))).toEqual(new Set(["available, undefined"]));
  });

  test("and what the first one chose is there when they come back, but for their state", async () => {
    await logout();
    await enter("romeo");
    expect(await chosen()).toEqual(["off", "off", "these", "available"]);
    expect(await inRow(page, "juliet").count()).toBe(0);
  });

  test("on a computer that is not theirs nothing is left of them", async () => {
    await begin();
    await own(page).click();
    await dialogOf(page).locator("[name=sound]").selectOption("off");
    await close(dialogOf(page));
    await until("choices and media are kept", async () => (await kept(page)).length > 1);
    await page.evaluate("_converse.state.config.save('trusted', false)");
    await page.evaluate("_converse.api.user.logout()");
    await until("nothing is kept", async () => (await kept(page)).length === 0);
  });

  test("nor where looks are switched off, and no part of the plugin can be loaded any more", async () => {
    await begin();
    await until("media are kept", async () => (await kept(page)).some((name) => name.startsWith("status-scheme:")));
    await logout();
    const before = pages.requests().length;
    await begin({ status_scheme_enabled: false });
    expect(await kept(page)).not.toEqual([]);
    const asked = await eventually(
      "what deletes is asked for",
      () =>
        pages
          .requests()
          .slice(before)
          .find((url) => url.includes("/kept-here-")),
      (url) => url !== undefined,
    );
    // It is there when it can be had again.
    await page.evaluate(`import(${JSON.stringify(asked)})`);
    // What is Converse's own is in a folder.
    await page.route(/:\d+\/[^/]*\.js$/, (route) => route.abort());
    await page.evaluate("_converse.state.config.save('trusted', false)");
    await page.evaluate("_converse.api.user.logout()");
    await until("nothing is kept", async () => (await kept(page)).length === 0);
  });
});
