// The editor in its dialog inside Converse.js: what is not published yet is not lost by Escape, nor by a connection that is;
// and sticker packs (XEP-0449) come in, from the account's PEP and from a file, up to a contact's screen.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { xml } from "@xmpp/client";
import { parseXml } from "@status-scheme/protocol";
import { startTestbed, until } from "@status-scheme/testbed";
import type { Locator, Page } from "playwright-core";
import { inhabit, picture } from "../../e2e/test/support/world.ts";
import type { Person, World } from "../../e2e/test/support/world.ts";
import { startStickerServer } from "../../editor/test/sticker-server.ts";
import type { StickerServer } from "../../editor/test/sticker-server.ts";
import { startConverse } from "./support/page.ts";
import type { ConversePages } from "./support/page.ts";
import { close, editorDialogOf, inRow, openEditor, own, shows } from "./support/places.ts";

/** What Converse itself says of a server that is gone, of one whose component is not back yet, and of a second account in a tab beside. */
const CONVERSES_OWN =
  /websocket|disco#info for schemes|'transaction' on 'IDBDatabase': The database connection is closing/i;
const PUBSUB = "http://jabber.org/protocol/pubsub";
const STICKERS = "urn:xmpp:stickers:0";

let world: World;
let server: StickerServer;
let pages: ConversePages;
let juliet: Person;
let page: Page;
/** A text that is published already is no change. */
let changes = 0;
beforeAll(async () => {
  [world, server] = await Promise.all([
    // Converse refuses fewer rounds of SCRAM.
    startTestbed({ rounds: 4_096 }).then((bed) => inhabit(bed)),
    startStickerServer(),
  ]);
  juliet = await world.person("juliet");
  // Stickers are on a server with a certificate that nobody else accepts.
  pages = await startConverse(world.bed, { context: { ignoreHTTPSErrors: true } });
  page = await login("romeo");
});
afterAll(async () => {
  await pages?.close();
  await server?.stop();
  await world?.stop();
});
afterEach(() => {
  expect(pages.errors().filter((error) => !CONVERSES_OWN.test(error))).toEqual([]);
  expect(pages.strays()).toEqual([]);
});

async function login(account: string): Promise<Page> {
  const opened = await pages.login(account);
  opened.setDefaultTimeout(30_000);
  await opened.waitForSelector("converse-roster-contact");
  return opened;
}
/** The text of a state, in its sheet. */
async function write(editor: Locator, state: string, text: string): Promise<Locator> {
  const name = editor.page().getByText(state, { exact: true });
  await editor.locator(".card .open").filter({ has: name }).first().click();
  const field = editor.getByRole("textbox", { name: "In English" });
  await field.fill(text);
  return field;
}
const standing = (editor: Locator, text: string) => editor.locator(".standing", { hasText: text }).waitFor();
/** The editor, opened anew: what an earlier test or try left open goes with its page. */
async function begin(): Promise<Locator> {
  if ((await page.locator(".modal").count()) > 0) {
    await page.close();
    page = await login("romeo");
  }
  return openEditor(page);
}
/** The same, with a change that is not published. */
async function change(): Promise<Locator> {
  const editor = await begin();
  const field = await write(editor, "Available", `Wherefore (${++changes})`);
  await field.press("Escape");
  await field.waitFor({ state: "detached" });
  await standing(editor, "1 state changed");
  return editor;
}
/** Before the connection goes: it may be there again before the next line of the test runs. */
const listenForReconnect = () =>
  page.evaluate("void (window.reconnected = new Promise((r) => _converse.api.listen.once('reconnected', () => r())))");
const reconnected = () => page.evaluate("window.reconnected");
const isFocused = (element: Locator) => element.evaluate((one) => one === document.activeElement);
const question = () => page.getByRole("dialog", { name: "You have changes that are not published." });

describe("Escape", () => {
  test("closes the editor where nothing was changed, and focus is where it was before", async () => {
    await begin();
    await page.keyboard.press("Escape");
    await editorDialogOf(page).waitFor({ state: "detached" });
    expect(await isFocused(own(page))).toBe(true);
  });

  test("closes a dialog inside the editor, and nothing else", async () => {
    const editor = await change();
    await editor.getByRole("button", { name: "Import…" }).click();
    await editor.locator("dialog[open]").waitFor();
    await page.keyboard.press("Escape");
    await editor.locator("dialog[open]").waitFor({ state: "detached" });
    await standing(editor, "1 state changed");
  });

  test("and every other way out asks where something was: to go on editing is to be where one was", async () => {
    const standingText = (await change()).locator(".standing");
    const waysOut = [
      () => page.keyboard.press("Escape"),
      () => close(editorDialogOf(page)),
      () => page.mouse.click(2, 2), // beside the dialog
    ];
    for (const leave of waysOut) {
      await leave();
      await question().waitFor();
      expect(await isFocused(question().getByRole("button", { name: "Keep editing" }))).toBe(true);
      await page.keyboard.press("Escape");
      await question().waitFor({ state: "hidden" });
      await leave();
      await question().getByRole("button", { name: "Keep editing" }).click();
      expect(await standingText.textContent()).toBe("1 state changed");
    }
  });

  test("changes that are discarded are gone, and focus is where it was before", async () => {
    await change();
    await page.keyboard.press("Escape");
    await question().getByRole("button", { name: "Discard changes" }).click();
    await editorDialogOf(page).waitFor({ state: "detached" });
    expect(await isFocused(own(page))).toBe(true);
    await standing(await openEditor(page), "Nothing is published yet.");
    await page.keyboard.press("Escape");
    await editorDialogOf(page).waitFor({ state: "detached" });
  });
});

describe("a connection that is lost while the editor is open", () => {
  test("and resumed: nothing happened", async () => {
    const editor = await change();
    await listenForReconnect();
    await page.evaluate("_converse.api.connection.get()._proto.socket.close()");
    await reconnected();
    await editor.getByRole("button", { name: "Publish", exact: true }).click();
    await standing(editor, "Your contacts see exactly this.");
    await juliet.sees("romeo", ({ look }) => look?.text === `Wherefore (${changes})`);
  });

  test("with its session: what was changed is there, and is published once there is another", async () => {
    const editor = await change();
    juliet.xmpp.once("online", () => void juliet.xmpp.send(xml("presence")));
    await listenForReconnect();
    await world.bed.stopServer();
    await editor.getByRole("button", { name: "Publish", exact: true }).click();
    const again = editor.getByRole("button", { name: "Try again" });
    await again.waitFor();
    await world.bed.startServer();
    await reconnected();
    await until(
      "published",
      async () => {
        if (await again.isVisible()) await again.click();
        return (await editor.locator(".standing").textContent()) === "Your contacts see exactly this.";
      },
      30_000,
    );
    await juliet.sees("romeo", ({ look }) => look?.text === `Wherefore (${changes})`, 30_000);
    await page.keyboard.press("Escape");
    await editorDialogOf(page).waitFor({ state: "detached" });
    await until("focus is given back", () => isFocused(own(page)));
  });
});

describe("a sticker pack", () => {
  const pack = async (name: string, ...colors: readonly string[]) => {
    const stickers = colors.map(async (color) => {
      const path = join(world.bed.directory, `${color}.png`);
      await writeFile(path, await picture(color));
      return { path, desc: color };
    });
    return server.pack(name, await Promise.all(stickers));
  };
  const put = async (editor: Locator, sticker: string, state: string) => {
    await editor.getByRole("combobox", { name: `State for ${sticker}` }).selectOption(state);
    await editor.locator("dialog footer .primary").click();
    await standing(editor, "1 state changed");
    await editor.getByRole("button", { name: "Publish", exact: true }).click();
    await standing(editor, "Your contacts see exactly this.");
  };
  let contact: Page;
  beforeAll(async () => {
    contact = await login("juliet");
    const item = xml("item", { id: "verona" }, parseXml(await pack("Verona", "magenta", "cyan")));
    const publish = xml("pubsub", PUBSUB, xml("publish", { node: STICKERS }, item));
    const romeo = await world.plain("romeo");
    const answer = await romeo.ask(romeo.jid, "set", publish);
    expect(answer.attrs.type).toBe("result");
    await romeo.leave();
  });

  // What is behind other tabs is slow.
  beforeEach(() => page.bringToFront());

  test("of the account: a contact sees what was chosen of it", async () => {
    const editor = await begin();
    await editor.getByRole("button", { name: "Import…" }).click();
    await editor.locator(".packs li", { hasText: "Verona" }).getByRole("button").click();
    await put(editor, "magenta", "available");
    await shows(inRow(contact, "romeo"), "magenta");
    await close(editorDialogOf(page));
  });

  test("from a file", async () => {
    const editor = await begin();
    const chooser = page.waitForEvent("filechooser");
    await editor.getByRole("button", { name: "Import…" }).click();
    await editor.getByRole("button", { name: "Choose a file" }).click();
    const buffer = Buffer.from(await pack("Mantua", "yellow"));
    await (await chooser).setFiles({ name: "mantua.xml", mimeType: "text/xml", buffer });
    await put(editor, "yellow", "available");
    await shows(inRow(contact, "romeo"), "yellow");
    await close(editorDialogOf(page));
  });
});
