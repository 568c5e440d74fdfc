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

export async function measureHidden(page: Page, runs: number, seconds: number): Promise<Activity> {
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
    await setHidden(page, false);
    await page.evaluate(([count, bytes]) => window.page.animate!(count, bytes), [HIDDEN_LOOKS, animation] as const);
    all.seen.push(await percent());
    await setHidden(page, true);
    all.hidden.push(await percent());
    await setHidden(page, false);
    await page.evaluate(() => document.body.replaceChildren());
    all.empty.push(await percent());
  }
  await session.detach();
  return { seen: median(all.seen), hidden: median(all.hidden), empty: median(all.empty) };
}

/** Browsers without a screen have no tabs that are hidden: the page is told so, as browsers tell it. */
async function setHidden(page: Page, isHidden: boolean): Promise<void> {
  await page.evaluate((hidden) => {
    Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
    document.dispatchEvent(new Event("visibilitychange"));
  }, isHidden);
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
