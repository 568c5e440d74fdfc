// Memory of a page after a thousand changes of state, against what it was before them, when every look had been shown once.
import { setTimeout as sleep } from "node:timers/promises";
import { countersOf, type Memory } from "./pages.ts";
import type { Page } from "playwright-core";
import type { Row } from "../report.ts";

export interface MemoryGrowth {
  readonly before: Memory;
  readonly after: Memory;
}

/** Between changes: each is seen. */
const GAP_MS = 5;

/** `change` makes one of the contacts change its state; `before`, `count`: how many changes, before and between. */
export async function measureMemory(
  page: Page,
  change: () => void,
  { warmUp, count }: { readonly warmUp: number; readonly count: number },
): Promise<MemoryGrowth> {
  const counters = await countersOf(page);
  const run = async (changes: number) => {
    for (let index = 0; index < changes; index += 1) {
      change();
      await sleep(GAP_MS);
    }
    // The last ones are shown, and what those before were shown by is let go.
    await counters.untilQuiet();
    return counters.memory();
  };
  const before = await run(warmUp);
  const after = await run(count);
  await counters.session.detach();
  return { before, after };
}

export function memoryRow(what: string, { before, after }: MemoryGrowth): Row {
  const grown = (key: keyof Memory) => `${round(before[key])} → ${round(after[key])}`;
  return {
    what,
    figures: {
      "heap MB": grown("heapMb"),
      nodes: grown("nodes"),
      listeners: grown("listeners"),
      "object URLs": grown("objectUrls"),
    },
  };
}

const round = (value: number) => String(Number(value.toPrecision(4)));
