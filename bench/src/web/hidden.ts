// CPU of a page full of animated looks, of all of the browser's processes: in a tab that is seen, in one that is hidden, and
// without a look at all.
import { setTimeout as sleep } from "node:timers/promises";
import type { Page } from "playwright-core";
import { median } from "../measure.ts";
import { startBareSharp } from "../decoding.ts";

export const HIDDEN_LOOKS = 50;
/** Percent of one processor, by what the page is. */
export interface Activity {
  readonly seen: number;
  readonly hidden: number;
  readonly empty: number;
}

const SETTLE_MS = 1_000;

/** On a page of `page-element.ts`, in a browser that hides tabs. */
export async function measureHidden(page: Page, runs: number, seconds: number): Promise<Activity> {
  const cover = await page.context().newPage();
  const session = await page.context().browser()!.newBrowserCDPSession();
  const cpuSeconds = async () => {
    const { processInfo } = await session.send("SystemInfo.getProcessInfo");
    return processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0);
  };
  const percent = async () => {
    await sleep(SETTLE_MS);
    const [before, at] = [await cpuSeconds(), performance.now()];
    await sleep(1_000 * seconds);
    return (100_000 * ((await cpuSeconds()) - before)) / (performance.now() - at);
  };
  const animation = await makeAnimation();
  const all = { seen: [] as number[], hidden: [] as number[], empty: [] as number[] };
  for (let run = 0; run < runs; run += 1) {
    await bringToFront(page, page);
    await page.evaluate(([count, bytes]) => window.page.animate!(count, bytes), [HIDDEN_LOOKS, animation] as const);
    all.seen.push(await percent());
    await bringToFront(cover, page);
    all.hidden.push(await percent());
    await bringToFront(page, page);
    await page.evaluate(() => document.body.replaceChildren());
    all.empty.push(await percent());
  }
  await session.detach();
  return { seen: median(all.seen), hidden: median(all.hidden), empty: median(all.empty) };
}

/** One of two tabs; resolves when the page knows whether it is the one. */
async function bringToFront(tab: Page, page: Page): Promise<void> {
  await tab.bringToFront();
  const state = tab === page ? "visible" : "hidden";
  // Hidden pages draw no frames, by which Playwright would look.
  await page.waitForFunction((wanted) => document.visibilityState === wanted, state, { polling: 50 });
}

/** In base64. */
async function makeAnimation(): Promise<string> {
  const sharp = startBareSharp();
  try {
    const made = await sharp.normalise("animation", await sharp.make("animation"));
    return Buffer.from(made).toString("base64");
  } finally {
    await sharp.stop();
  }
}
