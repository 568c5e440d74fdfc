// Decoders run in processes of their own: what a hostile file may do to one (crash it, hang it, fill its memory) it does not
// do to the service. A worker is started when it is needed, killed when it takes too long, and ended when idle or worn out.
import type { ErrorCode, ErrorDetail } from "@status-scheme/protocol";
import { SchemeError } from "@status-scheme/protocol";
import type { ChildProcess } from "node:child_process";
import { fork } from "node:child_process";
import { once } from "node:events";
import type { NormalisedMedium } from "./media.ts";

/** What a worker answers. */
export type WorkerAnswer =
  | { readonly medium: NormalisedMedium }
  | { readonly refusal: { readonly code: ErrorCode; readonly detail: ErrorDetail; readonly cause: string } }
  | { readonly defect: string };

/** What a worker says first, when it can take jobs. */
export const READY = "ready";

export interface WorkersOptions {
  /** A module that says `READY`, then answers each message with one `WorkerAnswer`. */
  readonly module: URL;
  /** Seconds one job may take, the start of a worker included. */
  readonly seconds: number;
  /** Seconds a worker waits for another job. */
  readonly idleSeconds: number;
  /** What a worker may allocate, in MiB; it dies of more. */
  readonly memoryMb: number;
}

export interface Workers<Job> {
  /**
   * As many workers as there are jobs at once: the caller bounds them.
   * @throws SchemeError of the worker, `bad-medium` where it hangs or dies, `service-unavailable` once stopped; Error where
   * it has a defect, or cannot be started
   */
  run(job: Job): Promise<NormalisedMedium>;
  /** Ends the workers, also in the middle of a job. */
  stop(): Promise<void>;
}

/** What Node reserves for itself and never uses counts as allocated too: so much, in MiB. */
const NODE_MB = 768;
/** Seconds of work after which a worker is replaced: whatever its libraries leak or fragment goes with it. */
const WORN_SECONDS = 60;

/**
 * Sets the limits of the process that becomes the worker. RLIMIT_DATA (-d) is private memory that can be written, on Linux
 * mappings as well: what a decoder allocates, but not the address space that V8 only reserves, as RLIMIT_AS would count.
 * RLIMIT_CPU (-t) ends a worker that hangs when nobody is there any more to kill it.
 */
const LIMITED = 'ulimit -c 0 && ulimit -t "$0" && ulimit -d "$1" && shift && exec "$@"';

export function createWorkers<Job extends object>(options: WorkersOptions): Workers<Job> {
  const { module, seconds, idleSeconds, memoryMb } = options;
  const cpuSeconds = Math.ceil(2 * (WORN_SECONDS + seconds));
  const memoryKb = (NODE_MB + memoryMb) * 1024;
  const all = new Set<ChildProcess>();
  /** Milliseconds each has worked. */
  const worked = new WeakMap<ChildProcess, number>();
  const idle = new Map<ChildProcess, NodeJS.Timeout>();
  let stopped = false;

  const start = () => {
    // No environment: a decoder has no use for the service's secrets.
    const worker = fork(module, {
      serialization: "advanced",
      stdio: ["ignore", "ignore", "ignore", "ipc"],
      env: {},
      execPath: "/bin/sh",
      execArgv: ["-c", LIMITED, String(cpuSeconds), String(memoryKb), process.execPath],
    });
    all.add(worker);
    const forget = () => {
      all.delete(worker);
      idle.delete(worker);
    };
    return worker.on("exit", forget).on("error", forget);
  };
  const take = () => {
    const [worker, timer] = idle.entries().next().value ?? [start()];
    clearTimeout(timer);
    idle.delete(worker);
    worker.ref();
    worker.channel?.ref();
    return worker;
  };
  /** A worker at rest does not keep the process alive. */
  const rest = (worker: ChildProcess) => {
    if (!all.has(worker) || worker.killed) return;
    const end = () => {
      idle.delete(worker);
      worker.kill("SIGKILL");
    };
    if ((worked.get(worker) ?? 0) > WORN_SECONDS * 1000) return end();
    worker.unref();
    worker.channel?.unref();
    idle.set(worker, setTimeout(end, idleSeconds * 1000).unref());
  };

  return {
    run: async (job) => {
      if (stopped) throw new SchemeError("service-unavailable");
      const worker = take();
      const from = performance.now();
      const answer = await ask(worker, job, seconds);
      worked.set(worker, (worked.get(worker) ?? 0) + performance.now() - from);
      rest(worker);
      if ("medium" in answer) return answer.medium;
      if (stopped) throw new SchemeError("service-unavailable");
      if ("defect" in answer) throw new Error(`media worker: ${answer.defect}`);
      const { code, detail, cause } = answer.refusal;
      throw new SchemeError(code, detail, { cause });
    },
    stop: async () => {
      stopped = true;
      const ended = [...all].map((worker) => once(worker, "exit"));
      for (const worker of all) {
        // Workers at rest keep nothing alive: the process would end here, with the rest of its stop undone.
        worker.ref();
        worker.kill("SIGKILL");
      }
      await Promise.all(ended);
    },
  };
}

/** Workers that said so. */
const ready = new WeakSet<ChildProcess>();

/** The worker's answer; a worker that hangs is killed, and that it hung or died is the answer. */
async function ask(worker: ChildProcess, job: object, seconds: number): Promise<WorkerAnswer> {
  const { promise, resolve } = Promise.withResolvers<WorkerAnswer>();
  const refuse = (reason: string, cause: string) =>
    resolve({ refusal: { code: "bad-medium", detail: { reason }, cause } });
  const onMessage = (message: unknown) => {
    if (message === READY) ready.add(worker);
    else resolve(message as WorkerAnswer);
  };
  const onExit = (code: number | null, signal: string | null) => {
    // That a worker cannot even start is no fault of the medium.
    if (ready.has(worker)) refuse("cannot be decoded", `media worker ended: ${signal ?? code}`);
    else resolve({ defect: `cannot be started: ${signal ?? code}` });
  };
  const onError = (error: Error) => resolve({ defect: error.message });
  const timer = setTimeout(() => {
    refuse("takes too long to decode", `media worker killed after ${seconds} s`);
    worker.kill("SIGKILL");
  }, seconds * 1000);
  worker.on("message", onMessage).on("exit", onExit).on("error", onError);
  // What cannot be sent to a worker that just died is answered by its exit.
  worker.send(job, () => undefined);
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    worker.off("message", onMessage).off("exit", onExit).off("error", onError);
  }
}
