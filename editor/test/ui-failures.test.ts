// What goes wrong is told where it went wrong, and nothing is lost by it: too large, of a wrong type, too long, over the
// quota, cancelled, changed elsewhere, and a service that is away.
import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { until } from "@status-scheme/testbed";
import type { Page } from "playwright-core";
import { choose as chooseIn, seriousProblems, setUiStage } from "./ui-stage.ts";
import type { UiStage } from "./ui-stage.ts";

const starter = (path: string) => fileURLToPath(new URL(`../starters/${path}`, import.meta.url));
const PICTURE = starter("cat/available.png");
/** Of a sound, in bytes: less than the starters' has. */
const LITTLE = 4_096;

let stage: UiStage;
let page: Page;
beforeAll(async () => {
  stage = await setUiStage({ accounts: ["juliet"], component: { config: { limits: { "audio-bytes": LITTLE } } } });
  page = await stage.openAs("juliet");
  await page.locator(".card .open").first().waitFor();
});
afterAll(async () => {
  await stage.stop();
});

const standing = (text: string) => page.locator(".standing").filter({ hasText: text }).waitFor();
const openFirst = () => page.locator(".card .open").first().click();
const done = () => page.getByRole("button", { name: "Done" }).click();
const textField = () => page.getByRole("textbox", { name: "In English" });
const publish = () => page.getByRole("button", { name: /^(Publish|Try again)$/ }).click();
let count = 0;
/** Another text each time: a test that is tried again changes something again. */
const anew = (text: string) => `${text} ${String((count += 1))}`;
const type = async (text: string) => {
  await openFirst();
  await textField().fill(text);
  await done();
};
const choose = (file: Parameters<typeof chooseIn>[1]) => chooseIn(page, file);
const mediaError = (text: string) =>
  page.locator(".media > .error, .medium > .error").filter({ hasText: text }).waitFor();

test("limits are told before anything is chosen", async () => {
  await openFirst();
  expect(await page.locator(".media .limits").innerText()).toMatch(
    /256\skB and 512\s×\s512.*\n.*\nSounds up to 4\skB and 5\ssec/,
  );
  await done();
});

test.each([
  [
    "English",
    "en-GB",
    /64 MB and 50,000,000 .*256 kB and 512 × 512.*1 MB, 5 secs?, 150 .*40,000,000 .*512 × 512.*4 kB and 5 sec.*2 MB, 10 sec.* 640 × 640.*(?:16 MB|1[.,]000 ).*64 kB.*128 .*16 /,
    /at most 64 looks/,
    /At most 1,000/,
  ],
  [
    "German",
    "de-DE",
    /64 MB und 50\.000\.000 .*256 kB und 512 × 512.*1 MB, 5 Sek\., 150 .*40\.000\.000 .*512 × 512.*4 kB und 5 Sek.*2 MB, 10 Sek.* 640 × 640.*(?:16 MB|1[.,]000 ).*64 kB.*128 .*16 /,
    /höchstens 64 Looks/,
    /Höchstens 1\.000/,
  ],
])(
  "every limit is told with its number before anything is sent: in %s",
  async (_, locale, ofState, ofLooks, ofPeople) => {
    const context = await stage.browser.context.browser()!.newContext({ locale });
    const other = await context.newPage();
    await other.goto(`${stage.browser.url}as/juliet`);
    await other.locator(".card .open").first().click();
    const body = other.locator("dialog.sheet > .body");
    // The service has told its own.
    await body
      .locator(".limits")
      .filter({ hasText: /\s4\skB/ })
      .waitFor();
    expect((await body.innerText()).replace(/\s+/g, " ")).toMatch(ofState);
    await other.keyboard.press("Escape");
    await other.locator(".add").click();
    expect(await other.locator("dialog > .body").innerText()).toMatch(ofLooks);
    await other.keyboard.press("Escape");
    await other.locator(".tools .tool").first().click();
    await other.locator("dialog .primary:enabled").waitFor();
    await other.locator("input[value=whitelist]").check();
    expect(await other.locator("dialog > .body").innerText()).toMatch(ofPeople);
    await context.close();
  },
);

test("taken out of the page in the middle, nothing of what was edited is lost", async () => {
  await openFirst();
  await textField().fill("Half of a sen");
  await page.evaluate(async () => {
    const root = document.body.querySelector("div")!.shadowRoot!;
    const element = root.querySelector("scheme-editor")!;
    element.remove();
    await new Promise((resolve) => setTimeout(resolve));
    element.lang = "en";
    root.append(element);
  });
  await standing("1 state changed");
  await openFirst();
  expect(await textField().inputValue()).toBe("Half of a sen");
  await done();
  await page.getByRole("button", { name: "Discard changes" }).click();
});

test("undoing in a dialog that is about something else, or in its text, leaves the looks alone", async () => {
  await openFirst();
  await textField().fill("Here");
  await done();
  await page.getByRole("button", { name: "Add a state" }).click();
  await page.getByRole("textbox", { name: "What are you doing?" }).fill("Eating");
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Escape");
  await standing("1 state changed");
  await page.getByRole("button", { name: "Add a state" }).click();
  await page.keyboard.type("Eating");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Eating" }).waitFor();
  await page.getByRole("dialog", { name: "A state of your own" }).waitFor({ state: "detached" });
  // One step: and with its state the sheet goes.
  await page.keyboard.press("Control+z");
  await page.locator("dialog").waitFor({ state: "detached" });
  await standing("1 state changed");
  await page.getByRole("button", { name: "Discard changes" }).click();
});

test("what is no picture, sound or video is not taken", async () => {
  await openFirst();
  await choose({ name: "picture.png", mimeType: "image/png", buffer: Buffer.from("<svg onload='alert(1)'/>") });
  await mediaError("Only pictures, sounds and videos can be taken.");
  await choose(PICTURE);
  await page.locator(".medium").waitFor();
  expect(await page.locator(".media > .error").innerText()).toBe("");
  await done();
  await page.getByRole("button", { name: "Discard changes" }).click();
});

test("a sound that is too large is told with both sizes, and cannot be published", async () => {
  await openFirst();
  await choose(starter("robot/available-audio.wav"));
  await mediaError("The sound is too large");
  expect(await page.locator(".media").innerText()).toMatch(/at most 4\skB/);
  await done();
  const discard = page.getByRole("button", { name: "Discard changes" });
  if (await discard.isVisible()) await discard.click();
});

test("a text that is too long is told at its field, and the bar leads there", async () => {
  await openFirst();
  await textField().fill("x".repeat(130));
  await page.getByText("Too long: 130, at most 128.").waitFor();
  expect(await textField().getAttribute("aria-invalid")).toBe("true");
  await done();
  await standing("1 thing to put right first");
  await page.getByRole("button", { name: "Show me" }).click();
  expect(await textField().evaluate((field) => (field.getRootNode() as ShadowRoot).activeElement === field)).toBe(true);
  await textField().fill("Hello");
  await done();
  await standing("1 state changed");
});

test("cancelled in the middle: nothing is published, nothing is lost", async () => {
  await openFirst();
  await choose(PICTURE);
  await page.locator(".medium").waitFor();
  await done();
  // The upload goes nowhere until it is cancelled.
  await page.route(/\/upload\//, () => undefined);
  await publish();
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.getByText("Cancelled. Nothing was published.").waitFor();
  await page.unroute(/\/upload\//);
  await standing("1 state changed");
});

test("an upload that breaks off is told with the look that it was for", async () => {
  await page.route(/\/upload\//, (route) => route.abort());
  await publish();
  await standing("“Available”: The service does not answer just now.");
  await page.unroute(/\/upload\//);
});

test("who may see, not saved while something is published: told where it is chosen", async () => {
  const dialog = page.getByRole("dialog", { name: "Who may see your looks" });
  await page.getByRole("button", { name: "Who may see" }).click();
  await dialog.locator(".primary:enabled").waitFor();
  await page.keyboard.press("Escape");
  await page.route(/\/upload\//, () => undefined);
  await publish();
  await standing("Sending");
  await page.getByRole("button", { name: "Who may see" }).click();
  await dialog.locator(".primary:enabled").waitFor();
  const device = await stage.enter("juliet");
  await device.setAccess({ model: "whitelist", allowed: ["romeo@capulet.lit"] });
  await dialog.getByRole("radio", { name: /Everyone/ }).check();
  await dialog.getByRole("button", { name: "Save" }).click();
  await dialog.locator(".error").filter({ hasText: "It was changed on another device meanwhile." }).waitFor();
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.unroute(/\/upload\//);
  await standing("1 state changed");
});

test("a service that is away is told, and tried again it publishes", async () => {
  await type(anew("Here"));
  await stage.service().stop();
  await publish();
  await page.locator('.bar[data-tone="bad"]').filter({ hasText: "Nothing of yours is lost" }).waitFor();
  await stage.service().start();
  await page.getByRole("button", { name: "Try again" }).click();
  await standing("Your contacts see exactly this.");
});

test("a suspended account is told that it may not, and nothing about being invisible", async () => {
  const order = (verb: string) =>
    promisify(execFile)(process.execPath, [
      fileURLToPath(new URL("../../component/src/main.ts", import.meta.url)),
      ...["--config", stage.service().configPath, verb, stage.bed.jid("juliet")],
    ]);
  await type(anew("Not from me"));
  await order("suspend");
  try {
    await publish();
    await standing("You may not do that");
  } finally {
    await order("resume");
  }
  await page.getByRole("button", { name: "Try again" }).click();
  await standing("Your contacts see exactly this.");
});

test("changed on another device: both are shown, and what is chosen is published", async () => {
  const device = await stage.enter("juliet");
  const [mine, theirs] = [anew("Mine"), anew("Theirs")];
  await type(mine);
  await device.edit({ state: "available", text: [{ lang: "en", text: theirs }] });
  const dialog = page.getByRole("dialog", { name: "Changed on another device, too" });
  await dialog.waitFor();
  expect(await dialog.locator(".side").allInnerTexts()).toEqual([
    expect.stringContaining(mine),
    expect.stringContaining(theirs),
  ]);
  expect(await seriousProblems(page)).toEqual([]);
  expect(await dialog.getByRole("button", { name: "Keep these" }).isDisabled()).toBe(true);
  await dialog.getByRole("radio", { name: /Mine/ }).check();
  await dialog.getByRole("button", { name: "Keep these" }).click();
  await standing("Your contacts see exactly this.");
  expect((await device.own())?.looks[0]?.text).toEqual([{ lang: "en", text: mine }]);
});

test("over the quota: told, and nothing is lost", async () => {
  await stage.service().stop();
  const { configPath } = stage.service();
  const config = JSON.parse(await readFile(configPath, "utf8")) as { limits: Record<string, number> };
  config.limits["owner-bytes"] = 1_000;
  await writeFile(configPath, JSON.stringify(config));
  await stage.service().start();
  await page.locator(".card .open").nth(1).click();
  await choose(starter("hills/away.webp"));
  await page.locator(".medium").waitFor();
  await done();
  // The service has just come back: until that is known, it is tried again.
  const bar = page.locator(".bar");
  await until("refused", async () => {
    if (/put right/.test(await bar.innerText())) return true;
    await bar.locator(".primary").click();
    await bar.getByRole("button", { name: "Cancel" }).waitFor({ state: "detached" });
    return false;
  });
  await page.getByRole("button", { name: "Show me" }).click();
  await mediaError("All your media together are too large");
  expect(await page.locator(".medium").count()).toBe(1);
  await done();
});

test("leaving with changes asks first", async () => {
  // An earlier try has left.
  if (page.isClosed()) page = await stage.openAs("juliet");
  await type(anew("Here"));
  await page.mouse.click(5, 5);
  const asked = page.waitForEvent("dialog");
  const gone = page.waitForEvent("close");
  const closed = page.close({ runBeforeUnload: true });
  const question = await asked;
  expect(question.type()).toBe("beforeunload");
  await question.accept();
  await Promise.all([closed, gone]);
});
