// A roster of Converse.js whose contacts are all online, with the plugin and without: what the main thread does to log in,
// to show the rows, and to scroll through them. Converse itself looks at all rows again at each presence, which takes minutes
// for a few hundred; so the roster is shown when everybody is there, and several times.
import type { Page } from "playwright-core";
import type { ConversePages } from "../../../converse/test/support/page.ts";
import { median } from "../measure.ts";
import { countersOf, openConverse, openTab, type Counters, type Times } from "./pages.ts";
import type { People } from "./people.ts";
import { keepSessionInMemory } from "./probe.ts";

export interface RosterWork {
  /** Of a page that was never here, and of one that was. */
  readonly login: Times;
  readonly again: Times;
  /** One for each run. */
  readonly rows: readonly Times[];
  readonly scrolls: readonly Times[];
}
interface Side {
  readonly pages: ConversePages;
  readonly page: Page;
  readonly counters: Counters;
  readonly login: Times;
  readonly again: Times;
  readonly rows: Times[];
  readonly scrolls: Times[];
}

const READY_MS = 120_000;
const STEP_PX = 400;

/** The first with the plugin, the second without, in turns. Everybody is online already. */
export async function measureRosters(people: People, runs: number): Promise<readonly [RosterWork, RosterWork]> {
  const sides = await Promise.all([begin(people, true), begin(people, false)]);
  try {
    for (let run = 0; run < runs; run += 1) {
      // Who is first has the colder machine.
      for (const side of run % 2 === 0 ? sides : sides.toReversed()) await measure(side, people.guests.length);
    }
    const strays = sides.flatMap(({ pages }) => pages.strays());
    if (strays.length > 0) throw new Error(`asked for elsewhere: ${strays.join(", ")}`);
    return sides;
  } finally {
    await Promise.all(sides.map(({ pages }) => pages.close()));
  }
}

export function medianOf(times: readonly Times[]): Times {
  const of = (key: keyof Times) => median(times.map((one) => one[key]));
  return { task: of("task"), script: of("script"), layout: of("layout") };
}

async function begin(people: People, plugin: boolean): Promise<Side> {
  const pages = await openConverse(people.bed, plugin);
  await pages.context.addInitScript(keepSessionInMemory);
  const first = await logIn(people, pages);
  await first.page.close();
  const { times: again, ...rest } = await logIn(people, pages);
  return { pages, ...rest, login: first.times, again, rows: [], scrolls: [] };
}

async function logIn(people: People, pages: ConversePages) {
  const tab = await openTab(pages, people.bed, "romeo");
  const { page } = tab;
  const counters = await countersOf(page);
  await page.evaluate(() => {
    new MutationObserver(() => document.querySelector("converse-roster:not(#shown)")?.remove()).observe(document.body, {
      childList: true,
      subtree: true,
    });
  });
  const times = await work(counters, () => tab.enter(people.guests.length));
  return { page, counters, times };
}

async function measure({ page, counters, rows, scrolls }: Side, contacts: number): Promise<void> {
  rows.push(
    await work(counters, async () => {
      await page.evaluate(() => {
        const roster = document.createElement("converse-roster");
        roster.id = "shown";
        document.querySelector("#converse-roster")!.append(roster);
      });
      await page.waitForFunction(
        (some) => document.querySelectorAll("converse-roster-contact").length >= some,
        contacts,
        { timeout: READY_MS, polling: 250 },
      );
    }),
  );
  scrolls.push(
    await work(counters, () =>
      page.evaluate(async (step) => {
        const pane = document.querySelector(".controlbox-pane")!;
        for (let y = 0; y < pane.scrollHeight; y += step) {
          pane.scrollTop = y;
          await new Promise((resolve) => requestAnimationFrame(resolve));
        }
        pane.scrollTop = 0;
      }, STEP_PX),
    ),
  );
  await page.evaluate(() => document.querySelector("converse-roster")!.remove());
}

/** What the main thread did from now until it has nothing to do any more. */
async function work({ times, untilQuiet }: Counters, act: () => Promise<unknown>): Promise<Times> {
  const before = await times();
  await act();
  const now = await untilQuiet();
  const of = (key: keyof Times) => now[key] - before[key];
  return { task: of("task"), script: of("script"), layout: of("layout") };
}
