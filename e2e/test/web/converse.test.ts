// What a hostile scheme can do to Converse.js with the plugin: what it says is words in their place, whatever they are
// (issue list "Bad input"). What a page of its own takes from it is hostile.test.ts's.
import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import { eventually, startTestbed } from "@status-scheme/testbed";
import type { Locator, Page } from "playwright-core";
import { startConverse } from "../../../converse/test/support/page.ts";
import type { ConversePages } from "../../../converse/test/support/page.ts";
import { english, inhabit } from "../support/world.ts";
import type { Person, World } from "../support/world.ts";
import { GREEN, RED, still } from "./support/media.ts";
import { isNear, pictureOf, toColor } from "./support/screen.ts";
import { longestTaskOf } from "./support/tasks.ts";
import { claim, plainly, startVillain, VILLAINS } from "./support/villain.ts";
import type { Villain } from "./support/villain.ts";

const MOST_MS = 200;
const TYBALT = `tybalt@${VILLAINS}`;
const CODE = `<script>window.stolen=1</script><img src=x onerror="window.stolen=1"><svg onload="window.stolen=1">`;
const ENDLESS = `\u202e\u2067${"W".repeat(30_000)}${"\u0301".repeat(2_000)}${"\n".repeat(1_000)}שלום`;

let world: World;
let pages: ConversePages;
let villain: Villain;
let juliet: Person;
let page: Page;
beforeAll(async () => {
  const components = [VILLAINS, `schemes.${VILLAINS}`];
  const friends = [
    ["juliet", "romeo"],
    ["romeo", TYBALT],
  ] as const;
  // Converse refuses fewer rounds of SCRAM.
  world = await inhabit(await startTestbed({ rounds: 4_096, components, friends }));
  juliet = await world.person("juliet");
  const image = await still(GREEN);
  await juliet.schemes.publish([{ state: "available", text: english("Here"), media: [image] }]);
  villain = await startVillain(world.bed, () => world.bed.jid("romeo"));
  pages = await startConverse(world.bed);
  page = await pages.login("romeo");
  await shows(juliet.jid, GREEN);
});
afterEach(async () => {
  expect(await page.evaluate(() => "stolen" in window)).toBe(false);
  expect([pages.errors(), pages.strays(), villain.visits]).toEqual([[], [], []]);
});
afterAll(async () => {
  await villain?.stop();
  await pages?.close();
  await world?.stop();
});

const rowOf = (contact: string) =>
  page.locator("converse-roster-contact", { has: page.locator(`[data-jid="${contact}"]`) });
const shows = (contact: string, color: string) =>
  eventually(
    `${contact} in ${color}`,
    async () => {
      const look = rowOf(contact).locator("status-look");
      return (await look.count()) === 1 ? pictureOf(await look.screenshot()).then(({ at }) => at(0.5, 0.5)) : undefined;
    },
    (seen) => seen !== undefined && isNear(seen, toColor(color)),
  );
const nameIn = (part: Locator) => part.locator(".chatbox-title__text");
const heading = () => page.locator("converse-chat-heading:visible");
/** What stands where, once this contact's chat is open: the heading, its words, the roster, the row, the page itself. */
async function layoutWith(contact: string) {
  await rowOf(contact).locator(".open-chat").click();
  await heading().locator(".status-scheme-words").waitFor();
  const boxes = await Promise.all(
    [heading(), page.locator("#converse-roster"), rowOf(contact), nameIn(heading())].map(async (part) => {
      const { width, height } = (await part.first().boundingBox())!;
      return [Math.round(width), Math.round(height)];
    }),
  );
  const scroll = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.scrollHeight,
  ]);
  return { boxes, scroll };
}
async function publish(text: string): Promise<void> {
  const { bytes } = (await still(RED)) as { readonly bytes: Uint8Array };
  const words = text.replace(/[<&>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  const more = `<desc xml:lang='en'>${words}</desc>`;
  const medium = claim({ bytes, url: villain.put("/red", plainly(bytes)), more });
  villain.publish("tybalt", `<look state='available'><text xml:lang='en'>${words}</text>${medium}</look>`);
  await villain.show("tybalt");
}

test("words that are pages, or have no end, leave everything where it is", async () => {
  await publish("There");
  await shows(TYBALT, RED);
  const before = await layoutWith(TYBALT);
  for (const text of [CODE, ENDLESS]) {
    const longest = await longestTaskOf(page, async () => {
      await publish(text);
      const start = text === CODE ? "<script>" : "WWWW";
      await eventually(
        "words",
        () => heading().locator(".status-scheme-words").textContent(),
        (words) => words?.includes(start) === true,
      );
    });
    expect(longest.processor).toBeLessThan(MOST_MS);
    expect(await layoutWith(TYBALT)).toEqual(before);
    await shows(juliet.jid, GREEN);
  }
});
