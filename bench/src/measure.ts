// What the bench measures with: CPU time of any process, rates at a fixed window, medians and percentiles.
import { readFileSync } from "node:fs";

/** Clock ticks a second of /proc/<pid>/stat; 100 on every Linux that Node runs on. */
const TICKS = 100;

/** User and system CPU time of a process so far, its threads included, in milliseconds. */
export function cpuMs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The command name may hold spaces and parentheses: count fields from its end.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS;
}

/** Resident memory of a process, in MB. */
export function residentMb(pid: number): number {
  const match = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
  return Number(match?.[1] ?? 0) / 1024;
}

/** The most resident memory that a process has had, in MB; since its owner last cleared that (proc(5), clear_refs). */
export function peakMb(pid: number): number {
  const match = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
  return Number(match?.[1] ?? 0) / 1024;
}

export function median(values: readonly number[]): number {
  return percentile(values, 50);
}

export function percentile(values: readonly number[], p: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * p) / 100))] ?? Number.NaN;
}

export interface Load {
  /** Operations a second. */
  readonly rate: number;
  /** Milliseconds of each operation. */
  readonly latencies: readonly number[];
  /** CPU milliseconds per operation, by process. */
  readonly cpu: Readonly<Record<string, number>>;
}

/** Runs `count` operations with `window` of them in flight, and the CPU the processes spent meanwhile. */
export async function load(
  operation: (index: number) => Promise<unknown>,
  options: { readonly count: number; readonly window: number; readonly pids: Readonly<Record<string, number>> },
): Promise<Load> {
  const latencies: number[] = [];
  const before = Object.entries(options.pids).map(([name, pid]) => [name, pid, cpuMs(pid)] as const);
  let next = 0;
  const started = performance.now();
  const worker = async () => {
    while (next < options.count) {
      const index = next++;
      const at = performance.now();
      await operation(index);
      latencies.push(performance.now() - at);
    }
  };
  await Promise.all(Array.from({ length: options.window }, worker));
  const seconds = (performance.now() - started) / 1000;
  const cpu = Object.fromEntries(before.map(([name, pid, ms]) => [name, (cpuMs(pid) - ms) / options.count]));
  return { rate: options.count / seconds, latencies, cpu };
}
