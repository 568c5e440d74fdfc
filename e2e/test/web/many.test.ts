// Five hundred contacts with moving looks in a list that is scrolled (issue list "Tested in a real browser").
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { eventually, startTestbed } from "@status-scheme/testbed";
import type { Testbed } from "@status-scheme/testbed";
import { animation, BLUE, GREEN, RED, still } from "./support/media.ts";
import type { WebPage } from "./support/page.ts";
import { openScreen } from "./support/screen.ts";
import type { Screen, Tab } from "./support/screen.ts";
import { longestTaskOf } from "./support/tasks.ts";
import { claim, plainly, startVillain, VILLAINS } from "./support/villain.ts";
import type { Villain } from "./support/villain.ts";

declare const web: WebPage;

const NAMES = Array.from({ length: 500 }, (_, index) => `guest${index}`);
/** Of a page of contacts, whichever they are. */
const MOST_MOVING = 12;
const MOST_MS = 200;

let bed: Testbed;
let screen: Screen;
let ball: Villain;
let romeo: Tab;
beforeAll(async () => {
  const friends = NAMES.map((name) => ["romeo", `${name}@${VILLAINS}`] as const);
  const components = [VILLAINS, `schemes.${VILLAINS}`];
  const testbed = startTestbed({ accounts: ["romeo"], friends, component: false, components });
  [bed, screen] = await Promise.all([testbed, openScreen()]);
  const jids = NAMES.map((name) => `${name}@${VILLAINS}`);
  romeo = await screen.watch(bed, "romeo", jids, { size: 32 });
  ball = await startVillain(bed, () => bed.jid("romeo"));
  const desc = "<desc xml:lang='en'>A guest</desc>";
  const media = [
    ["image", await still(GREEN)],
    ["animation", await animation(RED, BLUE)],
  ] as const;
  const claims = media.map(([kind, draft]) => {
    const { bytes, mediaType: type } = draft as { readonly bytes: Uint8Array; readonly mediaType: string };
    return claim({ kind, type, bytes, url: ball.put(`/${kind}`, plainly(bytes, type)), more: desc });
  });
  for (const name of NAMES) {
    ball.publish(name, `<look state='available'>${claims.join("")}</look>`);
    await ball.show(name);
  }
  const here = () =>
    romeo.page.evaluate((all) => all.filter((jid) => web.schemes!.shown(jid)?.look?.media[0]).length, jids);
  await eventually("looks of all", here, (count) => count === NAMES.length, 30_000);
});
afterAll(async () => {
  await ball?.stop();
  await screen?.close();
  await bed?.stop();
  expect([screen?.errors(), screen?.strays()]).toEqual([[], []]);
});

/** From one end of the list to the other, a screen a frame. */
const scroll = () =>
  romeo.page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const { scrollHeight } = document.documentElement;
    for (const direction of [1, -1]) {
      for (let way = 0; way < scrollHeight; way += innerHeight) {
        scrollBy(0, direction * innerHeight);
        await frame();
      }
    }
  });
const moving = () => romeo.page.evaluate(() => web.moving());

test("what moves is on the screen, and not everything at once", async () => {
  const { isOnScreen, count } = await eventually("something moves", moving, ({ count: now }) => now > 0);
  expect({ isOnScreen, isFew: count <= MOST_MOVING }).toEqual({ isOnScreen: true, isFew: true });
});

test("scrolling is smooth, and leaves nothing behind", async () => {
  await scroll();
  const session = await romeo.page.context().newCDPSession(romeo.page);
  const used = async () => {
    await session.send("HeapProfiler.collectGarbage");
    return (await session.send("Runtime.getHeapUsage")).usedSize;
  };
  const before = await used();
  const longest = await longestTaskOf(romeo.page, async () => {
    for (let times = 0; times < 5; times++) await scroll();
  });
  expect(longest.processor).toBeLessThan(MOST_MS);
  const { isOnScreen, count, filled } = await eventually("something moves", moving, ({ count: now }) => now > 0);
  expect({ isOnScreen, isFew: count <= MOST_MOVING }).toEqual({ isOnScreen: true, isFew: true });
  // Those on the screen and near it, of all.
  expect(filled).toBeLessThan(NAMES.length / 4);
  expect((await used()) / before).toBeLessThan(1.1);
});
