// What decodes, for the bench: sharp bare, the workers of a media pipeline, and their memory.
import { fork } from "node:child_process";
import { once } from "node:events";
import { readFileSync, readdirSync } from "node:fs";
import type { PictureName, SharpTask } from "./bare-sharp.ts";

export interface BareSharp {
  readonly make: (picture: PictureName, seed?: number) => Promise<Uint8Array>;
  readonly normalise: (picture: PictureName, bytes: Uint8Array) => Promise<Uint8Array>;
  readonly stop: () => Promise<void>;
}

/** Sharp in a process of its own, one task at a time. */
export function startBareSharp(): BareSharp {
  const child = fork(new URL("./bare-sharp.ts", import.meta.url), { serialization: "advanced" });
  const ask = async (task: SharpTask) => {
    child.send(task);
    const [made] = (await once(child, "message")) as [Uint8Array];
    return made;
  };
  return {
    make: (picture, seed = 1) => ask({ task: "make", picture, seed }),
    normalise: (picture, bytes) => ask({ task: "normalise", picture, bytes }),
    stop: async () => {
      child.disconnect();
      await once(child, "exit");
    },
  };
}

/** The most resident memory that a media worker of this process has had, MB. */
export function workersPeakMb(): number {
  const peaks = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => peakMb(pid));
  return Math.max(0, ...peaks);
}

/** 0 where it is none of this process's workers. */
function peakMb(pid: string): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    const isOurs = /^PPid:\s+(\d+)$/m.exec(status)?.[1] === String(process.pid);
    if (!isOurs || !readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("media/worker.ts")) return 0;
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) / 1024;
  } catch {
    return 0; // It ended meanwhile.
  }
}
