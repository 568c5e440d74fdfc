// Where no service keeps looks: what a person chose to serve from this browser goes on at the next login, before they open the
// editor again; on a computer that is not theirs it ends for good with the login.
import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import type { SchemeEditor } from "@status-scheme/editor";
import { startTestbed, until } from "@status-scheme/testbed";
import type { Testbed } from "@status-scheme/testbed";
import type { Locator, Page } from "playwright-core";
import { startConverse } from "./support/page.ts";
import type { ConversePages } from "./support/page.ts";
import { inRow, openEditor, own } from "./support/places.ts";

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
afterEach(async () => {
  // Where a test failed, its own pages would go on to serve.
  for (const other of pages.context.pages()) if (other !== juliet) await other.close();
});

async function login(account: string, settings: Readonly<Record<string, unknown>> = {}): Promise<Page> {
  // The session of a tab that is closed ends at once: it would last for some minutes, for the tab may come back.
  const opened = await pages.login(account, { enable_smacks: false, ...settings });
  opened.setDefaultTimeout(30_000);
  await opened.waitForSelector("converse-roster-contact");
  return opened;
}
const romeosLooks = (count: number) =>
  until(`${count} looks of romeo's`, async () => (await inRow(juliet, "romeo").count()) === count);

const logout = (page: Page) => page.evaluate("_converse.api.user.logout()");
/** The connection, by no fault of anybody's. */
const lose = (page: Page) => page.evaluate("_converse.api.connection.get()._proto.socket.close()");
const SERVED = "status-scheme-served";
const BUSY = `<error type="wait"><resource-constraint xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error>`;
/** Whose looks are kept in this browser. */
const kept = (page: Page) =>
  page.evaluate(async () => {
    const opening = indexedDB.open("status-scheme-served");
    await new Promise((resolve) => (opening.onsuccess = resolve));
    const all = opening.result.transaction("values").objectStore("values").getAllKeys();
    await new Promise((resolve) => (all.onsuccess = resolve));
    opening.result.close();
    return [...new Set(all.result.map((key) => String(key).split("@")[0]))];
  });

/** Not served, with a text that is not published. */
async function edit(page: Page): Promise<Locator> {
  const editor = await openEditor(page);
  await editor.evaluate(async ({ editor: model }: SchemeEditor) => {
    await model!.stopServing();
    model!.setText("available", "en", "But soft!");
    model!.setText("available", "de", "Doch still!");
  });
  return editor;
}
/** By the dialog that tells what it means; resolves to that. */
async function serve(editor: Locator): Promise<string> {
  await editor.getByRole("button", { name: "Serve from here…" }).click();
  const told = await editor.getByRole("dialog", { name: "Serve your looks" }).innerText();
  await editor.getByRole("button", { name: "Serve and publish" }).click();
  await romeosLooks(1);
  return told;
}

test("what is served from here is served at the next login", async () => {
  const first = await login("romeo");
  expect(await serve(await edit(first))).not.toMatch(/log out/);
  await logout(first);
  await romeosLooks(0);
  await first.close();
  const second = await login("romeo");
  await romeosLooks(1);
  await logout(second);
  await romeosLooks(0);
  await second.close();
  expect(pages.strays()).toEqual([]);
});

test("one's own look is read in Converse's language first, as contacts' looks are", async () => {
  const romeo = await login("romeo", { i18n: "de" });
  await until("the text in German", async () => /: Doch still!$/.test((await own(romeo).getAttribute("aria-label"))!));
  await logout(romeo);
  await romeosLooks(0);
  await romeo.close();
});

test("and at the next connection, where the server could not say at the login that it has no service", async () => {
  const romeo = await login("romeo");
  await serve(await edit(romeo));
  let isBusy = true;
  await romeo.routeWebSocket(bed.websocket, (socket) => {
    const server = socket.connectToServer();
    socket.onMessage((sent) => {
      const asked = /^<iq .*\bid=["']([^"']+)["'].*disco#items/.exec(String(sent));
      if (!isBusy || !asked) server.send(sent);
      else socket.send(`<iq xmlns="jabber:client" type="error" from="${bed.domain}" id="${asked[1]}">${BUSY}</iq>`);
    });
  });
  const told: string[] = [];
  romeo.on("console", (message) => told.push(message.text()));
  await romeo.reload();
  await until("a failure to serve", () => told.some((text) => /status-scheme: .*try-later/.test(text)));
  await romeosLooks(0);
  isBusy = false;
  await lose(romeo);
  await romeosLooks(1);
  await romeo.close();
});

test("who serves nothing from here has no database open for it", async () => {
  const mercutio = await login("mercutio");
  await mercutio.addInitScript((name) => {
    const open = { count: 0, ever: 0 };
    Object.assign(globalThis, { open });
    IDBFactory.prototype.open = new Proxy(IDBFactory.prototype.open, {
      apply: (target, self, given) => {
        const request = Reflect.apply(target, self, given) as IDBOpenDBRequest;
        request.addEventListener("success", () => request.result.name === name && (open.count++, open.ever++));
        return request;
      },
    });
    IDBDatabase.prototype.close = new Proxy(IDBDatabase.prototype.close, {
      apply: (target, self: IDBDatabase, given) => {
        if (self.name === name) open.count--;
        Reflect.apply(target, self, given);
      },
    });
  }, SERVED);
  await mercutio.reload();
  const opened = () => mercutio.evaluate("open") as Promise<{ readonly count: number; readonly ever: number }>;
  await until("looked into, and closed", async () => (await opened()).ever > 0 && (await opened()).count === 0);
  await mercutio.close();
});

test("a connection that is lost for good is no logout: on a computer that is not theirs as well their looks are kept", async () => {
  const romeo = await login("romeo", { auto_reconnect: false });
  await romeo.evaluate("_converse.state.config.save('trusted', false)");
  await serve(await edit(romeo));
  await lose(romeo);
  await until("Converse has given up", () => romeo.evaluate("_converse.api.connection.get() === undefined"));
  expect(await kept(romeo)).toContain("romeo");
  await romeosLooks(0);
  const credentials = [bed.jid("romeo"), bed.password("romeo")].map((one) => JSON.stringify(one));
  await romeo.evaluate(`void _converse.api.user.login(${credentials.join()})`);
  await romeosLooks(1);
  await logout(romeo);
  await until("his are gone", async () => !(await kept(romeo)).includes("romeo"));
  await romeo.close();
});

test("on a computer that is not theirs, they are told that a logout deletes their looks, and it deletes theirs alone", async () => {
  const romeo = await login("romeo");
  await romeo.evaluate("_converse.state.config.save('trusted', false)");
  const editor = await edit(romeo);
  expect(await serve(editor)).toMatch(/When you log out, your looks are deleted from this browser for good/);
  await editor.locator(".standing").filter({ hasText: "Logging out deletes your looks" }).waitFor();
  await keepFor(romeo, "mercutio@capulet.lit/scheme");
  expect(await kept(romeo)).toEqual(["mercutio", "romeo"]);
  // Converse ends a session once more when its socket closes: the connection may be gone before all is deleted.
  await romeo.evaluate("_converse.api.listen.once('clearSession', () => _converse.api.connection.destroy())");
  await logout(romeo);
  await until("his are gone", async () => !(await kept(romeo)).includes("romeo"));
  expect(await kept(romeo)).toEqual(["mercutio"]);
  await romeo.close();

  const anew = await login("romeo");
  const nothing = await openEditor(anew);
  await nothing.locator(".standing").filter({ hasText: "This browser can serve them instead." }).waitFor();
  expect(await nothing.evaluate(({ editor: model }: SchemeEditor) => model!.state().looks)).toEqual([]);
  await romeosLooks(0);
});

/** As somebody else who serves from this browser has it. */
const keepFor = (page: Page, key: string) =>
  page.evaluate(async (name) => {
    const opening = indexedDB.open("status-scheme-served");
    await new Promise((resolve) => (opening.onsuccess = resolve));
    const writing = opening.result.transaction("values", "readwrite");
    writing.objectStore("values").put(new Uint8Array(1), name);
    await new Promise((resolve) => (writing.oncomplete = resolve));
    opening.result.close();
  }, key);
