// A roster of hundreds in Converse.js, scrolled from one end to the other: whose row is seen shows their look, whose is not
// holds no picture, and nothing moves when looks come and go.
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { startTestbed, until } from "@status-scheme/testbed";
import type { Testbed } from "@status-scheme/testbed";
import type { Page } from "playwright-core";
import { claim, plainly, startVillain, VILLAINS } from "../../e2e/test/web/support/villain.ts";
import type { Villain } from "../../e2e/test/web/support/villain.ts";
import { picture } from "../../e2e/test/support/world.ts";
import { startConverse } from "./support/page.ts";
import type { ConversePages } from "./support/page.ts";

/** Of Converse alone, every presence costs as much as the roster is long. */
const NAMES = Array.from({ length: 300 }, (_, index) => `guest${String(index).padStart(3, "0")}`);
const COLORS = ["red", "lime", "blue"];
const SETTLE_MS = 60_000;

let bed: Testbed;
let ball: Villain;
let pages: ConversePages;
let page: Page;
beforeAll(async () => {
  const friends = NAMES.map((name) => ["romeo", `${name}@${VILLAINS}`] as const);
  const components = [VILLAINS, `schemes.${VILLAINS}`];
  // Converse refuses fewer rounds of SCRAM.
  bed = await startTestbed({ rounds: 4_096, accounts: ["romeo"], friends, component: false, components });
  ball = await startVillain(bed, () => bed.jid("romeo"));
  pages = await startConverse(bed);
  const media = await Promise.all(
    COLORS.map(async (color) => {
      const bytes = await picture(color);
      return claim({ bytes, url: ball.put(`/${color}`, plainly(bytes)) });
    }),
  );
  NAMES.forEach((name, index) => ball.publish(name, `<look state='available'>${media[index % 3]!}</look>`));
  page = await pages.login("romeo");
  await page.evaluate("_converse.api.waitUntil('rosterContactsFetched')");
  // Converse renders its roster at each presence: it is shown when everybody is there.
  await page.evaluate(() => document.querySelector("converse-roster")!.remove());
  for (const name of NAMES) await ball.show(name);
  await page.waitForFunction(
    (most) => {
      const { roster } = (window as never as { _converse: ConverseState })._converse.state;
      return [...roster].filter((contact) => contact.getStatus() === "online").length === most;
    },
    NAMES.length,
    { timeout: SETTLE_MS },
  );
  await page.evaluate(() =>
    document.querySelector("#converse-roster")!.append(document.createElement("converse-roster")),
  );
  await until(
    "rows",
    async () => (await page.locator("converse-roster-contact > status-look").count()) === NAMES.length,
    SETTLE_MS,
  );
}, 2 * SETTLE_MS);
afterAll(async () => {
  await pages?.close();
  await ball?.stop();
  await bed?.stop();
});
interface ConverseState {
  readonly state: { readonly roster: Iterable<{ readonly getStatus: () => string }> };
}

/** The rows on the screen, and how many of all hold pictures. */
const rows = () =>
  page.evaluate(() => {
    const pane = document.querySelector(".controlbox-pane")!.getBoundingClientRect();
    const all = [...document.querySelectorAll("converse-roster-contact > status-look")].map((look) => {
      const { top, bottom, right } = look.getBoundingClientRect();
      const image = look.shadowRoot!.querySelector("img");
      return {
        contact: look.getAttribute("contact"),
        isSeen: top >= pane.top && bottom <= pane.bottom && right <= pane.right,
        isShown: image?.complete === true && image.naturalWidth > 0,
        holds: look.shadowRoot!.querySelectorAll("img, video, canvas").length,
      };
    });
    return { seen: all.filter(({ isSeen }) => isSeen), filled: all.filter(({ holds }) => holds > 0).length };
  });

test("each row that is seen shows its look, wherever one has scrolled to", async () => {
  await page.evaluate(() => {
    const shifts: number[] = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        shifts.push((entry as PerformanceEntry & { readonly value: number }).value);
    }).observe({ type: "layout-shift" });
    Object.assign(window, { shifts });
  });
  const all = new Set<string | null>();
  const height = await page.evaluate(() => document.querySelector(".controlbox-pane")!.scrollHeight);
  const step = 400;
  for (let y = 0; y < height; y += step) {
    await page.evaluate((top) => (document.querySelector(".controlbox-pane")!.scrollTop = top), y);
    await until(`looks at ${String(y)} px`, async () => (await rows()).seen.every(({ isShown }) => isShown));
    const { seen, filled } = await rows();
    for (const { contact } of seen) all.add(contact);
    // Those on the screen and near it.
    expect(filled).toBeLessThan(NAMES.length / 4);
  }
  expect(all.size).toBe(NAMES.length);
  expect(await page.evaluate("shifts")).toEqual([]);
  expect([pages.errors(), pages.strays()]).toEqual([[], []]);
});
