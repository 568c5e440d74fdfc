// How long a page's main thread is held by one task at a time. Of its own time: this machine has others.
import type { Page } from "playwright-core";

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds, by the clock and of the thread's own time. */
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}
/** Milliseconds of the longest, by the clock and of the processor's time. */
export interface LongestTask {
  readonly clock: number;
  readonly processor: number;
}

/** The longest task of the page's main thread while `work` goes on. @throws Error where the trace does not tell */
export async function longestTaskOf(page: Page, work: () => Promise<void>): Promise<LongestTask> {
  const browser = page.context().browser()!;
  await browser.startTracing(page, { categories: ["toplevel", "__metadata"] });
  let trace: Buffer;
  try {
    await work();
  } finally {
    trace = await browser.stopTracing();
  }
  const { traceEvents } = JSON.parse(trace.toString()) as { readonly traceEvents: readonly TraceEvent[] };
  const isMain = ({ name, args }: TraceEvent) => name === "thread_name" && args?.name === "CrRendererMain";
  const mains = new Set(traceEvents.filter(isMain).map(({ pid, tid }) => `${pid} ${tid}`));
  const tasks = traceEvents.filter(({ ph, pid, tid }) => ph === "X" && mains.has(`${pid} ${tid}`));
  const most = (times: readonly (number | undefined)[]) => {
    const longest = times.reduce<number>((longer, time = 0) => Math.max(longer, time), 0);
    // However little there was to do, it took some time.
    if (longest === 0) throw new Error(`no task of a main thread in ${traceEvents.length} events`);
    return longest / 1_000;
  };
  return { clock: most(tasks.map(({ dur }) => dur)), processor: most(tasks.map(({ tdur }) => tdur)) };
}
