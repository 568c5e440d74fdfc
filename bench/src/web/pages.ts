// The pages of the web case: elements by @xmpp/client, a bare page to compare with, and Converse.js with the plugin and
// without. Each browser is one that was never here: its caches are empty.
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { startBrowser, type BrowserOptions, type TestBrowser, type Testbed } from "@status-scheme/testbed";
import type { CDPSession, Page } from "playwright-core";
import { startConverse, type ConversePages } from "../../../converse/test/support/page.ts";
import { installProbe } from "./probe.ts";
import type { Owner } from "./people.ts";

const entry = (name: string) => fileURLToPath(new URL(`./${name}.ts`, import.meta.url));
/** So often in a row: on a busy machine, something may only be waiting for its turn. */
const QUIET = { everyMs: 400, taskMs: 10, times: 2 };
const SETTLE_MS = 120_000;

/** A page of `page-element.ts` or `page-bare.ts`. */
export async function openLooks(
  name: "page-element" | "page-bare",
  options: Pick<BrowserOptions, "hidesTabs"> = {},
): Promise<{ browser: TestBrowser; page: Page }> {
  const browser = await startBrowser({ ...options, entry: entry(name) });
  try {
    await browser.context.addInitScript(installProbe);
    const page = await browser.open();
    await page.waitForFunction(() => "page" in window);
    return { browser, page };
  } catch (error) {
    await browser.close();
    throw error;
  }
}

/** Logs in, with places for these owners. */
export async function logIn(page: Page, bed: Testbed, account: string, owners: readonly Owner[]): Promise<void> {
  const { websocket: service, domain } = bed;
  const login = { service, domain, username: account, password: bed.password(account) };
  const contacts = owners.map(({ jid }) => jid);
  await page.evaluate(([how, whose]) => window.page.start(how, whose), [login, contacts] as const);
}

/** Converse.js; nobody is logged in. */
export async function openConverse(bed: Testbed, plugin: boolean): Promise<ConversePages> {
  const pages = await startConverse(bed, { plugin });
  await pages.context.addInitScript(installProbe);
  return pages;
}

export interface ConverseTab {
  readonly page: Page;
  /** Logs in, and resolves when so many contacts are known to be online. */
  readonly enter: (contacts: number) => Promise<void>;
}

/** A tab where the login's form is shown. */
export async function openTab(pages: ConversePages, bed: Testbed, account: string): Promise<ConverseTab> {
  const byHand = { auto_login: false, jid: undefined, password: undefined, reuse_scram_keys: false };
  const page = await pages.login(account, byHand);
  await page.waitForSelector("converse-login-form");
  return {
    page,
    async enter(contacts) {
      const [jid, password] = [JSON.stringify(bed.jid(account)), JSON.stringify(bed.password(account))];
      await page.evaluate(`void _converse.api.user.login(${jid}, ${password})`);
      await page.waitForFunction(
        (some) => {
          const { roster = [] } = (window as never as { _converse: ConverseState })._converse.state;
          return [...roster].filter((contact) => contact.getStatus() !== "offline").length >= some;
        },
        contacts,
        { timeout: SETTLE_MS, polling: 250 },
      );
    },
  };
}
interface ConverseState {
  readonly state: { readonly roster?: Iterable<{ readonly getStatus: () => string }> };
}

/** What Chromium counts of a page, its times as the main thread's own CPU: what else the machine does is not in them. */
export async function countersOf(page: Page): Promise<Counters> {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  const read = async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return new Map(metrics.map(({ name, value }) => [name, value]));
  };
  const times = async (): Promise<Times> => {
    const metrics = await read();
    const ms = (name: string) => 1_000 * (metrics.get(name) ?? Number.NaN);
    const [script, layout] = [ms("ScriptDuration"), ms("LayoutDuration") + ms("RecalcStyleDuration")];
    return { task: ms("TaskDuration"), script, layout };
  };
  return {
    session,
    times,
    async untilQuiet() {
      let now = await times();
      for (let quiet = 0; quiet < QUIET.times;) {
        const last = now.task;
        await sleep(QUIET.everyMs);
        now = await times();
        quiet = now.task - last > QUIET.taskMs ? 0 : quiet + 1;
      }
      return now;
    },
    async memory() {
      for (let pass = 0; pass < 3; pass += 1) await session.send("HeapProfiler.collectGarbage");
      const metrics = await read();
      return {
        heapMb: metrics.get("JSHeapUsedSize")! / 1e6,
        nodes: metrics.get("Nodes")!,
        listeners: metrics.get("JSEventListeners")!,
        objectUrls: await page.evaluate(() => window.probe.objectUrls()),
      };
    },
  };
}
export interface Counters {
  readonly session: CDPSession;
  /** Of the main thread so far, ms of CPU. */
  readonly times: () => Promise<Times>;
  /** Resolves, with the times, when the main thread has nothing to do any more. */
  readonly untilQuiet: () => Promise<Times>;
  /** After the garbage is collected. */
  readonly memory: () => Promise<Memory>;
}
export interface Times {
  readonly task: number;
  readonly script: number;
  readonly layout: number;
}
export interface Memory {
  readonly heapMb: number;
  readonly nodes: number;
  readonly listeners: number;
  readonly objectUrls: number;
}
