// Converse.js with the plugin, logged in through a real Prosody in a real browser: what people see.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import { xml } from "@xmpp/client";
import { NS } from "@status-scheme/protocol";
import type { LookDraft, Shown } from "@status-scheme/client-plugin";
import { startTestbed, until } from "@status-scheme/testbed";
import type { Page } from "playwright-core";
import { english, inhabit, picture } from "../../e2e/test/support/world.ts";
import type { Person, World } from "../../e2e/test/support/world.ts";
import { colorIn } from "./support/pixels.ts";
import { boshAtRest, boshOf, startConverse } from "./support/page.ts";
import type { ConversePages } from "./support/page.ts";
import { close, inRow, row, shows } from "./support/places.ts";

/** What Converse itself says of a server that is gone, one whose component is not back yet, and at times of a logout. */
const CONVERSES_OWN = /websocket|disco#info for schemes|reading 'disconnection_cause'/i;

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** Colors are those of Converse's theme. */
const AXE_OPTIONS = { rules: { "color-contrast": { enabled: false } } };

let world: World;
let pages: ConversePages;
let juliet: Person;
let page: Page;
beforeAll(async () => {
  // Converse refuses fewer rounds of SCRAM.
  world = await inhabit(await startTestbed({ rounds: 4_096 }));
  juliet = await world.person("juliet");
  await juliet.schemes.publish(await looks());
  pages = await startConverse(world.bed, { service: world.component.url });
  page = await login();
});
afterAll(async () => {
  await pages?.close();
  await world?.stop();
});
afterEach(async () => {
  // Where a test failed, its own pages would go on, and say things in the time of others.
  for (const other of pages.context.pages()) if (other !== page) await other.close();
  expect(pages.errors().filter((error) => !CONVERSES_OWN.test(error))).toEqual([]);
  expect(pages.strays()).toEqual([]);
});

async function looks(): Promise<readonly LookDraft[]> {
  const look = async (state: string, color: string, show?: "dnd"): Promise<LookDraft> => ({
    state,
    ...(show && { show }),
    text: english(`${state}, in ${color}`),
    media: [{ kind: "image", bytes: await picture(color), mediaType: "image/png" }],
  });
  return Promise.all([look("available", "lime"), look("dnd", "red"), look("meeting", "blue", "dnd")]);
}
async function login(settings: Readonly<Record<string, unknown>> = {}): Promise<Page> {
  const opened = await pages.login("romeo", settings);
  opened.setDefaultTimeout(30_000);
  await opened.waitForSelector("converse-roster-contact");
  return opened;
}
const state = async (name: string) => juliet.schemes.setState(name);
const fromRomeo = () =>
  juliet.received.filter(({ name, attrs }) => name === "presence" && attrs.from?.startsWith("romeo"));
const mediaRequests = () => pages.requests().filter((url) => url.startsWith(world.component.url));

test("a contact's look is in the roster, and follows the state", async () => {
  await shows(inRow(page, "juliet"), "lime");
  await state("meeting");
  await shows(inRow(page, "juliet"), "blue");
  await state("dnd");
  await shows(inRow(page, "juliet"), "red");
  await state("available");
  await shows(inRow(page, "juliet"), "lime");
  // Who has no look is shown by Converse alone.
  expect(await row(page, "mercutio").count()).toBe(1);
  expect(await inRow(page, "mercutio").count()).toBe(0);
});

test("and in the heading of a chat, with its words", async () => {
  await state("available");
  await inRow(page, "juliet").click();
  const heading = page.locator("converse-chat-heading");
  await shows(heading.locator("status-look"), "lime");
  await expect(heading.locator(".status-scheme-words").textContent()).resolves.toBe("available, in lime");
  await state("meeting");
  await shows(heading.locator("status-look"), "blue");
  await expect(heading.locator(".status-scheme-words").textContent()).resolves.toBe("meeting, in blue");
});

test("and in the contact's details, large", async () => {
  await page.evaluate(
    "_converse.api.modal.show('converse-user-details-modal', { model: _converse.state.roster.get('juliet@capulet.lit') })",
  );
  const details = page.locator("converse-user-details-modal");
  await shows(details.locator("status-look"), "blue");
  await expect(details.locator(".status-scheme-words").textContent()).resolves.toBe("meeting, in blue");
  await details.locator(".modal-header [data-bs-dismiss=modal]").click();
  await details.waitFor({ state: "detached" });
});

test("a contact whose client stores the scheme: media come in band", async () => {
  const mercutio = await world.person("mercutio");
  const image = { kind: "image", bytes: await picture("magenta"), mediaType: "image/png" } as const;
  await mercutio.schemes.serve({ looks: [{ state: "available", text: english("A plague"), media: [image] }] });
  await shows(inRow(page, "mercutio"), "magenta");
  await mercutio.leave();
  await until("gone", async () => (await inRow(page, "mercutio").count()) === 0);
});

async function choose(of: Page, wanted: string, more: { readonly text?: string; readonly until?: Date } = {}) {
  await of.locator(".status-scheme-own").click();
  const dialog = of.locator("status-scheme-dialog");
  await dialog.locator("[name=state]").selectOption(wanted);
  if (more.text) await dialog.locator("[name=text]").fill(more.text);
  const local = (time: Date) => new Date(time.getTime() - time.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
  if (more.until) await dialog.locator("[name=until]").fill(local(more.until));
  await dialog.locator("[type=submit]").click();
  return dialog;
}

// A token of the person's own goes out in the hint, to contacts alone.
test("the person's own state and look", async () => {
  const romeo = await world.person("romeo", { quiet: true });
  await romeo.schemes.publish(await looks());
  await romeo.leave();
  const button = page.locator(".status-scheme-own");
  await shows(button.locator("status-look"), "lime");
  const dialog = await choose(page, "meeting", { text: "with the friar" });
  await juliet.sees("romeo", (shown) => shown.state === "meeting" && shown.status === "with the friar");
  await shows(dialog.locator(".status-scheme-now status-look"), "blue");
  await close(dialog);
  await shows(button.locator("status-look"), "blue");
  // Converse's own dialog chooses among the base states.
  await page.evaluate("_converse.api.user.status.set('online')");
  await juliet.sees("romeo", (shown) => shown.state === "available");
  await shows(button.locator("status-look"), "lime");
});

test("survives a reload, and looks switched off and on, until Converse's own takes over", async () => {
  const until = new Date(Math.ceil(Date.now() / 60_000) * 60_000 + 3_600_000);
  const dialog = await choose(page, "meeting", { text: "with the nurse", until });
  const isThere = ({ state: seen, status, until: end }: Shown) =>
    seen === "meeting" && status === "with the nurse" && end === until.getTime();
  await juliet.sees("romeo", isThere);
  const before = juliet.looks.length;
  await close(dialog);
  await page.reload();
  await shows(page.locator(".status-scheme-own status-look"), "blue");
  await page.locator(".status-scheme-own").click();
  // Nobody saw another look in between.
  const seen = juliet.looks.slice(before).filter(({ contact }) => contact.startsWith("romeo@"));
  expect(seen.filter((shown) => !isThere(shown))).toEqual([]);
  await dialog.locator("[name=enabled]").uncheck();
  await juliet.sees("romeo", (shown) => shown.state === "dnd" && shown.until === undefined);
  await dialog.locator("[name=enabled]").check();
  await juliet.sees("romeo", isThere);
  await close(dialog);
  await page.evaluate("_converse.api.user.status.set('online', '')");
  await juliet.sees("romeo", (shown) => shown.state === "available" && !shown.status);
  await page.reload();
  await shows(page.locator(".status-scheme-own status-look"), "lime");
  expect(juliet.schemes.shown("romeo@capulet.lit")?.state).toBe("available");
});

test("ends while the page is away", async () => {
  try {
    const dialog = await choose(page, "meeting", { until: new Date(Date.now() + 3_600_000) });
    await juliet.sees("romeo", (shown) => shown.state === "meeting");
    await close(dialog);
    // Of this page alone: Playwright's clock is one for all pages, those to come as well.
    await page.addInitScript((ahead) => {
      const Real = Date;
      const now = () => Real.now() + ahead;
      globalThis.Date = new Proxy(Real, {
        construct: (_, given, as) => Reflect.construct(Real, given.length > 0 ? given : [now()], as) as Date,
        get: (_, name) => (name === "now" ? now : (Reflect.get(Real, name) as unknown)),
      });
    }, 7_200_000);
    await page.reload();
    await juliet.sees("romeo", (shown) => shown.state === "available");
    await shows(page.locator(".status-scheme-own status-look"), "lime");
    expect(await page.evaluate("_converse.state.profile.get('show')")).toBeFalsy();
  } finally {
    // Its time is ahead for good.
    await page.close();
    page = await login();
  }
});

test("a room that Converse joins gets no hint", async () => {
  await page.evaluate("_converse.api.user.status.set('online')");
  await juliet.sees("romeo", (shown) => shown.state === "available");
  await page.evaluate("_converse.api.rooms.open('masque@rooms.capulet.lit', { nick: 'Romeo' }, true)");
  await page.waitForSelector("converse-muc-message-form, .muc-bottom-panel");
  const tybalt = await world.plain("tybalt");
  await tybalt.xmpp.send(
    xml("presence", { to: "masque@rooms.capulet.lit/Tybalt" }, xml("x", "http://jabber.org/protocol/muc")),
  );
  const inRoom = () => tybalt.received.filter(({ attrs }) => attrs.from === "masque@rooms.capulet.lit/Romeo");
  await until("Romeo in the room", () => inRoom().length > 0);
  // Converse tells its rooms of each change of state.
  const before = fromRomeo().length;
  await page.evaluate("_converse.api.user.status.set('dnd')");
  await juliet.sees("romeo", (shown) => shown.show === "dnd");
  await until("dnd in the room", () => inRoom().some((presence) => presence.getChildText("show") === "dnd"));
  for (const presence of inRoom()) expect(presence.getChild("showing", NS)).toBeUndefined();
  // A session of a page that is gone may end just now.
  const told = fromRomeo().slice(before);
  const ofDnd = told.filter((presence) => presence.getChildText("show") === "dnd").map(String);
  expect(ofDnd).toEqual(expect.arrayOf(expect.stringContaining(`xmlns="${NS}"`)));
  expect(ofDnd).not.toEqual([]);
  await page.evaluate("_converse.api.user.status.set('online')");
  await page.evaluate("_converse.api.rooms.get('masque@rooms.capulet.lit').then((room) => room.close())");
});

test("the editor opens in a dialog, with the looks there are", async () => {
  await page.locator(".status-scheme-own").click();
  await page.locator(".status-scheme-edit").click();
  const editor = page.locator("status-scheme-editor-dialog scheme-editor");
  await editor.locator("status-look").nth(2).waitFor();
  expect(await editor.evaluate((element) => (element as HTMLElement & { account: string }).account)).toBe(
    "romeo@capulet.lit",
  );
  await page.locator("status-scheme-editor-dialog .modal-header [data-bs-dismiss=modal]").click();
  await page.locator("status-scheme-editor-dialog").waitFor({ state: "detached" });
});

test("settings: the choice of contacts, still, and off altogether, at once and after a reload", async () => {
  await page.locator(".status-scheme-own").click();
  const dialog = page.locator("status-scheme-dialog");
  await page.evaluate(AXE);
  const found = await page.evaluate(`axe.run(".status-scheme-form", ${JSON.stringify(AXE_OPTIONS)})`);
  expect((found as { violations: { id: string }[] }).violations.map(({ id }) => id)).toEqual([]);
  await dialog.locator("[name=whose]").selectOption("these");
  await until("nobody chosen", async () => (await inRow(page, "juliet").count()) === 0);
  await dialog.locator('[name=contact][value="juliet@capulet.lit"]').check();
  await shows(inRow(page, "juliet"), "blue");
  await dialog.locator("[name=motion]").selectOption("off");
  await until("no picture", async () => (await colorIn(inRow(page, "juliet"))) !== "blue");
  await dialog.locator("[name=motion]").selectOption("still");
  await shows(inRow(page, "juliet"), "blue");
  await dialog.locator("[name=enabled]").uncheck();
  await until("off", async () => (await inRow(page, "juliet").count()) === 0);
  await page.reload();
  await page.waitForSelector("converse-roster-contact");
  await page.locator(".status-scheme-own").click();
  expect(await inRow(page, "juliet").count()).toBe(0);
  expect(await dialog.locator("[name=enabled]").isChecked()).toBe(false);
  await dialog.locator("[name=enabled]").check();
  await shows(inRow(page, "juliet"), "blue");
  expect(await dialog.locator("[name=motion]").inputValue()).toBe("still");
  await dialog.locator("[name=whose]").selectOption("all");
  await dialog.locator(".modal-header [data-bs-dismiss=modal]").click();
});

test("a reload shows looks from the cache, and asks for no media", async () => {
  await state("meeting");
  await shows(inRow(page, "juliet"), "blue");
  const before = mediaRequests().length;
  await page.reload();
  await shows(inRow(page, "juliet"), "blue");
  await state("dnd");
  await shows(inRow(page, "juliet"), "red");
  expect(mediaRequests().length).toBe(before);
  expect(before).toBeGreaterThan(0);
});

test("over BOSH; and in the person's own row", async () => {
  const settings = { websocket_url: undefined, bosh_service_url: boshOf(world.bed), show_self_in_roster: true };
  await state("dnd");
  const other = await login(settings);
  await shows(inRow(other, "juliet"), "red");
  await other.evaluate("_converse.api.user.status.set('online')");
  await shows(inRow(other, "romeo"), "lime");
  await close(await choose(other, "dnd"));
  await shows(inRow(other, "romeo"), "red");
  await boshAtRest(other);
  await other.reload();
  await shows(inRow(other, "juliet"), "red");
  await shows(inRow(other, "romeo"), "red");
  await other.close();
});

test("looks come again when the connection does", async () => {
  juliet.xmpp.once("online", () => void juliet.xmpp.send(xml("presence")));
  await world.bed.restart();
  await juliet.sees("romeo", ({ loggedIn }) => loggedIn, 30_000);
  await state("available");
  await shows(inRow(page, "juliet"), "lime");
});

test("and after a logout", async () => {
  await page.evaluate("_converse.api.user.logout()");
  await page.waitForSelector("converse-login-form");
  await until("Romeo is gone", () => juliet.schemes.shown("romeo@capulet.lit")?.loggedIn === false);
  await page.evaluate(`_converse.api.user.login('romeo@capulet.lit', ${JSON.stringify(world.bed.password("romeo"))})`);
  await page.waitForSelector("converse-roster-contact");
  await shows(inRow(page, "juliet"), "lime");
});
