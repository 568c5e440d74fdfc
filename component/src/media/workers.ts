// Decoders run in processes of their own: what a hostile file may do to one (crash it, hang it, fill its memory) it does not
// do to the service. A worker is started when it is needed, killed when it takes too long, and ended when idle.
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

export interface WorkersOptions {
  /** A module that answers each message with one `WorkerAnswer`. */
  readonly module: URL;
  /** Seconds one job may take, the start of a worker included. */
  readonly seconds: number;
  /** Seconds a worker waits for another job. */
  readonly idleSeconds: number;
}

export interface Workers<Job> {
  /**
   * As many workers as there are jobs at once: the caller bounds them.
   * @throws SchemeError of the worker, `bad-medium` where it hangs or dies, `service-unavailable` once stopped
   */
  run(job: Job): Promise<NormalisedMedium>;
  /** Ends the workers, also in the middle of a job. */
  stop(): Promise<void>;
}

export function createWorkers<Job extends object>({ module, seconds, idleSeconds }: WorkersOptions): Workers<Job> {
  const all = new Set<ChildProcess>();
  const idle = new Map<ChildProcess, NodeJS.Timeout>();
  let stopped = false;

  const start = () => {
    // No environment: a decoder has no use for the service's secrets.
    const worker = fork(module, {
      serialization: "advanced",
      stdio: ["ignore", "ignore", "ignore", "ipc"],
      env: {},
      execArgv: [],
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
    worker.unref();
    worker.channel?.unref();
    const end = () => {
      idle.delete(worker);
      worker.kill("SIGKILL");
    };
    idle.set(worker, setTimeout(end, idleSeconds * 1000).unref());
  };

  return {
    run: async (job) => {
      if (stopped) throw new SchemeError("service-unavailable");
      const worker = take();
      const answer = await ask(worker, job, seconds);
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

/** The worker's answer; a worker that hangs is killed, and that it hung or died is the answer. */
async function ask(worker: ChildProcess, job: object, seconds: number): Promise<WorkerAnswer> {
  const { promise, resolve } = Promise.withResolvers<WorkerAnswer>();
  const refuse = (reason: string, cause: string) =>
    resolve({ refusal: { code: "bad-medium", detail: { reason }, cause } });
  const onMessage = (message: unknown) => resolve(message as WorkerAnswer);
  const onExit = (code: number | null, signal: string | null) =>
    refuse("cannot be decoded", `media worker ended: ${signal ?? code}`);
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
