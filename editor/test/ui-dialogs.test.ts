// The editor's rarer dialogs in a real browser: sticker packs of the account and from a file, what moves and sounds, the still
// of a video, and who may see by groups.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { parseXml } from "@status-scheme/protocol";
import { xml } from "@xmpp/client";
import type { Page } from "playwright-core";
import { startStickerServer } from "./sticker-server.ts";
import type { StickerServer } from "./sticker-server.ts";
import { card, choose, middleOf, seriousProblems, setUiStage, standing } from "./ui-stage.ts";
import type { UiStage } from "./ui-stage.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const starter = (path: string) => here(`../starters/${path}`);
const bytesOf = (path: string) => readFile(starter(path));
const RED = starter("signs/dnd.png");
const medium = (name: string) => here(`../../fixtures/media/av/valid/${name}`);
const PUBSUB = "http://jabber.org/protocol/pubsub";

let stage: UiStage;
let server: StickerServer;
let page: Page;
beforeAll(async () => {
  server = await startStickerServer();
  stage = await setUiStage({ accounts: ["juliet", "romeo"], friends: [["juliet", "romeo"]] });
  const packs = await Promise.all([
    server.pack("Swan lake", [
      { path: starter("cat/available.png"), desc: "Hello" },
      { path: starter("cat/dnd.png"), desc: "🤫", isOpen: false },
      { path: starter("signs/dnd.png"), desc: "🚫" },
      { path: starter("signs/away.png"), desc: "swan" },
    ]),
    server.pack("Only mine", [{ path: starter("cat/away.png"), desc: "Hello" }], true),
  ]);
  const juliet = await stage.bed.login("juliet");
  for (const [index, pack] of packs.entries()) {
    const item = xml("item", { id: `pack-${String(index)}` }, parseXml(pack));
    const publish = xml("publish", { node: "urn:xmpp:stickers:0" }, item);
    const many = xml("field", { var: "pubsub#max_items" }, xml("value", {}, "20"));
    const type = xml("field", { var: "FORM_TYPE", type: "hidden" }, xml("value", {}, `${PUBSUB}#publish-options`));
    const options = xml("publish-options", {}, xml("x", { xmlns: "jabber:x:data", type: "submit" }, type, many));
    await juliet.iqCaller.request(xml("iq", { type: "set" }, xml("pubsub", { xmlns: PUBSUB }, publish, options)));
  }
  const romeo = xml("item", { jid: stage.bed.jid("romeo"), name: "Romeo" }, xml("group", {}, "Montagues"));
  await juliet.iqCaller.request(xml("iq", { type: "set" }, xml("query", { xmlns: "jabber:iq:roster" }, romeo)));
  await juliet.stop();
  page = await stage.openAs("juliet");
  await card(page, "Available").waitFor();
});
afterAll(async () => {
  await stage?.stop();
  await server?.stop();
});

const dialog = () => page.locator("dialog").last();
/** As before the first of them, whatever an earlier try left. */
const begin = () =>
  page.evaluate(() => {
    const element = document.body.querySelector("div")!.shadowRoot!.querySelector("scheme-editor")!;
    for (const one of element.shadowRoot!.querySelectorAll("dialog")) one.close();
    element.editor!.discard();
  });
const discard = () => page.getByRole("button", { name: "Discard changes" }).click();
const stateFor = (sticker: string) => page.getByRole("combobox", { name: `State for ${sticker}` });
/** The image's middle as edited; undefined: no such look. */
async function imageOf(state: string) {
  const bytes = await page.evaluate((wanted) => {
    const { editor } = document.body.querySelector("div")!.shadowRoot!.querySelector("scheme-editor")!;
    const look = editor!.state().looks.find((one) => one.state === wanted);
    return look && [...(look.media.find(({ kind }) => kind === "image")?.bytes ?? [])];
  }, state);
  return bytes && middleOf(page, new Uint8Array(bytes));
}

describe("a sticker pack of the account", () => {
  test("is chosen; one that its author restricts is not offered", async () => {
    await begin();
    await page.getByRole("button", { name: "Import…" }).click();
    await page.locator(".packs li").nth(1).waitFor();
    const rows = (await page.locator(".packs li").allInnerTexts()).map((text) => text.replace(/\s+/g, " ")).sort();
    expect(rows).toEqual(["Only mine Its author does not let it be used elsewhere.", "Swan lake A pack Choose"]);
    expect(await seriousProblems(page)).toEqual([]);
    await page.locator(".packs button").click();
    await page.getByRole("dialog", { name: "Stickers of “Swan lake”" }).waitFor();
  });

  test("shows each sticker with its state as guessed; one that may not be read is told, and put to none", async () => {
    await page.getByText("It cannot be had from where the pack says it is.").waitFor();
    await dialog().locator("img").nth(2).waitFor();
    expect(await stateFor("🤫").isDisabled()).toBe(true);
    const chosen = await Promise.all(["Hello", "🤫", "🚫", "swan"].map((name) => stateFor(name).inputValue()));
    expect(chosen).toEqual(["available", "", "", ""]);
    expect(await seriousProblems(page)).toEqual([]);
  });

  test("is put to states by keys alone; a state has one sticker", async () => {
    if (!(await stateFor("🚫").isVisible())) {
      await begin();
      await page.getByRole("button", { name: "Import…" }).click();
      await page.locator(".packs button").click();
      await dialog().locator("img").nth(2).waitFor();
    }
    await stateFor("🚫").focus();
    await page.keyboard.type("Do not");
    await page.keyboard.press("Tab");
    await page.keyboard.type("Do not");
    expect(await Promise.all(["🚫", "swan"].map((name) => stateFor(name).inputValue()))).toEqual(["", "dnd"]);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await standing(page, "2 states changed");
    expect(await imageOf("dnd")).toEqual(await middleOf(page, await bytesOf("signs/away.png")));
    expect(await imageOf("available")).toEqual(await middleOf(page, await bytesOf("cat/available.png")));
    await discard();
  });
});

test.each([
  ["English", "en-GB", "Import…", "Choose", "In a meeting"],
  ["German", "de-DE", "Importieren", "Auswählen", "In einer Besprechung"],
])("at the width of a telephone a sticker's state is read in whole: in %s", async (_, locale, open, take, state) => {
  const context = await stage.browser.context.browser()!.newContext({ locale, viewport: { width: 360, height: 740 } });
  const other = await context.newPage();
  await other.goto(`${stage.browser.url}as/juliet`);
  await other.getByRole("button", { name: open }).click();
  await other.getByRole("button", { name: take, exact: true }).click();
  const select = other.locator(".stickers select").last();
  await select.waitFor();
  // A menu that sizes itself takes as much as what is chosen in it.
  const [wanted, given] = await select.evaluate((menu: HTMLSelectElement, label) => {
    const option = document.createElement("option");
    option.textContent = label;
    menu.replaceChildren(option);
    const given = menu.offsetWidth;
    menu.style.inlineSize = "max-content";
    return [menu.offsetWidth, given];
  }, state);
  expect(wanted).toBeLessThanOrEqual(given!);
  await context.close();
});

test("a description that is longer than a look may have is shortened at a word, and the person is told", async () => {
  const long = `Hello ${"dear Romeo, ".repeat(12)}`;
  const pack = await server.pack("Long", [{ path: RED, desc: long }]);
  await page.getByRole("button", { name: "Import…" }).click();
  await choose(page, { name: "pack.xml", mimeType: "text/xml", buffer: Buffer.from(pack) });
  await dialog().locator("img").waitFor();
  await page.getByRole("button", { name: "Use these" }).click();
  await page.getByText("1 state imported. 1 description was too long, and shortened.").waitFor();
  await standing(page, "1 state changed");
  const desc = await page.evaluate(() => {
    const { editor } = document.body.querySelector("div")!.shadowRoot!.querySelector("scheme-editor")!;
    return editor!.state().looks[0]!.media[0]!.desc[0]!.text;
  });
  expect(desc).toMatch(/^Hello dear Romeo, .*(dear|Romeo)…$/);
  expect(desc.length).toBeLessThanOrEqual(128);
  await discard();
});

test("languages beyond those that a look may have are left out, and the person is told", async () => {
  const languages = "de fr es it pt nl pl cs sv da nb fi uk ru tr el en".split(" ");
  const desc = Object.fromEntries(languages.map((lang) => [lang, `Hello in ${lang}`]));
  const pack = await server.pack("Babel", [{ path: RED, desc }]);
  await page.getByRole("button", { name: "Import…" }).click();
  await choose(page, { name: "pack.xml", mimeType: "text/xml", buffer: Buffer.from(pack) });
  await dialog().locator("img").waitFor();
  await page.getByRole("button", { name: "Use these" }).click();
  await page
    .getByText("1 state imported. 1 description has more than 16 languages: the others were left out.")
    .waitFor();
  await standing(page, "1 state changed");
  const kept = await page.evaluate(() => {
    const { editor } = document.body.querySelector("div")!.shadowRoot!.querySelector("scheme-editor")!;
    return editor!.state().looks[0]!.media[0]!.desc.map(({ lang }) => lang);
  });
  expect(kept).toEqual(["en", ...languages.slice(0, 15)]);
  await discard();
});

test.each<[string, () => Promise<string>, string]>([
  [
    "whose stickers cannot be had",
    () => server.pack("Far", [{ path: RED, desc: "Hello", isOpen: false }]),
    "cannot be had",
  ],
  ["that is restricted", () => server.pack("Mine", [{ path: RED, desc: "Hello" }], true), "does not let it be used"],
  ["without stickers", () => server.pack("None", []), "has no sticker"],
  ["that is none", async () => "<pack/>", "neither an archive of looks nor a sticker pack"],
])("a pack from a file %s is told, and changes nothing", async (_, pack, told) => {
  await page.getByRole("button", { name: "Import…" }).click();
  await choose(page, { name: "pack.xml", mimeType: "text/xml", buffer: Buffer.from(await pack()) });
  await page.locator(".toast, .stickers .error").filter({ hasText: told }).waitFor();
  await page.keyboard.press("Escape");
  await standing(page, "Nothing is published yet.");
});

describe("what moves and sounds", () => {
  test("a sound has a row: it plays at a click, and is described", async () => {
    // What is heard is changed below: another page has it as it was.
    await page.close();
    page = await stage.openAs("juliet");
    await card(page, "Away").click();
    await choose(page, medium("tone.mp3"));
    const row = page.getByRole("article", { name: "Sound" });
    await row
      .locator(".facts")
      .filter({ hasText: /kB · .*s/ })
      .waitFor();
    // Nothing is asked for, since the state's name is said with it: it has not opened by itself.
    expect(await row.locator("details").evaluate((details: HTMLDetailsElement) => details.open)).toBe(false);
    await page.getByRole("textbox", { name: "In English", exact: true }).fill("");
    await row.locator(":scope > .error").filter({ hasText: "Add a text, or describe this" }).waitFor();
    expect(await row.locator("details").evaluate((details: HTMLDetailsElement) => details.open)).toBe(false);
    await row.locator("summary").click();
    await row.getByRole("textbox", { name: /in English/ }).fill("A bell");
    await row.getByRole("button", { name: "Play" }).click();
    // It ends by itself.
    await row.getByRole("button", { name: /Play|Stop/ }).waitFor();
    // What is heard ends with its row.
    await page.evaluate(() => {
      const { play } = HTMLMediaElement.prototype;
      HTMLMediaElement.prototype.play = function (this: HTMLMediaElement) {
        Object.assign(window, { heard: this });
        this.loop = true;
        return play.call(this);
      };
    });
    const isSilent = () => page.evaluate(() => (window as unknown as { heard: HTMLMediaElement }).heard.paused);
    await row.getByRole("button", { name: "Play" }).click();
    await row.getByRole("button", { name: "Stop" }).waitFor();
    expect(await isSilent()).toBe(false);
    await page.getByRole("button", { name: "Done" }).click();
    await page.locator("dialog").waitFor({ state: "detached" });
    expect(await isSilent()).toBe(true);
    await card(page, "Away").click();
    await row.getByRole("button", { name: "Remove sound" }).click();
    await row.waitFor({ state: "detached" });
  });

  test.each([
    ["Video", medium("vp9.webm"), "video"],
    ["Animation", here("../../fixtures/media/valid/moving.webp"), "img"],
  ])("%s: it has a row, and its still, which the slider chooses anew", async (kind, path, shown) => {
    if (!(await page.locator("dialog.sheet").isVisible())) await card(page, "Away").click();
    await choose(page, path);
    const row = page.getByRole("article", { name: kind });
    await row.locator(".facts").filter({ hasText: /×/ }).waitFor();
    await row.locator(shown).waitFor();
    await page.getByRole("article", { name: "Picture" }).locator("img").waitFor();
    const before = await stillBytes();
    await row.getByRole("button", { name: "Choose still" }).click();
    const slider = page.getByRole("slider", { name: "Moment" });
    const picture = page.locator(".still img");
    await picture.waitFor();
    const first = await picture.getAttribute("src");
    await slider.focus();
    await page.keyboard.press("End");
    await page.waitForFunction(([img, src]) => img!.getAttribute("src") !== src, [
      await picture.elementHandle(),
      first,
    ] as const);
    if (kind === "Video") expect(await slider.getAttribute("aria-valuetext")).toMatch(/s/);
    expect(await seriousProblems(page)).toEqual([]);
    await page.getByRole("button", { name: "Use this still" }).click();
    await page.locator("dialog.card").waitFor({ state: "detached" });
    expect(await stillBytes()).not.toEqual(before);
    await page.getByRole("button", { name: "Done" }).click();
    await discard();
  });
  const stillBytes = () =>
    page.evaluate(() => {
      const { editor } = document.body.querySelector("div")!.shadowRoot!.querySelector("scheme-editor")!;
      const { media } = editor!.state().looks.find(({ state }) => state === "away")!;
      return media.find(({ kind }) => kind === "image")!.bytes!.join();
    });
});

test("who may see: groups of the contact list, and who is blocked", async () => {
  const device = await stage.enter("juliet");
  await device.setAccess({ blocked: ["tybalt@capulet.lit"] });
  await page.getByRole("button", { name: "Who may see" }).click();
  await page.getByRole("radio", { name: /Groups of my contacts/ }).check();
  await page.getByRole("checkbox", { name: "Montagues" }).check();
  await page.locator("summary").filter({ hasText: "1 person" }).click();
  await page.getByText("tybalt@capulet.lit").waitFor();
  expect(await seriousProblems(page)).toEqual([]);
  await page.getByRole("button", { name: "Save" }).click();
  await page.locator("dialog").waitFor({ state: "detached" });
  expect(await device.access()).toMatchObject({
    ...{ model: "roster", groups: ["Montagues"], blocked: ["tybalt@capulet.lit"] },
  });
});
