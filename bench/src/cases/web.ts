// What people's pages cost: time from presence on the wire to pixels, in a page of elements and in Converse.js with the plugin;
// the main thread's work for a roster of hundreds; memory after a thousand changes; hidden tabs; and what is loaded. In a real
// Chromium, with a real server and service.
import type { TestBrowser } from "@status-scheme/testbed";
import { percentile } from "../measure.ts";
import type { Bar, BenchCase, Row } from "../report.ts";
import { HIDDEN_LOOKS, measureHidden } from "../web/hidden.ts";
import { latencyRow, measureLatency, type Change } from "../web/latency.ts";
import { measureMemory, memoryRow, type MemoryGrowth } from "../web/memory.ts";
import { logIn, openConverse, openLooks, openTab } from "../web/pages.ts";
import { gather, STATES, type Owner, type People } from "../web/people.ts";
import { measureRosters, medianOf, type RosterWork } from "../web/roster.ts";
import { measureSizes } from "../web/sizes.ts";

const PLAYERS = 10;
/** More runs say nothing new, and take their time. */
const MOST_RUNS = 3;

interface Plan {
  readonly guests: number;
  /** Of each page: changes that are seen, and changes before and between which memory is measured. */
  readonly changes: number;
  readonly memory: { readonly warmUp: number; readonly count: number };
  readonly runs: number;
  readonly hiddenSeconds: number;
}
interface Part {
  readonly rows: readonly Row[];
  readonly bars: readonly Bar[];
}

export const webCase: BenchCase = async ({ runs, quick, log }) => {
  const plan: Plan = quick
    ? { guests: 20, changes: 10, memory: { warmUp: 40, count: 100 }, runs: 1, hiddenSeconds: 1 }
    : {
        guests: 500,
        changes: 100,
        memory: { warmUp: 200, count: 1_000 },
        runs: Math.min(runs, MOST_RUNS),
        hiddenSeconds: 2,
      };
  log(`web: ${PLAYERS} contacts with a look for each state, ${plan.guests} with one`);
  const people = await gather({ players: PLAYERS, guests: plan.guests, newcomers: plan.changes });
  try {
    const parts = [
      await measureSeen(people, plan, log),
      await measureRoster(people, plan, log),
      sizesPart(await measureSizes()),
    ];
    return {
      name: "web",
      about: `pages in Chromium: ${plan.changes} changes from the write of presence to the screen, ${plan.guests} contacts in a roster, all online`,
      rows: parts.flatMap(({ rows }) => rows),
      bars: parts.flatMap(({ bars }) => bars),
    };
  } finally {
    await people.stop();
  }
};

/** Latency and memory of each page, the bare one first, and what is done in hidden tabs. */
async function measureSeen(people: People, plan: Plan, log: (line: string) => void): Promise<Part> {
  const { players, newcomers } = people;
  const next = changesOf(players);
  const cached = () => Array.from({ length: plan.changes }, next);
  // Who is online is at the top of a roster: only there are pictures on the screen.
  const uncached = newcomers.map(({ jid, enter, leave }): Change => ({
    contact: jid,
    act: () => enter("available"),
    undo: leave,
  }));
  const act = () => next().act();
  for (const { enter } of players) enter(STATES[0]);

  log("web: the bare page");
  const bare = await openLooks("page-bare");
  const bareLatency = await finish(bare.browser, async () => {
    await bare.page.evaluate((pictures) => window.page.keep!(pictures), base64Of(players));
    await logIn(bare.page, people.bed, "mercutio", players);
    await measureLatency(bare.page, cached().slice(0, PLAYERS));
    return measureLatency(bare.page, cached());
  });

  log("web: elements");
  const looks = await openLooks("page-element");
  const element = await finish(looks.browser, async () => {
    await logIn(looks.page, people.bed, "mercutio", [...players, ...newcomers]);
    const cold = await measureLatency(looks.page, uncached);
    // Every picture is here afterwards, whatever was fetched ahead.
    const memory = await measureMemory(looks.page, act, plan.memory);
    const latency = await measureLatency(looks.page, cached());
    return { cold, cached: latency, memory };
  });

  log("web: hidden tabs");
  const tabs = await openLooks("page-element", { hidesTabs: true });
  const hidden = await finish(tabs.browser, () => measureHidden(tabs.page, plan.runs, plan.hiddenSeconds));

  log("web: Converse.js");
  const pages = await openConverse(people.bed, true);
  const converse = await finish(pages, async () => {
    const enter = async (account: string) => {
      const tab = await openTab(pages, people.bed, account);
      await tab.enter(players.length);
      await tab.page.waitForFunction(
        (count) => document.querySelectorAll("status-look").length >= count,
        players.length,
      );
      return tab.page;
    };
    const first = await enter("mercutio");
    const cold = await measureLatency(first, uncached);
    await first.close();
    const page = await enter("tybalt");
    const memory = await measureMemory(page, act, plan.memory);
    return { cold, cached: await measureLatency(page, cached()), memory };
  });

  const percents = { "seen %": hidden.seen, "hidden %": hidden.hidden, "no looks at all %": hidden.empty };
  return {
    rows: [
      latencyRow("cached, bare <img>", bareLatency),
      latencyRow("cached, <status-look>", element.cached),
      latencyRow("cached, Converse.js", converse.cached),
      latencyRow("uncached, <status-look>", element.cold),
      latencyRow("uncached, Converse.js", converse.cold),
      memoryRow(`${plan.memory.count} changes, <status-look>`, element.memory),
      memoryRow(`${plan.memory.count} changes, Converse.js`, converse.memory),
      { what: `CPU of ${HIDDEN_LOOKS} animated looks`, figures: percents },
    ],
    bars: [
      atMost(
        "in the page p50, <status-look> / bare <img>",
        percentile(element.cached.inPage, 50) / percentile(bareLatency.inPage, 50),
        1.5,
        "×",
      ),
      ...memoryBars("<status-look>", element.memory),
      ...memoryBars("Converse.js", converse.memory),
    ],
  };
}

async function measureRoster(people: People, plan: Plan, log: (line: string) => void): Promise<Part> {
  log(`web: a roster of ${plan.guests}`);
  for (const { enter } of people.guests) enter("available");
  const [plugin, alone] = await measureRosters(people, plan.runs);
  const sides = { "with the plugin": plugin, without: alone };
  const figures = (times: Parameters<typeof medianOf>[0]) => {
    const { task, script, layout } = medianOf(times);
    return { "main thread ms": task, script, "style and layout": layout };
  };
  const rows = Object.entries(sides).flatMap(([name, side]): Row[] => [
    { what: `first login, ${name}`, figures: figures([side.login]) },
    { what: `login again, ${name}`, figures: figures([side.again]) },
    { what: `rows shown, ${name}`, figures: figures(side.rows) },
    { what: `scrolled through, ${name}`, figures: figures(side.scrolls) },
    { what: `all of it a row, ${name}`, figures: { "main thread ms": allOf(side) / plan.guests } },
  ]);
  return {
    rows,
    bars: [atMost("main thread per row, with the plugin / without", allOf(plugin) / allOf(alone), 1.25, "×")],
  };
}

/** A login with what was kept, the roster shown, and scrolled through. */
function allOf({ again, rows, scrolls }: RosterWork): number {
  return again.task + medianOf(rows).task + medianOf(scrolls).task;
}

function sizesPart({ element, converse }: Awaited<ReturnType<typeof measureSizes>>): Part {
  const figures = ({ start, everything }: typeof element) => ({ "start KiB": start, "everything KiB": everything });
  return {
    rows: [
      { what: "status-look.js", figures: figures(element) },
      { what: "status-scheme-converse.js", figures: figures(converse) },
    ],
    bars: [atMost("status-scheme-converse.js at the start", converse.start, 35, " KiB")],
  };
}

/** One after the other enters the next of their states. */
function changesOf(players: readonly Owner[]): () => Change {
  let count = 0;
  return () => {
    const { jid, enter } = players[count % players.length]!;
    const state = STATES[(1 + Math.floor(count / players.length)) % STATES.length]!;
    count += 1;
    return { contact: jid, act: () => enter(state) };
  };
}

function memoryBars(name: string, { before, after }: MemoryGrowth): Bar[] {
  return [
    atMost(`heap after the changes / before, ${name}`, after.heapMb / before.heapMb, 1.1, "×"),
    atMost(`nodes after the changes / before, ${name}`, after.nodes / before.nodes, 1.1, "×"),
  ];
}

function atMost(what: string, value: number, bound: number, unit: string): Bar {
  return { what, value, bound, must: "atMost", unit };
}

function base64Of(owners: readonly Owner[]): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const encode = ([state, bytes]: [string, Uint8Array]) => [state, Buffer.from(bytes).toString("base64")] as const;
  return Object.fromEntries(
    owners.map(({ jid, pictures }) => [jid, Object.fromEntries(Object.entries(pictures).map(encode))]),
  );
}

/** Closes the browser afterwards. @throws Error where a page broke, or asked for anything elsewhere */
async function finish<T>(browser: Pick<TestBrowser, "close" | "errors" | "strays">, act: () => Promise<T>): Promise<T> {
  try {
    const done = await act();
    const wrong = [...browser.errors(), ...browser.strays()];
    if (wrong.length > 0) throw new Error(wrong.join("\n"));
    return done;
  } finally {
    await browser.close();
  }
}
