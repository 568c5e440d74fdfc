// The editor's face in a real browser: from an empty account to a contact's screen, by pointer, by files, and by keys alone.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import type { Shown, StatusScheme } from "@status-scheme/client-plugin";
import { eventually } from "@status-scheme/testbed";
import type { Page } from "playwright-core";
import { bring, card, choose, middleOf, seriousProblems, setUiStage, standing } from "./ui-stage.ts";
import type { UiStage } from "./ui-stage.ts";

const starter = (path: string) => fileURLToPath(new URL(`../starters/${path}`, import.meta.url));
const ORANGE = starter("cat/available.png");
const RED = starter("signs/dnd.png");

let stage: UiStage;
let romeo: StatusScheme;
beforeAll(async () => {
  stage = await setUiStage({
    accounts: ["juliet", "romeo", "nurse"],
    friends: [
      ["juliet", "romeo"],
      ["nurse", "romeo"],
    ],
  });
  romeo = await stage.enter("romeo");
});
afterAll(async () => {
  await stage.stop();
});
// No page wrote an error, and none asked for anything elsewhere.
afterEach(() => {
  expect(stage.browser.errors()).toEqual([]);
  expect(stage.browser.strays()).toEqual([]);
});

/** Resolves once romeo is shown that of this contact. */
async function seen(account: string, isSo: (shown: Shown) => boolean): Promise<Shown> {
  const look = () => romeo.shown(stage.bed.jid(account));
  return (await eventually(`what romeo sees of ${account}`, look, (shown) => shown !== undefined && isSo(shown)))!;
}
const imageOf = ({ look }: Shown) => look?.media.find(({ kind }) => kind === "image");
/** As one who has no looks, whatever an earlier try left. */
const begin = async (page: Page) => {
  await page.locator(".grid:not([aria-busy])").waitFor();
  await page.evaluate(async () => {
    const { editor } = document.body.querySelector("div")!.shadowRoot!.querySelector("scheme-editor")!;
    editor!.discard();
    if (editor!.state().looks.length === 0) return;
    editor!.replaceAll([]);
    await editor!.publish();
  });
  await page.locator(".set").first().waitFor();
  // Of what is gone, pictures may have been asked for still.
  stage.browser.errors();
};
const publish = async (page: Page) => {
  await page.getByRole("button", { name: "Publish", exact: true }).click();
  await standing(page, "Your contacts see exactly this.");
};
describe("from an empty account to a contact's screen", () => {
  let page: Page;
  beforeAll(async () => {
    page = await stage.openAs("juliet");
  });

  test("one click fills every state, one more publishes, and the contact sees it", async () => {
    await begin(page);
    await page.getByRole("button", { name: /Lucky cat/ }).click();
    await standing(page, "11 states changed");
    expect(await page.locator(".starters").isVisible()).toBe(false);
    await publish(page);
    const shown = await seen("juliet", (one) => imageOf(one) !== undefined);
    expect(shown.look?.text).toBe("Here, and happy to see you");
    expect(await middleOf(page, imageOf(shown)!.bytes)).toEqual(await middleOf(page, await readFile(ORANGE)));
  });

  test("what she is now is a click, states of her own among them", async () => {
    await page.getByRole("radio", { name: "In a meeting" }).check({ force: true });
    const shown = await seen("juliet", ({ state }) => state === "in_a_meeting");
    expect([shown.show, shown.look?.text]).toEqual(["dnd", "In a meeting"]);
  });

  test("invisible, and back", async () => {
    await page.getByRole("switch", { name: "Invisible" }).check();
    await seen("juliet", ({ loggedIn }) => !loggedIn);
    await page.getByRole("switch", { name: "Invisible" }).uncheck();
    await seen("juliet", ({ loggedIn }) => loggedIn);
    await page.getByRole("radio", { name: "Available" }).check({ force: true });
    await seen("juliet", ({ state }) => state === "available");
  });

  test.each([
    ["choosing", "choose"],
    ["dropping on the card", "drop"],
    ["pasting", "paste"],
  ])("a picture by %s", async (_, how) => {
    await card(page, "Available").focus();
    if (how === "choose") {
      await card(page, "Available").click();
      await choose(page, RED);
      await page.getByRole("button", { name: "Done" }).click();
    } else await bring(page, how === "drop" ? ".card" : ".card .open", how as "drop" | "paste", RED);
    await standing(page, "1 state changed");
    const bytes = await page.evaluate(() => {
      const { editor } = document.body.querySelector("div")!.shadowRoot!.querySelector("scheme-editor")!;
      const { media } = editor!.state().looks.find(({ state }) => state === "available")!;
      return [...media.find(({ kind }) => kind === "image")!.bytes!];
    });
    expect(await middleOf(page, new Uint8Array(bytes))).toEqual(await middleOf(page, await readFile(RED)));
    await page.keyboard.press("Control+z");
    await standing(page, "Your contacts see exactly this.");
  });

  test("cropping, by keys", async () => {
    await card(page, "Available").click();
    await page.getByRole("button", { name: "Crop" }).click();
    await page.getByRole("application").press("-");
    expect(await seriousProblems(page)).toEqual([]);
    for (const key of ["-", "-", "ArrowRight", "ArrowDown"]) await page.keyboard.press(key);
    await page.locator("dialog footer .primary").last().click();
    await page.locator("dialog.card").waitFor({ state: "detached" });
    await page.locator(".medium .facts").filter({ hasText: "241 × 241" }).waitFor();
    await page.getByRole("button", { name: "Done" }).click();
    await page.getByRole("button", { name: "Discard changes" }).click();
  });

  test("a look is copied to another state, and begins one of her own", async () => {
    const shows = (name: string) => card(page, name).locator(".shows");
    const copy = async (to: string | { label: string }) => {
      await page.getByRole("button", { name: "Copy to…" }).click();
      await page.getByRole("combobox", { name: "To which state?" }).selectOption(to);
    };
    await card(page, "Do not disturb").click();
    await copy({ label: "Away" });
    await page.getByText("It has a look already, which this one replaces.").waitFor();
    expect(await seriousProblems(page)).toEqual([]);
    await page.getByRole("button", { name: "Copy", exact: true }).click();
    await page.getByRole("heading", { name: "Away" }).waitFor();
    await copy("");
    await page.getByRole("button", { name: "Next", exact: true }).click();
    await page.getByRole("textbox", { name: "What are you doing?" }).fill("Fechten üben");
    expect(await page.getByRole("radio", { name: "Away", exact: true }).last().isChecked()).toBe(true);
    await page.getByRole("button", { name: "Add", exact: true }).click();
    await page.getByRole("heading", { name: "Fechten ueben" }).waitFor();
    await page.getByRole("button", { name: "Done" }).click();
    await standing(page, "2 states changed");
    expect(await shows("Away").innerText()).toBe(await shows("Do not disturb").innerText());
    expect(await shows("Fechten ueben").innerText()).toBe("Fechten üben");
    const hashes = await page.evaluate(() => {
      const { editor } = document.body.querySelector("div")!.shadowRoot!.querySelector("scheme-editor")!;
      const { looks } = editor!.state();
      return ["dnd", "away", "fechten_ueben"].map(
        (name) => looks.find(({ state }) => state === name)!.media[0]!.stored!.hash,
      );
    });
    expect(new Set(hashes).size).toBe(1);
    await page.keyboard.press("Control+z");
    await page.keyboard.press("Control+z");
    await standing(page, "Your contacts see exactly this.");
  });

  test("a state is called in any writing", async () => {
    await page.getByRole("button", { name: "Add a state" }).click();
    await page.keyboard.type("обед");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Own 1" }).waitFor();
    await page.getByRole("button", { name: "Done" }).click();
    expect(await card(page, "Own 1").locator(".shows").innerText()).toBe("обед");
    await page.keyboard.press("Control+z");
    await standing(page, "Your contacts see exactly this.");
  });

  test("names and texts of others are text, whatever they look like", async () => {
    const device = await stage.enter("juliet");
    const hostile = '<img src=x onerror="window.broken = true"><script>window.broken = true</script>';
    await device.edit({ state: "away", text: [{ lang: "en", text: hostile }] });
    await card(page, "Away").getByText("<img src=x").waitFor();
    await card(page, "Away").click();
    expect(await page.locator(".preview").innerText()).toContain("<img src=x");
    expect(await page.evaluate(() => "broken" in window)).toBe(false);
    await page.keyboard.press("Escape");
  });

  test("export and import give the same looks", async () => {
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Export" }).click();
    const path = await (await download).path();
    await card(page, "Eating").click();
    await page.getByRole("button", { name: "Remove this look" }).click();
    await standing(page, "1 state changed");
    // Wherever it falls.
    for (const place of [".editor", ".card"]) {
      await bring(page, place, "drop", path, "application/zip");
      await card(page, "Eating").waitFor();
      await page.keyboard.press("Control+z");
      await card(page, "Eating").waitFor({ state: "detached" });
    }
    await page.getByRole("button", { name: "Discard changes" }).click();
  });

  test("who may see: what is chosen holds, and a wrong address is told at its field", async () => {
    await page.getByRole("button", { name: "Who may see" }).click();
    await page.getByRole("radio", { name: /Only people I list/ }).check();
    await page.getByRole("textbox", { name: /People/ }).fill("romeo@capulet.lit\n@@");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("“@@” is no address").waitFor();
    await page.getByRole("textbox", { name: /People/ }).fill("romeo@capulet.lit");
    await page.getByRole("button", { name: "Save" }).click();
    await page.locator("dialog").waitFor({ state: "detached" });
    const device = await stage.enter("juliet");
    expect(await device.access()).toMatchObject({ model: "whitelist", allowed: ["romeo@capulet.lit"] });
  });

  test("a dialog is in the middle of the screen, however far the page is scrolled", async () => {
    await page.setViewportSize({ width: 1200, height: 600 });
    await page.evaluate(() => scrollTo(0, 200));
    await page.locator(".add").evaluate((button) => (button as HTMLElement).click());
    // A busy machine takes a while to draw it.
    await page.waitForFunction(
      (dialog) => {
        const { top, height } = dialog!.getBoundingClientRect();
        return scrollY > 100 && Math.round(top + height / 2) === innerHeight / 2;
      },
      await page.locator("dialog").elementHandle(),
    );
    await page.keyboard.press("Escape");
    await page.setViewportSize({ width: 1200, height: 860 });
  });

  test("nothing serious for axe-core in any view, light or dark", async () => {
    const found: string[] = [...(await seriousProblems(page))];
    for (const name of ["Starter looks", "Who may see", "Add a state"]) {
      await page.getByRole("button", { name }).click();
      found.push(...(await seriousProblems(page)));
      await page.keyboard.press("Escape");
    }
    await card(page, "Available").click();
    found.push(...(await seriousProblems(page)));
    await page.keyboard.press("Escape");
    expect(found).toEqual([]);
  });
});

let nurse: Page | undefined;
test("the whole path by keys alone", async () => {
  await nurse?.close();
  const page = (nurse = await stage.openAs("nurse"));
  const { keyboard } = page;
  await begin(page);
  /** Tabs on until the focus is on something of this name. */
  const tabTo = async (name: RegExp) => {
    for (let tries = 0; tries < 60; tries += 1) {
      const focused = await page.evaluate(() => {
        let element = document.activeElement;
        while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
        return element?.getAttribute("aria-label") ?? element?.textContent ?? "";
      });
      if (name.test(focused)) return;
      await keyboard.press("Tab");
    }
    throw new Error(`no way to ${String(name)} by Tab`);
  };
  await tabTo(/Bold signs/);
  await keyboard.press("Enter");
  await standing(page, "11 states changed");
  await tabTo(/^Add a state/);
  await keyboard.press("Enter");
  await keyboard.type("Day dreaming");
  await keyboard.press("Enter");
  await page.getByRole("heading", { name: "Day dreaming" }).waitFor();
  await keyboard.press("Escape");
  await standing(page, "12 states changed");
  await tabTo(/^Publish$/);
  await keyboard.press("Enter");
  await standing(page, "Your contacts see exactly this.");
  const shown = await seen("nurse", (one) => imageOf(one) !== undefined);
  expect(shown.look?.text).toBeTruthy();
  expect((await romeo.check(stage.bed.jid("nurse")))?.looks.map(({ state }) => state)).toContain("day_dreaming");
});

test("in German, at the width of a telephone, nothing is wider than the screen", async () => {
  const context = await stage.browser.context
    .browser()!
    .newContext({ locale: "de-DE", viewport: { width: 360, height: 740 } });
  const page = await context.newPage();
  await page.goto(`${stage.browser.url}as/nurse`);
  await page.getByRole("heading", { name: "Deine Looks" }).waitFor();
  await standing(page, "Genau das sehen deine Kontakte.");
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  await card(page, "Bitte nicht stören").click();
  expect(await page.locator("dialog.sheet .body").evaluate((body) => body.scrollWidth)).toBe(360);
  await context.close();
});
